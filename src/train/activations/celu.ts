/** Exponential linear unit whose slope has no jump at 0, whatever alpha is. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { divide, elu, multiply } from '../../runtime/ops/elementwise.ts';
import type { EluOptions } from './elu.ts';

/** x for x > 0, else alpha (exp(x / alpha) - 1) (Barron 2017). */
export function celu(x: TensorLike, { alpha = 1 }: EluOptions = {}): Tensor {
  return alpha === 1 ? elu(toTensor(x)) : multiply(elu(divide(x, alpha)), alpha);
}
