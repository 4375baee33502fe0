/** Labels that are right pass, wrong ones are named with their place. */
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/train/data/columns.ts';
import { checkBinary, checkOneHot, checkSparseLabels } from '../../../src/train/data/labels.ts';

function column(values: number[], sample: number[] = []): Column {
  const size = sample.reduce((product, axis) => product * axis, 1);
  return { name: 'y', data: new Float32Array(values), rows: values.length / size, sample };
}

describe('checkSparseLabels()', () => {
  it('accepts all classes, in floats and bytes, and the ignored one', () => {
    checkSparseLabels(column([0, 1, 2]), 3, 'y');
    checkSparseLabels(column([0, -1, 2]), 3, 'y', -1);
    checkSparseLabels({ ...column([0, 1]), data: new Uint8Array([0, 2]) }, 3, 'y');
  });

  it.each([
    [column([0, 3]), undefined, 'Cannot use y: y[1] is 3, it must be an integer from 0 to 2'],
    [column([-1]), undefined, 'y[0] is -1'],
    [column([0, 1, 2.5]), undefined, 'y[2] is 2.5'],
    [column([Number.NaN]), undefined, 'y[0] is NaN'],
    [column([-1, -2]), -1, 'y[1] is -2, it must be an integer from 0 to 2 or -1'],
    [column([0, 1, 2, 0, 1, 9], [3]), undefined, 'y[1][2] is 9'],
    [column([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0], [2, 3]), undefined, 'y[1][1][1] is 9'],
  ])('refuses %o', (labels, ignoreClass, message) => {
    expect(() => checkSparseLabels(labels, 3, 'y', ignoreClass)).toThrow(RangeError);
    expect(() => checkSparseLabels(labels, 3, 'y', ignoreClass)).toThrow(message);
  });
});

describe('checkOneHot()', () => {
  it('accepts one value per class and reports the first row that does not add up to 1', () => {
    expect(checkOneHot(column([0, 1, 0.05, 0.95], [2]), 2, 'y')).toBeUndefined();
    expect(checkOneHot(column([0, 1, 1, 1, 0, 0], [2]), 2, 'y')).toBe('[1]');
    expect(checkOneHot(column([0, 1, 1, 0, 0, 1, 0, 0], [2, 2]), 2, 'y')).toBe('[1][1]');
    expect(checkOneHot(column([Number.NaN, 1], [2]), 2, 'y')).toBe('[0]');
  });

  it('refuses another number of classes', () => {
    expect(() => checkOneHot(column([0, 1], [2]), 3, 'y')).toThrow(
      'Cannot use y: its rows have shape [2], the last axis must hold 3 classes',
    );
    expect(() => checkOneHot(column([0, 1]), 3, 'y')).toThrow(RangeError);
  });
});

describe('checkBinary()', () => {
  it('reports the first value that is no probability', () => {
    expect(checkBinary(column([0, 1, 0.5]))).toBeUndefined();
    expect(checkBinary(column([0, -1]))).toBe('[1]');
    expect(checkBinary(column([0, 1, 1, 2], [2]))).toBe('[1][1]');
    expect(checkBinary(column([Number.NaN]))).toBe('[0]');
  });
});
