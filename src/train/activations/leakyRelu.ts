/** ReLU with a slope below 0; `relu.ts` is the general form. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { less, multiply, where } from '../../runtime/ops/elementwise.ts';

/** Options of `leakyRelu`. */
export interface LeakyReluOptions {
  /** Slope below 0; default 0.2. */
  readonly negativeSlope?: number | undefined;
}

/** x for x ≥ 0, else negativeSlope x. */
export function leakyRelu(x: TensorLike, { negativeSlope = 0.2 }: LeakyReluOptions = {}): Tensor {
  const tensor = toTensor(x);
  return where(less(tensor, 0), multiply(tensor, negativeSlope), tensor);
}
