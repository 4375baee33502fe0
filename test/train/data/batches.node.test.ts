/** Sizes of batches, and rows as they lie on the GPU: the same for both ways of getting there. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchBuffer, batchSizes, gather, isPackedAsBytes, packColumn, rowBytes } from '../../../src/train/data/batches.ts';
import type { Column } from '../../../src/train/data/columns.ts';

function column(rows: number, sample: number[], bytes: boolean): Column {
  const size = sample.reduce((product, axis) => product * axis, 1);
  const values = Array.from({ length: rows * size }, (_, index) => (index * 7 + 1) % 256);
  return { name: 'x', data: bytes ? new Uint8Array(values) : new Float32Array(values), rows, sample };
}

const columns = fc
  .record({
    rows: fc.integer({ min: 1, max: 12 }),
    sample: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
    bytes: fc.boolean(),
  })
  .map(({ rows, sample, bytes }) => column(rows, sample, bytes));

/** The values of one row on the GPU, without its padding. */
function rowOf(packed: Float32Array | Uint8Array, of: Column, row: number): number[] {
  const stride = rowBytes(of) / packed.BYTES_PER_ELEMENT;
  return [...packed.subarray(row * stride, row * stride + of.data.length / of.rows)];
}

describe('batchSizes()', () => {
  it('keeps the smaller last batch', () => {
    expect(batchSizes(10, 4)).toEqual([4, 4, 2]);
    expect(batchSizes(8, 4)).toEqual([4, 4]);
    expect(batchSizes(3, 32)).toEqual([3]);
  });
});

describe('rowBytes()', () => {
  it('pads rows of bytes to 4 and takes single bytes as float32', () => {
    expect(rowBytes(column(2, [784], true))).toBe(784);
    expect(rowBytes(column(2, [5], true))).toBe(8);
    expect(rowBytes(column(2, [], true))).toBe(4);
    expect(rowBytes(column(2, [5], false))).toBe(20);
    expect(isPackedAsBytes(column(2, [1], true))).toBe(false);
  });
});

describe('packColumn()', () => {
  it('copies nothing that is aligned already', () => {
    for (const aligned of [column(3, [8], true), column(3, [5], false), column(3, [], false)])
      expect(packColumn(aligned)).toBe(aligned.data);
  });

  it('pads rows with zeros and turns single bytes into floats', () => {
    const { data } = column(2, [3], true);
    expect(packColumn(column(2, [3], true))).toEqual(new Uint8Array([data[0]!, data[1]!, data[2]!, 0, data[3]!, data[4]!, data[5]!, 0]));
    expect(packColumn({ name: 'y', data: new Uint8Array([3, 200]), rows: 2, sample: [] })).toEqual(new Float32Array([3, 200]));
  });

  it('holds every value in its row, in a multiple of 4 bytes', () => {
    fc.assert(
      fc.property(columns, (each) => {
        const packed = packColumn(each);
        const size = each.data.length / each.rows;
        expect(packed.byteLength).toBe(each.rows * rowBytes(each));
        expect(rowBytes(each) % 4).toBe(0);
        for (let row = 0; row < each.rows; row++)
          expect(rowOf(packed, each, row)).toEqual([...each.data.subarray(row * size, (row + 1) * size)]);
      }),
    );
  });
});

describe('gather()', () => {
  it('equals the packed rows at the indices', () => {
    fc.assert(
      fc.property(columns, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), fc.nat(), (each, numbers, offset) => {
        const indices = Uint32Array.from(numbers, (number) => number % each.rows);
        const start = offset % indices.length;
        const gathered = gather(each, indices, start, indices.length - start, batchBuffer(each, indices.length));
        const packed = packColumn(each);
        indices.subarray(start).forEach((row, position) => {
          expect(rowOf(gathered, each, position)).toEqual(rowOf(packed, each, row));
        });
      }),
    );
  });

  it('takes rows in order without indices and reuses its target', () => {
    const floats = column(4, [2], false);
    const target = batchBuffer(floats, 2);
    expect(gather(floats, undefined, 2, 2, target)).toBe(target);
    expect(target).toEqual(floats.data.slice(4, 8));
    expect([...gather(floats, undefined, 0, 1, target).subarray(0, 2)]).toEqual([...floats.data.subarray(0, 2)]);
  });

  it('refuses rows that do not exist and a target that is too small', () => {
    const floats = column(4, [2], false);
    expect(() => gather(floats, new Uint32Array([4]), 0, 1, batchBuffer(floats, 1))).toThrow("Cannot gather row 4 of 'x': it has 4 rows");
    expect(() => gather(floats, new Uint32Array([0]), 0, 2, batchBuffer(floats, 2))).toThrow('row undefined');
    expect(() => gather(floats, undefined, 3, 2, batchBuffer(floats, 2))).toThrow('row 4');
    expect(() => gather(floats, undefined, 0, 2, batchBuffer(floats, 1))).toThrow('the target holds 2 values, it must hold 4');
  });
});
