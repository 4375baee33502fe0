/** Lengths of a weight's vectors, which `maxNorm.ts` and its like limit. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, divide, multiply, sqrt, square } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { check } from '../checks.ts';

/** Options of constraints on lengths. */
export interface NormOptions {
  /** The axis or axes that a vector runs along; default 0, the inputs of a dense kernel. */
  readonly axis?: number | readonly number[] | undefined;
}

/** Keras's epsilon. */
const EPSILON = 1e-7;

/** Euclidean lengths along axes, which stay with size 1. */
export function normsOf(weight: Tensor, axis: number | readonly number[]): Tensor {
  return sqrt(sum(square(weight), { axis, keepDims: true }));
}

/** `weight` with its vectors of lengths `norms` brought to the lengths `desired`; zeros stay zeros. */
export function rescaled(weight: Tensor, norms: Tensor, desired: Tensor | number): Tensor {
  return multiply(weight, divide(desired, add(norms, EPSILON)));
}

/** Throws unless `axis` is an integer or a list of them. */
export function checkAxis(part: string, axis: unknown): void {
  const list = Array.isArray(axis) ? axis : [axis];
  check(part, 'axis', axis, list.length > 0 && list.every(Number.isInteger), 'an integer or a list of integers');
}
