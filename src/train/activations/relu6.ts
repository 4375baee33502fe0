/** ReLU that ends at 6. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { relu } from './relu.ts';

/** x limited to [0, 6]. */
export function relu6(x: TensorLike): Tensor {
  return relu(x, { maxValue: 6 });
}
