/** Batches of columns: their sizes, and their rows as bytes for the GPU, all at once (`packColumn`) or batch by batch (`gather`). */
import { sizeOf } from '../../runtime/graph/tensor.ts';
import type { Column } from './columns.ts';

/** Rows of each step of an epoch: `batchSize`, and what is left over in the last one, which Keras keeps. */
export function batchSizes(rows: number, batchSize: number): number[] {
  return Array.from({ length: Math.ceil(rows / batchSize) }, (_, step) => Math.min(batchSize, rows - step * batchSize));
}

/** Whether a column goes to the GPU as bytes. Single bytes per row, labels for the most part, go as float32: padding would make them as large. */
export function isPackedAsBytes({ data, sample }: Column): boolean {
  return data instanceof Uint8Array && sizeOf(sample) > 1;
}

/** Bytes of one row on the GPU, a multiple of 4: rows of bytes are padded with zeros. */
export function rowBytes(column: Column): number {
  const size = sizeOf(column.sample);
  return isPackedAsBytes(column) ? Math.ceil(size / 4) * 4 : size * 4;
}

/** A buffer for `rows` rows of a column as `gather` writes them. */
export function batchBuffer(column: Column, rows: number): Float32Array | Uint8Array {
  const bytes = rows * rowBytes(column);
  return isPackedAsBytes(column) ? new Uint8Array(bytes) : new Float32Array(bytes / 4);
}

/**
 * Copies the rows named by `indices[start]` to `indices[start + count - 1]` into `target`, which `batchBuffer` made, and returns it; without `indices`
 * rows keep their order. Throws RangeError when `target` is too small or a row does not exist.
 */
export function gather<T extends Float32Array | Uint8Array>(
  column: Column,
  indices: Uint32Array | undefined,
  start: number,
  count: number,
  target: T,
): T {
  const size = sizeOf(column.sample);
  const stride = rowBytes(column) / target.BYTES_PER_ELEMENT;
  if (target.length < count * stride) {
    throw new RangeError(
      `Cannot gather ${count} rows of '${column.name}': the target holds ${target.length} values, it must hold ${count * stride}`,
    );
  }
  for (let position = 0; position < count; position++) {
    const row = indices ? indices[start + position] : start + position;
    if (row === undefined || row >= column.rows) throw missingRow(column, row);
    if (size === 1) target[position] = column.data[row]!;
    else target.set(column.data.subarray(row * size, (row + 1) * size), position * stride);
  }
  return target;
}

/** All rows of a column as they lie on the GPU; a copy is made only where rows need padding or conversion. */
export function packColumn(column: Column): Float32Array | Uint8Array {
  const isFloat = column.data instanceof Float32Array;
  if (isFloat || (isPackedAsBytes(column) && rowBytes(column) === sizeOf(column.sample))) return column.data;
  return gather(column, undefined, 0, column.rows, batchBuffer(column, column.rows));
}

function missingRow({ name, rows }: Column, row: number | undefined): RangeError {
  return new RangeError(`Cannot gather row ${row} of '${name}': it has ${rows} rows`);
}
