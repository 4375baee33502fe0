/** Sparsemax: a softmax that gives exact zeros. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { sparsemax as ofLastAxis } from '../../runtime/ops/sparsemax.ts';
import { type AxisOptions, alongAxis } from './lastAxis.ts';

/** The nearest probabilities to x along an axis (Martins and Astudillo 2016). */
export function sparsemax(x: TensorLike, { axis = -1 }: AxisOptions = {}): Tensor {
  return alongAxis(x, axis, ofLastAxis);
}
