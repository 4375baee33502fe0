/** Arrays made of typed and nested ones, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, NDArray, type Nested } from '../../../src/train/data/array.ts';

/** What a caller without types passes. */
function make(data: unknown, shape?: readonly number[]): NDArray {
  return array(data as Nested, shape);
}

describe('array()', () => {
  it('keeps a typed array and gives it a shape', () => {
    const data = new Uint8Array([1, 2, 3, 4, 5, 6]);
    expect(array(data, [2, 3]).data).toBe(data);
    expect(array(data, [2, 3]).shape).toEqual([2, 3]);
    expect(array(data).shape).toEqual([6]);
    expect(array(data).dtype).toBe('uint8');
  });

  it('reads nested arrays as float32', () => {
    const made = array([
      [1, 2.5, 3],
      [4, 5, 6],
    ]);
    expect(made.data).toEqual(new Float32Array([1, 2.5, 3, 4, 5, 6]));
    expect(made.shape).toEqual([2, 3]);
    expect(array([1, 2, 3, 4], [2, 2]).toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(array(7).shape).toEqual([]);
    expect(array([[], []]).shape).toEqual([2, 0]);
  });

  it('is undone by toNested()', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (shape) => {
        const size = shape.reduce((product, axis) => product * axis, 1);
        const made = new NDArray(
          Float32Array.from({ length: size }, (_, index) => index),
          shape,
        );
        expect(array(made.toNested())).toEqual(made);
      }),
    );
  });

  it.each([
    [[[1, 2], [3]], undefined, RangeError, 'Cannot make an array: [1] has length 1, it must be an array of length 2 like [0]'],
    [
      [
        [[1], [2]],
        [[3], [4, 5]],
      ],
      undefined,
      RangeError,
      '[1][1] has length 2, it must be an array of length 1 like [0][0]',
    ],
    [[[1, 2], 3], undefined, RangeError, '[1] is a number, it must be an array of length 2 like [0]'],
    [[[], [1]], undefined, RangeError, '[1] has length 1, it must be an array of length 0'],
    [[1, [2]], undefined, RangeError, '[1] is an array, it must be a number like [0]'],
    [[1, '2'], undefined, TypeError, '[1] is a string, it must be a number'],
    [[[true]], undefined, TypeError, '[0][0] is a boolean, it must be a number'],
    [[[1], null], undefined, TypeError, '[1] is null'],
    [[1, undefined], undefined, TypeError, '[1] is undefined'],
    [[1n], undefined, TypeError, '[0] is a bigint'],
    ['12', undefined, TypeError, 'the data is a string, it must be a number'],
    [{ 0: 1, length: 1 }, undefined, TypeError, 'the data is an object'],
    [new BigInt64Array(2), [2], TypeError, 'the data is a BigInt64Array'],
    [new DataView(new ArrayBuffer(4)), [4], TypeError, 'the data is a DataView'],
    [[new Float32Array(2)], undefined, TypeError, '[0] is a Float32Array'],
    [new Float32Array(5), [2, 3], RangeError, 'Cannot make an array of shape [2,3]: it holds 6 values, the data has 5'],
    [new Float32Array(6), [-2, -3], RangeError, 'axis 0 is -2, it must be a whole number, 0 or more'],
    [new Float32Array(6), [1.5, 4], RangeError, 'axis 0 is 1.5'],
    [[1, 2, 3], [2], RangeError, 'it holds 2 values, the data has 3'],
  ])('refuses %o of shape %o', (data, shape, kind, message) => {
    expect(() => make(data, shape)).toThrow(kind);
    expect(() => make(data, shape)).toThrow(message);
  });
});
