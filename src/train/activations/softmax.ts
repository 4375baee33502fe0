/** Softmax along any axis; the last one costs nothing extra and lets losses see the logits. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { softmax as ofLastAxis } from '../../runtime/ops/softmax.ts';
import { type AxisOptions, alongAxis } from './lastAxis.ts';

/** exp(x) / sum of exp(x) along an axis. */
export function softmax(x: TensorLike, { axis = -1 }: AxisOptions = {}): Tensor {
  return alongAxis(x, axis, ofLastAxis);
}
