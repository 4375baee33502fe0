/** Exponential linear unit; `selu.ts` and `celu.ts` are kinds of it. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { greater, multiply, elu as plain, where } from '../../runtime/ops/elementwise.ts';

/** Options of `elu` and `celu`. */
export interface EluOptions {
  /** Limit far below 0, negated; default 1. */
  readonly alpha?: number | undefined;
}

/** x for x > 0, else alpha (eˣ - 1) (Clevert et al. 2016). */
export function elu(x: TensorLike, { alpha = 1 }: EluOptions = {}): Tensor {
  if (alpha === 1) return plain(x);
  const tensor = toTensor(x);
  return where(greater(tensor, 0), tensor, multiply(plain(tensor), alpha));
}
