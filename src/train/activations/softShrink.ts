/** All values move towards 0 by a threshold, and stop there. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { absolute, lessEqual, multiply, sign, subtract, where } from '../../runtime/ops/elementwise.ts';
import type { ShrinkOptions } from './hardShrink.ts';

/** x - threshold above the threshold, x + threshold below its negative, else 0. NaN passes; Keras makes it 0. */
export function softShrink(x: TensorLike, { threshold = 0.5 }: ShrinkOptions = {}): Tensor {
  const tensor = toTensor(x);
  return where(lessEqual(absolute(tensor), threshold), 0, subtract(tensor, multiply(sign(tensor), threshold)));
}
