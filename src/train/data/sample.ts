/** The shape of one row: what a flat array means, and whether a shape fits what the model expects. Used by `columns.ts`. */
import { sizeOf } from '../../runtime/graph/tensor.ts';

/** Which argument of `fit` the data is. */
export type Role = 'x' | 'y' | 'sampleWeight';

/** What the model expects of one input or output: its name and the shape of one row, where `null` fits all sizes and `undefined` all shapes. */
export interface Expected {
  readonly name: string;
  readonly sample: readonly (number | null)[] | undefined;
}

/** The shape of one row of a flat array, `[]` when its length is the number of rows; RangeError when only a wrapped array could say. */
export function flatSample(length: number, sample: Expected['sample'], role: Role, label: string, rows?: number): readonly number[] {
  if (role === 'x') return inputSample(length, sample, label);
  if (rows === undefined || length === rows) return [];
  const full = sample && fixed(sample);
  if (full && length === rows * sizeOf(full)) return full;
  const choices = full && sizeOf(full) > 1 ? `${rows} or ${rows * sizeOf(full)}` : rows;
  throw new RangeError(
    `Cannot use ${label}: it has ${length} values, ${rows} rows need ${choices}; any other shape must be given by ${WRAP}`,
  );
}

/**
 * The shape of one row as it is used, given the shape of one row of the data. An axis of size 1 at the end may be missing or added, as in Keras; labels
 * may also lack the axis of classes. Throws RangeError with both shapes for everything else.
 */
export function fitSample(given: readonly number[], { sample }: Expected, role: Role, label: string): readonly number[] {
  const used = sample === undefined ? given : fitting(given, sample, role);
  if (used) return used;
  throw new RangeError(`Cannot use ${label}: its rows have shape ${showSample(given)}, they must have ${choices(sample!, role)}`);
}

const WRAP = 'array(data, shape)';

function inputSample(length: number, sample: Expected['sample'], label: string): readonly number[] {
  const known = sample && fixed(sample);
  if (!known)
    throw new RangeError(`Cannot use ${label}: it is flat and the model has no fixed input shape, its shape must be given by ${WRAP}`);
  if (length % sizeOf(known) === 0) return known;
  throw new RangeError(
    `Cannot use ${label}: it has ${length} values, they must be a multiple of ${sizeOf(known)} for rows of shape ${showSample(known)}`,
  );
}

function fixed(sample: readonly (number | null)[]): readonly number[] | undefined {
  const sizes = sample.filter((size) => size !== null);
  return sizes.length === sample.length ? sizes : undefined;
}

function fitting(given: readonly number[], sample: readonly (number | null)[], role: Role): readonly number[] | undefined {
  if (role === 'x') return fittingInput(given, sample);
  if (role === 'sampleWeight') return fittingWeight(given, sample);
  const allowed = [sample, sample.slice(0, -1)];
  return allowed.some((shape) => fits(given, shape) || fits(withoutLastOne(given), shape)) ? given : undefined;
}

function fittingInput(given: readonly number[], sample: readonly (number | null)[]): readonly number[] | undefined {
  if (fits(given, sample)) return given;
  if (fits(withoutLastOne(given), sample)) return withoutLastOne(given);
  return sample.at(-1) === 1 && fits(given, sample.slice(0, -1)) ? [...given, 1] : undefined;
}

function fittingWeight(given: readonly number[], sample: readonly (number | null)[]): readonly number[] | undefined {
  if (fits(withoutLastOne(given), [])) return [];
  return [given, withoutLastOne(given)].find((shape) => fits(shape, sample));
}

function fits(given: readonly number[], sample: readonly (number | null)[]): boolean {
  return given.length === sample.length && sample.every((size, axis) => size === null || size === given[axis]);
}

function withoutLastOne(sample: readonly number[]): readonly number[] {
  return sample.at(-1) === 1 ? sample.slice(0, -1) : sample;
}

function choices(sample: readonly (number | null)[], role: Role): string {
  if (role === 'x' || sample.length === 0) return showSample(sample);
  return `${showSample(sample)} or ${showSample(role === 'y' ? sample.slice(0, -1) : [])}`;
}

function showSample(sample: readonly (number | null)[]): string {
  return `[${sample.map(String).join(',')}]`;
}
