/** Reads of golden files made by real Keras: tensors, and the words JSON lacks. */
import { camelCase } from '../../src/train/names.ts';

/** A tensor as golden files hold it; `'NaN'` and `'Infinity'` stand for themselves. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

/** The numbers of a golden list. */
export function numbers(data: readonly (number | string)[]): number[] {
  return data.map(Number);
}

/** A configuration's keys as options. */
export function camelKeys(config: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), value]));
}

/** A value with its numbers rounded to f32's seven digits, so that configurations that went through f32 compare equal. */
export function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(7));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}
