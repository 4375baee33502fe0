/** Weights by sample and by class, with the rules of Keras's `class_weight`. */
import { describe, expect, it } from 'vitest';
import { array } from '../../../src/train/data/array.ts';
import type { Column, Expected } from '../../../src/train/data/columns.ts';
import { type ClassWeight, classWeightColumn, sampleWeightColumns, weightColumns } from '../../../src/train/data/weights.ts';

const scores: Expected = { name: 'scores', sample: [3] };
const box: Expected = { name: 'box', sample: [4] };
const steps: Expected = { name: 'steps', sample: [2, 5] };

function labels(values: number[], sample: number[] = []): Column {
  const size = sample.reduce((product, axis) => product * axis, 1);
  return { name: 'scores', data: new Float32Array(values), rows: values.length / size, sample };
}

describe('classWeightColumn()', () => {
  it('weighs labels as they are, squeezed or one-hot; missing classes weigh 1', () => {
    const expected = { name: 'scores', data: new Float32Array([2, 1, 0.5]), rows: 3, sample: [] };
    expect(classWeightColumn(labels([0, 1, 2]), { 0: 2, 2: 0.5 })).toEqual(expected);
    expect(classWeightColumn(labels([0, 1, 2], [1]), { 0: 2, 2: 0.5 })).toEqual(expected);
    expect(classWeightColumn(labels([1, 0, 0, 0.1, 0.8, 0.1, 0, 0, 1], [3]), { 0: 2, 2: 0.5 })).toEqual(expected);
    const map = new Map([
      [0, 2],
      [2, 0.5],
    ]);
    expect(classWeightColumn(labels([0, 1, 2]), map)).toEqual(expected);
    expect(classWeightColumn({ ...labels([]), data: new Uint8Array([0, 1, 2]), rows: 3 }, map)).toEqual(expected);
  });

  it('rounds labels to even like NumPy and takes the first of equal scores', () => {
    expect([...classWeightColumn(labels([0.5, 1.5, 2.5, 0.9, -0.5]), { 0: 10, 1: 11, 2: 12, 3: 13 }).data]).toEqual([10, 12, 12, 11, 10]);
    expect([...classWeightColumn(labels([0, 1, 1], [3]), { 1: 5, 2: 6 }).data]).toEqual([5]);
  });

  it.each<[unknown, ErrorConstructor, string]>([
    [{ 0: -1 }, RangeError, 'class 0 weighs -1, it must be finite and 0 or more'],
    [{ 0: Number.NaN }, RangeError, 'class 0 weighs NaN'],
    [{ 0: Number.POSITIVE_INFINITY }, RangeError, 'class 0 weighs Infinity'],
    [{ 0: '2' }, TypeError, "class 0 weighs '2', it must be a number"],
    [{ cat: 1 }, RangeError, "'cat' is no class, the keys must be integers"],
    [{ '': 1 }, RangeError, "'' is no class"],
    [{ 1.5: 1 }, RangeError, "'1.5' is no class"],
    [new Map([[{}, 1]]), RangeError, 'an object is no class'],
    [[1, 2], TypeError, 'it is an array, it must be an object or a Map'],
    [null, TypeError, 'it is null'],
  ])('refuses %o', (classWeight, kind, message) => {
    expect(() => classWeightColumn(labels([0]), classWeight as ClassWeight)).toThrow(kind);
    expect(() => classWeightColumn(labels([0]), classWeight as ClassWeight)).toThrow(message);
  });

  it('refuses labels per step', () => {
    expect(() => classWeightColumn(labels([0, 1, 1, 0], [2, 2]), { 0: 1 })).toThrow('rows of y have shape [2,2]');
  });
});

describe('sampleWeightColumns()', () => {
  it('takes one weight per row, as float32', () => {
    expect(sampleWeightColumns(new Uint8Array([1, 0, 2]), [scores], 3)).toEqual([
      { name: 'scores', data: new Float32Array([1, 0, 2]), rows: 3, sample: [] },
    ]);
    expect(sampleWeightColumns([[1], [0.5]], [scores], 2)).toMatchObject([{ sample: [], data: new Float32Array([1, 0.5]) }]);
  });

  it('takes one weight per step', () => {
    expect(sampleWeightColumns(array([1, 2, 3, 4], [2, 2]), [steps], 2)).toMatchObject([{ sample: [2] }]);
    expect(sampleWeightColumns(new Float32Array(4), [steps], 2)).toMatchObject([{ sample: [2] }]);
  });

  it('takes one array for all outputs, or one for each', () => {
    const both = sampleWeightColumns([1, 2], [scores, box], 2);
    expect(both).toMatchObject([
      { name: 'scores', sample: [] },
      { name: 'box', sample: [] },
    ]);
    expect(both[1]!.data).toEqual(new Float32Array([1, 2]));
    const each = sampleWeightColumns([new Float32Array([1, 2]), [3, 4]], [scores, box], 2);
    expect(each.map(({ data }) => [...data])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(sampleWeightColumns({ box: [3, 4], scores: [1, 2] }, [scores, box], 2)).toEqual(each);
  });

  it.each<[unknown, Expected[], ErrorConstructor, string]>([
    [new Float32Array(3), [scores], RangeError, 'Cannot use sampleWeight: it has 3 values, 2 rows need 2'],
    [array(new Float32Array(6), [2, 3]), [scores], RangeError, 'its rows have shape [3], they must have []'],
    [array(new Float32Array(6), [2, 3]), [scores, box], RangeError, 'its rows have shape [3], they must have []'],
    [{ scores: [1, 2] }, [scores, box], TypeError, "they must be 'scores', 'box'"],
    [[1, Number.NaN], [scores], RangeError, 'value 1 is NaN, it must be a finite number'],
    ['12', [scores], TypeError, 'it is a string'],
  ])('refuses %o', (value, outputs, kind, message) => {
    expect(() => sampleWeightColumns(value, outputs, 2)).toThrow(kind);
    expect(() => sampleWeightColumns(value, outputs, 2)).toThrow(message);
  });
});

describe('weightColumns()', () => {
  const y = [labels([0, 1])];

  it('returns the weights that were given', () => {
    expect(weightColumns({ y, outputs: [scores] })).toBeUndefined();
    expect(weightColumns({ y, outputs: [scores], sampleWeight: [1, 2] })![0]!.data).toEqual(new Float32Array([1, 2]));
    expect(weightColumns({ y, outputs: [scores], classWeight: { 1: 3 } })![0]!.data).toEqual(new Float32Array([1, 3]));
  });

  it('refuses both at once and class weights for several outputs', () => {
    const both = { y, outputs: [scores], sampleWeight: [1, 2], classWeight: { 1: 3 } };
    expect(() => weightColumns(both)).toThrow('Cannot use classWeight: sampleWeight is given as well');
    const several = { y: [...y, ...y], outputs: [scores, box], classWeight: { 1: 3 } };
    expect(() => weightColumns(several)).toThrow('Cannot use classWeight: there are 2 outputs, there must be one');
  });
});
