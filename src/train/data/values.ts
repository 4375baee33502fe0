/** The values of one array in the two types that go to the GPU, Float32Array and Uint8Array; `columns.ts` gives them a shape. */
import { kindOf } from '../describe.ts';
import type { NumericArray } from './array.ts';

/**
 * The values of `data` as Uint8Array (bytes, never scaled) or Float32Array, without a copy where the memory allows it. `label` names the data in
 * messages. Throws TypeError when the memory was transferred away, RangeError when an integer is too large for float32.
 */
export function toValues(data: NumericArray, label: string): Float32Array | Uint8Array {
  checkAttached(data, label);
  if (data instanceof Uint8ClampedArray) return toValues(new Uint8Array(data.buffer, data.byteOffset, data.length), label);
  if (data instanceof Uint8Array) return isSteady(data) ? data : new Uint8Array(data);
  if (data instanceof Float32Array && isSteady(data)) return data;
  const values = new Float32Array(data);
  if (data instanceof Int32Array || data instanceof Uint32Array) checkExact(data, values, label);
  return values;
}

/** A detached buffer looks like an empty one until a view of it is made. */
function checkAttached(data: NumericArray, label: string): void {
  try {
    new Uint8Array(data.buffer);
  } catch {
    throw new TypeError(`Cannot use ${label}: the memory of ${kindOf(data)} was transferred away, it must still be attached`);
  }
}

/** Whether the memory can neither be resized nor written by another thread while it is used. */
function isSteady({ buffer }: NumericArray): boolean {
  return buffer instanceof ArrayBuffer && !('resizable' in buffer && buffer.resizable === true);
}

function checkExact(data: Int32Array | Uint32Array, values: Float32Array, label: string): void {
  const index = data.findIndex((value, position) => value !== values[position]);
  if (index === -1) return;
  throw new RangeError(
    `Cannot use ${label}: value ${index} is ${data[index]}, it must be an integer that float32 can hold (all up to 16777216 can); pass a Float32Array where rounding is meant`,
  );
}
