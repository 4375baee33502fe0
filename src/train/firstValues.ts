/** First values of variables that begin as one number: slots, counters, running values. Used by `engine.ts`. */
import type { Variable } from '../runtime/graph/leaf.ts';
import { sizeOf } from '../runtime/graph/tensor.ts';

/** A value for each element of a variable. */
export function filled({ shape, dtype }: Variable, value: number): Float32Array | Uint32Array {
  const size = sizeOf(shape);
  return dtype === 'u32' ? new Uint32Array(size).fill(value) : new Float32Array(size).fill(value);
}
