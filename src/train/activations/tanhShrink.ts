/** What tanh takes away. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { subtract, tanh } from '../../runtime/ops/elementwise.ts';

/** x - tanh(x). */
export function tanhShrink(x: TensorLike): Tensor {
  const tensor = toTensor(x);
  return subtract(tensor, tanh(tensor));
}
