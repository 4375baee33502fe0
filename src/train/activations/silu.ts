/** Sigmoid linear unit, also called swish. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, sigmoid } from '../../runtime/ops/elementwise.ts';

/** x sigmoid(x) (Ramachandran et al. 2017). */
export function silu(x: TensorLike): Tensor {
  const tensor = toTensor(x);
  return multiply(tensor, sigmoid(tensor));
}
