/** A variable's values on the host, packed, and as its layout has them in memory. Used by `store.ts`. */
import type { Variable } from '../graph/leaf.ts';
import { sizeOf } from '../graph/tensor.ts';

/** Values of variables; u32 for those of that type. */
export type Values = Float32Array | Uint32Array;

/** Elements that a variable takes in memory. */
export function storedSize({ shape, layout }: Variable): number {
  return sizeOf(layout?.whole ?? shape);
}

/** A copy of values as they lie in memory. */
export function laidOut(variable: Variable, values: Values): Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  const result = arrayFor(variable, storedSize(variable));
  forEachRow(variable, (at, stored, length) => {
    result.set(values.subarray(at, at + length), stored);
  });
  return result;
}

/** Values that lie in memory as the shape says. */
export function packed(variable: Variable, bytes: ArrayBuffer): Values {
  const stored = variable.dtype === 'u32' ? new Uint32Array(bytes) : new Float32Array(bytes);
  if (!variable.layout) return stored;
  const result = arrayFor(variable, sizeOf(variable.shape));
  forEachRow(variable, (at, from, length) => {
    result.set(stored.subarray(from, from + length), at);
  });
  return result;
}

function arrayFor({ dtype }: Variable, size: number): Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  return dtype === 'u32' ? new Uint32Array(size) : new Float32Array(size);
}

/** Where each row begins in packed values and in memory, and its length; a variable without a layout is one row. */
function forEachRow({ shape, layout }: Variable, visit: (packed: number, stored: number, length: number) => void): void {
  const size = sizeOf(shape);
  const length = layout ? (shape.at(-1) as number) : size;
  const pitch = layout ? (layout.rows.at(-1) as number) : size;
  for (let row = 0; row * length < size; row++) visit(row * length, row * pitch, length);
}
