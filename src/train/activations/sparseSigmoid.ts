/** A sigmoid with exact zeros and ones: the derivative of `sparsePlus.ts`. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, maximum, minimum, multiply } from '../../runtime/ops/elementwise.ts';

/** (x + 1) / 2, limited to [0, 1]. */
export function sparseSigmoid(x: TensorLike): Tensor {
  return multiply(minimum(maximum(add(x, 1), 0), 2), 0.5);
}
