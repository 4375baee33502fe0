/** Splits the last rows off for validation, before any shuffle; what is left goes on to `batches.ts`. */

import { sizeOf } from '../../runtime/graph/tensor.ts';
import type { Column } from './columns.ts';

/**
 * The columns for training and for validation: the first `floor(n * (1 - validationSplit))` rows and the rest, as views of the same memory. Throws
 * RangeError when the split is not between 0 and 1 or leaves a part empty.
 */
export function splitValidation(columns: readonly Column[], validationSplit: number): { training: Column[]; validation: Column[] } {
  if (!(validationSplit > 0 && validationSplit < 1)) {
    throw new RangeError(`Cannot split off validation data: validationSplit is ${validationSplit}, it must lie between 0 and 1`);
  }
  const rows = columns[0]?.rows ?? 0;
  const first = Math.floor(rows * (1 - validationSplit));
  if (first === 0 || first === rows) {
    throw new RangeError(
      `Cannot split off validation data: validationSplit ${validationSplit} of ${rows} rows leaves ${first} for training and ${rows - first} for validation, both must have some`,
    );
  }
  return {
    training: columns.map((column) => sliceRows(column, 0, first)),
    validation: columns.map((column) => sliceRows(column, first, rows)),
  };
}

/** Rows `start` to `end - 1` of a column, as a view of the same memory. */
export function sliceRows(column: Column, start: number, end: number): Column {
  const size = sizeOf(column.sample);
  return { ...column, data: column.data.subarray(start * size, end * size), rows: end - start };
}
