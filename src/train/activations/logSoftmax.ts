/** The logarithm of `softmax.ts`. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { logSoftmax as ofLastAxis } from '../../runtime/ops/softmax.ts';
import { type AxisOptions, alongAxis } from './lastAxis.ts';

/** ln(softmax(x)) along an axis. */
export function logSoftmax(x: TensorLike, { axis = -1 }: AxisOptions = {}): Tensor {
  return alongAxis(x, axis, ofLastAxis);
}
