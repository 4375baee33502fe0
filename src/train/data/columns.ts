/** The data of `fit`, `evaluate` and `predict` as columns, one per input or output, checked and shaped; cut into batches by `batches.ts`. */
import { showShape, sizeOf } from '../../runtime/graph/tensor.ts';
import { kindOf, quoted } from '../describe.ts';
import { array, isNumericArray, NDArray, type Nested, type NumericArray } from './array.ts';
import { type Expected, fitSample, flatSample, type Role } from './sample.ts';
import { toValues } from './values.ts';

export type { Expected, Role } from './sample.ts';

/** The values of one input, output or weight, row after row. */
export interface Column {
  readonly name: string;
  readonly data: Float32Array | Uint8Array;
  readonly rows: number;
  /** Shape of one row; `[]` for one value per row. */
  readonly sample: readonly number[];
}

/** The data of one input or output. */
export type ArrayData = NumericArray | NDArray | readonly Nested[];

/** The data of all inputs or outputs: of one, as a list in the model's order, or by name. */
export type Data = ArrayData | readonly ArrayData[] | Readonly<Record<string, ArrayData>>;

/**
 * The columns of `value`, one per entry of `expected` and in its order. `rows` is the number of rows of x, where it is known. Throws TypeError for
 * kinds that hold no numbers and for missing or unknown parts, RangeError for shapes, empty data and row counts that differ.
 */
export function toColumns(value: unknown, expected: readonly Expected[], role: Role, rows?: number): Column[] {
  const parts = partsOf(value, expected, role);
  const columns = expected.map((each, index) =>
    toColumn(parts[index], each, role, expected.length > 1 ? `${role} '${each.name}'` : role, rows),
  );
  checkRows(columns, role, rows);
  return columns;
}

/** Whether `value` is an object literal: data by name. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function partsOf(value: unknown, expected: readonly Expected[], role: Role): readonly unknown[] {
  if (isRecord(value)) return namedParts(value, expected, role);
  const parts = isList(value, expected) ? value : [value];
  if (parts.length === expected.length) return parts;
  const names = expected.map(({ name }) => name);
  throw new TypeError(
    `Cannot use ${role}: it holds ${parts.length} of ${expected.length} arrays, there must be one for each of ${quoted(names)}`,
  );
}

/** With several inputs the outermost array is always the list of them; with one, only an array of wrapped or typed arrays is. */
function isList(value: unknown, expected: readonly Expected[]): value is readonly unknown[] {
  if (!Array.isArray(value)) return false;
  return expected.length > 1 || (value.length > 0 && value.every((part) => part instanceof NDArray || isNumericArray(part)));
}

function namedParts(value: Readonly<Record<string, unknown>>, expected: readonly Expected[], role: Role): readonly unknown[] {
  const names = expected.map(({ name }) => name);
  const given = Object.keys(value);
  const wrong = names.find((name) => !given.includes(name)) ?? given.find((name) => !names.includes(name));
  if (wrong === undefined) return names.map((name) => value[name]);
  throw new TypeError(`Cannot use ${role}: its names are ${quoted(given) || 'none'}, they must be ${quoted(names)}`);
}

function toColumn(part: unknown, expected: Expected, role: Role, label: string, rows?: number): Column {
  const { data, shape } = isNumericArray(part) ? flatArray(part, expected, role, label, rows) : wrapped(part, label);
  if (shape.length === 0) throw new RangeError(`Cannot use ${label}: it is a single number, it must have an axis of rows`);
  const values = toValues(data, label);
  if (shape.includes(0))
    throw new RangeError(`Cannot use ${label}: its shape is ${showShape(shape)}, it must have at least one row and no empty axis`);
  return { name: expected.name, data: values, rows: shape[0]!, sample: fitSample(shape.slice(1), expected, role, label) };
}

function flatArray(data: NumericArray, { sample }: Expected, role: Role, label: string, rows?: number): NDArray {
  if (data.length === 0) return new NDArray(data, [0]);
  const row = flatSample(data.length, sample, role, label, rows);
  return new NDArray(data, [data.length / sizeOf(row), ...row]);
}

function wrapped(part: unknown, label: string): NDArray {
  if (part instanceof NDArray) return part;
  if (!Array.isArray(part))
    throw new TypeError(
      `Cannot use ${label}: it is ${kindOf(part)}, it must be a typed array, array(data, shape) or nested arrays of numbers`,
    );
  try {
    return array(part);
  } catch (error) {
    if (error instanceof Error) error.message = `${label}: ${error.message}`;
    throw error;
  }
}

function checkRows(columns: readonly Column[], role: Role, rows?: number): void {
  const expected = rows ?? columns[0]?.rows;
  if (columns.every((column) => column.rows === expected)) return;
  const counts = columns.map((column) => `${columns.length > 1 ? `'${column.name}'` : role} has ${column.rows}`);
  if (rows !== undefined) counts.push(`x has ${rows}`);
  throw new RangeError(`Cannot use ${role}: ${counts.join(', ')} rows, the counts must be equal`);
}
