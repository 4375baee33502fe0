/** What users pass as x, y and sampleWeight, as columns; and the table of what is refused. */
import { describe, expect, it } from 'vitest';
import { array } from '../../../src/train/data/array.ts';
import { type Expected, type Role, toColumns } from '../../../src/train/data/columns.ts';

const image: Expected = { name: 'image', sample: [2, 2] };
const text: Expected = { name: 'text', sample: [null] };
const scores: Expected = { name: 'scores', sample: [10] };

function floats(length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => index);
}

function samples(value: unknown, expected: Expected, role: Role, rows?: number): readonly number[] {
  return toColumns(value, [expected], role, rows)[0]!.sample;
}

describe('toColumns() for x', () => {
  it('gives a flat array the shape of the input', () => {
    const data = floats(12);
    expect(toColumns(data, [image], 'x')).toEqual([{ name: 'image', data, rows: 3, sample: [2, 2] }]);
    expect(toColumns(floats(3), [{ name: 'a', sample: [] }], 'x')).toMatchObject([{ rows: 3, sample: [] }]);
  });

  it('keeps the shape of a wrapped array that fits', () => {
    expect(toColumns(array(floats(12), [3, 2, 2]), [image], 'x')).toMatchObject([{ rows: 3, sample: [2, 2] }]);
    expect(samples(array(floats(12), [3, 4]), text, 'x')).toEqual([4]);
    expect(samples(array(floats(12), [1, 3, 4]), { name: 'any', sample: undefined }, 'x')).toEqual([3, 4]);
  });

  it('adds or drops an axis of size 1 at the end, as Keras does', () => {
    expect(samples(array(floats(12), [3, 2, 2, 1]), image, 'x')).toEqual([2, 2]);
    expect(samples(array(floats(12), [3, 2, 2]), { name: 'image', sample: [2, 2, 1] }, 'x')).toEqual([2, 2, 1]);
    expect(samples([1, 2, 3], { name: 'number', sample: [1] }, 'x')).toEqual([1]);
  });

  it('reads nested arrays', () => {
    const nested = [
      [
        [1, 2],
        [3, 4],
      ],
    ];
    expect(toColumns(nested, [image], 'x')).toEqual([{ name: 'image', data: new Float32Array([1, 2, 3, 4]), rows: 1, sample: [2, 2] }]);
  });

  it('takes several inputs as a list or by name', () => {
    const [a, b] = [floats(8), array(floats(6), [2, 3])];
    const columns = toColumns([a, b], [image, text], 'x');
    expect(columns).toMatchObject([
      { name: 'image', rows: 2, sample: [2, 2] },
      { name: 'text', rows: 2, sample: [3] },
    ]);
    expect(toColumns({ text: b, image: a }, [image, text], 'x')).toEqual(columns);
    expect(toColumns([a, [[0, 1, 2], [3, 4, 5]]], [image, text], 'x')).toEqual(columns); // biome-ignore format: one row of the list per input
    expect(toColumns([a], [image], 'x')).toEqual(toColumns({ image: a }, [image], 'x'));
  });
});

describe('toColumns() for y', () => {
  it('takes a flat array as one label per row or as the whole output', () => {
    expect(samples(floats(3), scores, 'y', 3)).toEqual([]);
    expect(samples(floats(30), scores, 'y', 3)).toEqual([10]);
    expect(samples(floats(10), scores, 'y', 1)).toEqual([10]);
    expect(samples(floats(3), { name: 'any', sample: undefined }, 'y', 3)).toEqual([]);
  });

  it('takes labels as [n], [n,1] or with all classes, and per step', () => {
    const steps: Expected = { name: 'steps', sample: [4, 10] };
    expect(samples([1, 2, 3], scores, 'y', 3)).toEqual([]);
    expect(samples(array(floats(3), [3, 1]), scores, 'y', 3)).toEqual([1]);
    expect(samples(array(floats(30), [3, 10]), scores, 'y', 3)).toEqual([10]);
    expect(samples(array(floats(12), [3, 4]), steps, 'y', 3)).toEqual([4]);
    expect(samples(array(floats(12), [3, 4, 1]), steps, 'y', 3)).toEqual([4, 1]);
    expect(samples(array(floats(120), [3, 4, 10]), steps, 'y', 3)).toEqual([4, 10]);
  });
});

describe('toColumns() for sampleWeight', () => {
  it('takes one weight per row or per step', () => {
    const steps: Expected = { name: 'steps', sample: [4] };
    expect(samples(floats(3), steps, 'sampleWeight', 3)).toEqual([]);
    expect(samples(array(floats(3), [3, 1]), steps, 'sampleWeight', 3)).toEqual([]);
    expect(samples(floats(12), steps, 'sampleWeight', 3)).toEqual([4]);
    expect(samples(array(floats(12), [3, 4, 1]), steps, 'sampleWeight', 3)).toEqual([4]);
  });
});

describe('toColumns() converts', () => {
  it('nothing of float32 and bytes', () => {
    const [single, bytes, clamped] = [floats(4), new Uint8Array([0, 255, 7, 9]), new Uint8ClampedArray([0, 255, 7, 9])];
    expect(toColumns(single, [image], 'x')[0]!.data).toBe(single);
    expect(toColumns(bytes, [image], 'x')[0]!.data).toBe(bytes);
    const kept = toColumns(clamped, [image], 'x')[0]!.data;
    expect(kept).toEqual(bytes);
    expect(kept.buffer).toBe(clamped.buffer);
  });

  it.each([Float64Array, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array])('%o to float32', (Kind) => {
    expect(toColumns(new Kind([1, 2, 3, 4]), [image], 'x')[0]!.data).toEqual(new Float32Array([1, 2, 3, 4]));
  });

  it('a view of part of a buffer', () => {
    const whole = floats(8);
    expect(toColumns(whole.subarray(4), [image], 'x')[0]!.data).toEqual(new Float32Array([4, 5, 6, 7]));
    expect(toColumns(new Uint8ClampedArray([0, 1, 2, 3, 4, 5]).subarray(2), [image], 'x')[0]!.data).toEqual(new Uint8Array([2, 3, 4, 5]));
  });

  it('shared and resizable memory into a copy', () => {
    const Resizable = ArrayBuffer as unknown as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;
    for (const buffer of [new SharedArrayBuffer(16), new Resizable(16, { maxByteLength: 64 })]) {
      for (const given of [new Float32Array(buffer), new Uint8Array(buffer, 0, 4), new Uint8ClampedArray(buffer, 0, 4)]) {
        given.set([1, 2, 3, 4]);
        const { data } = toColumns(given, [image], 'x')[0]!;
        given.fill(0);
        expect([...data]).toEqual([1, 2, 3, 4]);
        expect(data.buffer).toBeInstanceOf(ArrayBuffer);
      }
    }
  });
});

describe('toColumns() refuses', () => {
  const detached = floats(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });

  it.each<[unknown, Expected[], Role, number | undefined, ErrorConstructor, string]>([
    [undefined, [image], 'x', undefined, TypeError, 'Cannot use x: it is undefined, it must be a typed array'],
    ['abcd', [image], 'x', undefined, TypeError, 'it is a string'],
    [true, [image], 'x', undefined, TypeError, 'it is a boolean'],
    [3, [image], 'x', undefined, TypeError, 'it is a number'],
    [new Date(0), [image], 'x', undefined, TypeError, 'it is a Date'],
    [new BigInt64Array(4), [image], 'x', undefined, TypeError, 'it is a BigInt64Array'],
    [['a', 'b'], [scores], 'y', 2, TypeError, 'y: Cannot make an array: [0] is a string'],
    [[[1, 2], [3]], [text], 'x', undefined, RangeError, 'x: Cannot make an array: [1] has length 1'],
    [detached, [image], 'x', undefined, TypeError, 'the memory of a Float32Array was transferred away'],
    [floats(6), [image], 'x', undefined, RangeError, 'it has 6 values, they must be a multiple of 4 for rows of shape [2,2]'],
    [floats(6), [text], 'x', undefined, RangeError, 'its shape must be given by array(data, shape)'],
    [floats(6), [{ name: 'any', sample: undefined }], 'x', undefined, RangeError, 'its shape must be given by array(data, shape)'],
    [array(floats(12), [3, 4]), [image], 'x', undefined, RangeError, 'Cannot use x: its rows have shape [4], they must have [2,2]'],
    [array(floats(8), [2, 4]), [{ name: 'a', sample: [null, 2] }], 'x', undefined, RangeError, 'they must have [null,2]'],
    [new Float32Array(0), [image], 'x', undefined, RangeError, 'its shape is [0], it must have at least one row'],
    [[], [image], 'x', undefined, RangeError, 'its shape is [0]'],
    [array(floats(0), [2, 0]), [text], 'x', undefined, RangeError, 'its shape is [2,0]'],
    [array(5), [image], 'x', undefined, RangeError, 'it is a single number'],
    [floats(7), [scores], 'y', 3, RangeError, 'Cannot use y: it has 7 values, 3 rows need 3 or 30; any other shape'],
    [array(floats(21), [3, 7]), [scores], 'y', 3, RangeError, 'its rows have shape [7], they must have [10] or []'],
    [array(floats(30), [3, 10]), [{ name: 'w', sample: [] }], 'sampleWeight', 3, RangeError, 'its rows have shape [10], they must have []'],
    [floats(4), [{ name: 'w', sample: [] }], 'sampleWeight', 3, RangeError, 'Cannot use sampleWeight: it has 4 values, 3 rows need 3'],
    [array(floats(4), [4]), [scores], 'y', 3, RangeError, 'Cannot use y: y has 4, x has 3 rows, the counts must be equal'],
    [[floats(8), array(floats(9), [3, 3])], [image, text], 'x', undefined, RangeError, "Cannot use x: 'image' has 2, 'text' has 3 rows"],
    [[array(floats(4)), array(floats(5))], [scores, text], 'y', 6, RangeError, "Cannot use y: 'scores' has 4, 'text' has 5, x has 6 rows"],
    [floats(8), [image, text], 'x', undefined, TypeError, "it holds 1 of 2 arrays, there must be one for each of 'image', 'text'"],
    [[floats(4), floats(4)], [image], 'x', undefined, TypeError, 'it holds 2 of 1 arrays'],
    [{ image: floats(4) }, [image, text], 'x', undefined, TypeError, "its names are 'image', they must be 'image', 'text'"],
    [{ image: floats(4), other: floats(4) }, [image], 'x', undefined, TypeError, "its names are 'image', 'other', they must be 'image'"],
    [{}, [image], 'x', undefined, TypeError, 'its names are none'],
    [{ image: floats(8), text: '' }, [image, text], 'x', undefined, TypeError, "Cannot use x 'text': it is a string"],
    [new Int32Array([1, 2 ** 24 + 1]), [scores], 'y', 2, RangeError, 'value 1 is 16777217, it must be an integer that float32 can hold'],
    [new Uint32Array([2 ** 32 - 1]), [scores], 'y', 1, RangeError, 'value 0 is 4294967295'],
  ])('%o', (value, expected, role, rows, kind, message) => {
    expect(() => toColumns(value, expected, role, rows)).toThrow(kind);
    expect(() => toColumns(value, expected, role, rows)).toThrow(message);
  });
});
