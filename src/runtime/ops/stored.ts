/** Constants that a kernel reads from a buffer are filled into one. */
import { base } from '../graph/group.ts';
import { constantValue } from '../graph/leaf.ts';
import type { Tensor } from '../graph/tensor.ts';
import { fill } from './elementwise.ts';

/** The tensor itself, or for a constant a stored copy. */
export function stored(tensor: Tensor): Tensor {
  const value = constantValue(base(tensor));
  return value === undefined ? tensor : fill(tensor.shape, value);
}
