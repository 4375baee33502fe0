/** Weights of samples, given as they are or by class, as one column per output; batched like the data by `batches.ts`. */

import { sizeOf } from '../../runtime/graph/tensor.ts';
import { kindOf, show } from '../describe.ts';
import { isNumericArray, NDArray } from './array.ts';
import { type Column, type Expected, isRecord, toColumns } from './columns.ts';

/** Weights by class index; classes that are missing weigh 1. */
export type ClassWeight = Readonly<Record<number, number>> | ReadonlyMap<number, number>;

/** What `weightColumns` needs to know of the data. */
export interface WeightSource {
  readonly sampleWeight?: unknown;
  readonly classWeight?: ClassWeight | undefined;
  readonly y: readonly Column[];
  /** The model's outputs with the shape of one row of each; weights may have all its axes but the last. */
  readonly outputs: readonly Expected[];
}

/**
 * The weights as one float32 column per output, or `undefined` when none were given. Throws TypeError when both kinds were given or class weights for
 * several outputs, RangeError for values and shapes.
 */
export function weightColumns({ sampleWeight, classWeight, y, outputs }: WeightSource): Column[] | undefined {
  if (classWeight === undefined) return sampleWeight === undefined ? undefined : sampleWeightColumns(sampleWeight, outputs, y[0]?.rows);
  if (sampleWeight !== undefined) throw new TypeError('Cannot use classWeight: sampleWeight is given as well, only one of them can be');
  if (y.length !== 1) throw new TypeError(`Cannot use classWeight: there are ${y.length} outputs, there must be one`);
  return [classWeightColumn(y[0]!, classWeight)];
}

/** One weight column per output; a single array of one weight per sample serves all of them. */
export function sampleWeightColumns(value: unknown, outputs: readonly Expected[], rows?: number): Column[] {
  const expected = outputs.map(({ name, sample }) => ({ name, sample: sample?.slice(0, -1) }));
  if (expected.length < 2 || isByOutput(value)) return toColumns(value, expected, 'sampleWeight', rows).map(asFloats);
  const [column] = toColumns(value, [{ name: 'sampleWeight', sample: [] }], 'sampleWeight', rows).map(asFloats);
  return outputs.map(({ name }) => ({ ...column!, name }));
}

/** The weights of labels `[]`, `[1]` or one-hot `[classes]` per row. */
export function classWeightColumn(labels: Column, classWeight: ClassWeight): Column {
  if (labels.sample.length > 1) {
    throw new RangeError(
      `Cannot use classWeight: rows of y have shape [${labels.sample.join(',')}], they must hold one label or one value per class`,
    );
  }
  const weights = readClassWeight(classWeight);
  const data = Float32Array.from(classes(labels), (label) => weights.get(label) ?? 1);
  return { name: labels.name, data, rows: labels.rows, sample: [] };
}

function isByOutput(value: unknown): boolean {
  return (
    isRecord(value) ||
    (Array.isArray(value) && value.some((part) => Array.isArray(part) || isNumericArray(part) || part instanceof NDArray))
  );
}

function asFloats(column: Column): Column {
  const data = new Float32Array(column.data);
  const wrong = data.findIndex((weight) => !Number.isFinite(weight));
  if (wrong === -1) return { ...column, data };
  throw new RangeError(`Cannot use sampleWeight: value ${wrong} is ${data[wrong]}, it must be a finite number`);
}

function readClassWeight(classWeight: ClassWeight): Map<number, number> {
  const isMap = classWeight instanceof Map;
  if (!isMap && !isRecord(classWeight))
    throw new TypeError(`Cannot use classWeight: it is ${kindOf(classWeight)}, it must be an object or a Map`);
  const entries: [unknown, unknown][] = isMap ? [...classWeight] : Object.entries(classWeight);
  return new Map(entries.map(([label, weight]) => [readLabel(label), readWeight(label, weight)]));
}

function readLabel(label: unknown): number {
  const index = typeof label === 'string' && label.trim() !== '' ? Number(label) : label;
  if (typeof index === 'number' && Number.isInteger(index)) return index;
  throw new RangeError(`Cannot use classWeight: ${show(label)} is no class, the keys must be integers`);
}

function readWeight(label: unknown, weight: unknown): number {
  if (typeof weight !== 'number') throw new TypeError(`Cannot use classWeight: class ${label} weighs ${show(weight)}, it must be a number`);
  if (weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
  throw new RangeError(`Cannot use classWeight: class ${label} weighs ${weight}, it must be finite and 0 or more`);
}

function classes({ data, rows, sample }: Column): number[] {
  const width = sizeOf(sample);
  return Array.from({ length: rows }, (_, row) => (width === 1 ? roundHalfEven(data[row]!) : argMax(data, row * width, width)));
}

function argMax(data: Column['data'], start: number, width: number): number {
  let best = 0;
  for (let index = 1; index < width; index++) if (data[start + index]! > data[start + best]!) best = index;
  return best;
}

/** Keras rounds labels as NumPy does, ties to the even integer. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
