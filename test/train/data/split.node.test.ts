/** The validation split takes the last rows, as many as Keras takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/train/data/columns.ts';
import { splitValidation } from '../../../src/train/data/split.ts';

function column(rows: number, sample: number[]): Column {
  const size = sample.reduce((product, axis) => product * axis, 1);
  return { name: 'x', data: Float32Array.from({ length: rows * size }, (_, index) => index), rows, sample };
}

describe('splitValidation()', () => {
  it('takes the last rows of all columns', () => {
    const { training, validation } = splitValidation([column(5, [2]), column(5, [])], 0.4);
    expect(training.map(({ rows }) => rows)).toEqual([3, 3]);
    expect(validation.map(({ data }) => [...data])).toEqual([
      [6, 7, 8, 9],
      [3, 4],
    ]);
  });

  it('rounds the first part down as Keras does', () => {
    expect(splitValidation([column(10, [])], 0.25).training[0]!.rows).toBe(7);
    expect(splitValidation([column(10, [])], 0.1).training[0]!.rows).toBe(9);
    expect(splitValidation([column(10, [])], 0.01).training[0]!.rows).toBe(9);
  });

  it('loses and moves no row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.double({ min: 0.03, max: 0.49, noNaN: true }), (rows, split) => {
        const whole = column(rows, [3]);
        const { training, validation } = splitValidation([whole], split);
        expect([...training[0]!.data, ...validation[0]!.data]).toEqual([...whole.data]);
        expect(training[0]!.rows + validation[0]!.rows).toBe(rows);
      }),
    );
  });

  it.each([0, 1, -0.1, 1.5, Number.NaN])('refuses a split of %d', (split) => {
    expect(() => splitValidation([column(10, [])], split)).toThrow(`validationSplit is ${split}, it must lie between 0 and 1`);
  });

  it('refuses an empty part', () => {
    expect(() => splitValidation([column(1, [])], 0.5)).toThrow('of 1 rows leaves 0 for training and 1 for validation');
    expect(() => splitValidation([column(10, [])], 1e-20)).toThrow('leaves 10 for training and 0 for validation');
    expect(() => splitValidation([], 0.5)).toThrow(RangeError);
  });
});
