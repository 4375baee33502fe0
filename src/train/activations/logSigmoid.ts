/** The logarithm of a sigmoid. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { negative, softplus } from '../../runtime/ops/elementwise.ts';

/** ln(sigmoid(x)) = -softplus(-x), which cannot overflow. */
export function logSigmoid(x: TensorLike): Tensor {
  return negative(softplus(negative(x)));
}
