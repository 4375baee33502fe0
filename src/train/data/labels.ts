/** Checks of label values on the host, before the first GPU call: a wrong class would be read past the end of a row there. Next: `weights.ts`. */
import { showShape } from '../../runtime/graph/tensor.ts';
import type { Column } from './columns.ts';

/**
 * Checks that all values are integers from 0 to `classes - 1`, or `ignoreClass`: class labels, or token ids of an embedding. Throws RangeError with
 * the place, the value and the range.
 */
export function checkSparseLabels(column: Column, classes: number, what: string, ignoreClass?: number): void {
  const wrong = findIndex(column, (value) => !(Number.isInteger(value) && value >= 0 && value < classes) && value !== ignoreClass);
  if (wrong === -1) return;
  const range = `an integer from 0 to ${classes - 1}${ignoreClass === undefined ? '' : ` or ${ignoreClass}`}`;
  throw new RangeError(`Cannot use ${what}: ${what}${place(column, wrong)} is ${column.data[wrong]}, it must be ${range}`);
}

/**
 * Checks that labels `[…, classes]` have one value per class, and returns the place of the first group that does not add up to 1, `[17]`, for a
 * warning. Throws RangeError for another number of classes.
 */
export function checkOneHot(column: Column, classes: number, what: string): string | undefined {
  const width = column.sample.at(-1) ?? 1;
  if (width !== classes) {
    throw new RangeError(`Cannot use ${what}: its rows have shape ${showShape(column.sample)}, the last axis must hold ${classes} classes`);
  }
  for (let start = 0; start < column.data.length; start += classes) {
    if (!addsUpToOne(column.data, start, classes)) return place({ ...column, sample: column.sample.slice(0, -1) }, start / classes);
  }
  return undefined;
}

/** Returns the place of the first value that is no probability, outside 0 to 1 or NaN, for a warning. */
export function checkBinary(column: Column): string | undefined {
  const wrong = findIndex(column, (value) => !(value >= 0 && value <= 1));
  return wrong === -1 ? undefined : place(column, wrong);
}

function findIndex({ data }: Column, wrong: (value: number) => boolean): number {
  for (let index = 0; index < data.length; index++) if (wrong(data[index]!)) return index;
  return -1;
}

/** Sums of smoothed labels in float32 are a little off 1. */
const TOLERANCE = 1e-3;

function addsUpToOne(data: Column['data'], start: number, classes: number): boolean {
  let sum = 0;
  for (let index = start; index < start + classes; index++) sum += data[index]!;
  return Math.abs(sum - 1) <= TOLERANCE;
}

/** Where a flat index lies: `[17]`, or `[17][3]` for rows with axes. */
function place({ sample }: Pick<Column, 'sample'>, index: number): string {
  const places: number[] = [];
  let rest = index;
  for (const size of sample.toReversed()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return [rest, ...places].map((each) => `[${each}]`).join('');
}
