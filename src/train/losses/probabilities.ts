/** Probabilities as cross-entropies take them where the values before softmax or sigmoid are not known. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { clip, divide, log } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';

/** Keras's distance that probabilities keep from 0 and 1. */
const EPSILON = 1e-7;

/** Probabilities limited to [1e-7, 1 - 1e-7], of the same shape. */
export function inside(probabilities: Tensor): Tensor {
  return clip(probabilities, EPSILON, 1 - EPSILON);
}

/** ln of probabilities [...lead, classes] that are first made to add up to 1. */
export function logProbabilities(probabilities: Tensor): Tensor {
  return log(inside(divide(probabilities, sum(probabilities, { axis: -1, keepDims: true }))));
}
