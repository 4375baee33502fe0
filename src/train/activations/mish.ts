/** Mish: smooth and not monotone. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, softplus, tanh } from '../../runtime/ops/elementwise.ts';

/** x tanh(softplus(x)) (Misra 2019). */
export function mish(x: TensorLike): Tensor {
  const tensor = toTensor(x);
  return multiply(tensor, tanh(softplus(tensor)));
}
