/** ReLU that ends at 6. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { greaterEqual, relu, where } from '../../runtime/ops/elementwise.ts';

/** x limited to [0, 6]; the gradient is 0 at both ends. */
export function relu6(x: TensorLike): Tensor {
  const tensor = toTensor(x);
  return where(greaterEqual(tensor, 6), 6, relu(tensor));
}
