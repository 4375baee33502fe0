/** Rectified linear unit with Keras's three options. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { lessEqual, minimum, multiply, relu as plain, subtract, where } from '../../runtime/ops/elementwise.ts';
import { leakyRelu } from './leakyRelu.ts';
import { relu6 } from './relu6.ts';

/** Options of `relu`. */
export interface ReluOptions {
  /** Slope below the threshold; default 0. */
  readonly negativeSlope?: number | undefined;
  /** Largest output; default none. */
  readonly maxValue?: number | null | undefined;
  /** Inputs up to it give no positive output; default 0. */
  readonly threshold?: number | undefined;
}

/** x above the threshold, at most maxValue; negativeSlope (x - threshold) up to it. NaN passes. */
export function relu(x: TensorLike, { negativeSlope = 0, maxValue, threshold = 0 }: ReluOptions = {}): Tensor {
  const limited = typeof maxValue === 'number';
  if (negativeSlope !== 0 && !limited && threshold === 0) return leakyRelu(x, { negativeSlope });
  // As in Keras; a limit of 6 differs from others in its gradient at the very limit.
  if (negativeSlope === 0 && maxValue === 6 && threshold === 0) return relu6(x);
  const tensor = toTensor(x);
  const above = threshold === 0 ? plain(tensor) : where(lessEqual(tensor, threshold), 0, tensor);
  const positive = limited ? minimum(above, maxValue) : above;
  return negativeSlope === 0 ? positive : subtract(positive, multiply(plain(subtract(threshold, tensor)), negativeSlope));
}
