/** Updates of a weight and its slots as single elementwise ops, so that they run in the epilogue of the kernel that makes the gradient. */
import adamSource from '../../shaders/optimizer/adam.wgsl?raw';
import clipScaleSource from '../../shaders/optimizer/clipScale.wgsl?raw';
import movingAverageSource from '../../shaders/optimizer/movingAverage.wgsl?raw';
import sgdMomentumSource from '../../shaders/optimizer/sgdMomentum.wgsl?raw';
import { literal } from '../graph/chain.ts';
import type { Op } from '../graph/op.ts';
import { apply, apply1, type Tensor, type TensorType } from '../graph/tensor.ts';

/** Hyperparameters of Adam that stay the same. */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

const adamOp: Op<AdamOptions> = {
  name: 'adam',
  infer: ([weight]) => copies(weight as Tensor, 3),
  form: {
    kind: 'elementwise',
    source: adamSource,
    function: 'adam',
    fields: ['weight', 'momentum', 'velocity'],
    arguments: ({ beta1, beta2, epsilon }) => [literal(1 - beta1), literal(1 - beta2), literal(epsilon)],
    scalarInputs: [4],
    vector: true,
    // 0 / (√0 + 0) is NaN, and devices may take what is less than the least normal number for 0.
    zero: ({ epsilon }) => (epsilon >= 2 ** -126 ? 'all' : undefined),
    operations: 12,
  },
};

/** Adam's new [weight, momentum, velocity] of equal shapes; `alpha` is the step's scalar rate sqrt(1 - beta2^t) / (1 - beta1^t). */
export function adamUpdate(
  [weight, momentum, velocity]: readonly [Tensor, Tensor, Tensor],
  gradient: Tensor,
  alpha: Tensor,
  options: AdamOptions,
): readonly [Tensor, Tensor, Tensor] {
  return apply(adamOp, [weight, momentum, velocity, gradient, alpha], options) as [Tensor, Tensor, Tensor];
}

const sgdMomentumOp: Op<{ readonly momentum: number; readonly nesterov: boolean }> = {
  name: 'sgdMomentum',
  infer: ([weight]) => copies(weight as Tensor, 2),
  form: {
    kind: 'elementwise',
    source: sgdMomentumSource,
    function: 'sgdMomentum',
    fields: ['weight', 'momentum'],
    arguments: ({ momentum, nesterov }) => [literal(momentum), `${nesterov}`],
    scalarInputs: [3],
    vector: true,
    zero: 'all',
    operations: 4,
  },
};

/** The new [weight, momentum] of equal shapes after a step of gradient descent with momentum; `rate` is a scalar. */
export function sgdMomentumUpdate(
  [weight, momentum]: readonly [Tensor, Tensor],
  gradient: Tensor,
  rate: Tensor,
  options: { readonly momentum: number; readonly nesterov: boolean },
): readonly [Tensor, Tensor] {
  return apply(sgdMomentumOp, [weight, momentum, gradient, rate], options) as [Tensor, Tensor];
}

const movingAverageOp: Op<{ readonly momentum: number; readonly every: number }> = {
  name: 'movingAverage',
  infer: ([average]) => copies(average as Tensor, 2),
  form: {
    kind: 'elementwise',
    source: movingAverageSource,
    function: 'movingAverage',
    fields: ['average', 'weight'],
    arguments: ({ momentum, every }) => [literal(momentum), literal(every, 'u32')],
    scalarInputs: [2],
    vector: true,
    zero: 'all',
    operations: 3,
  },
};

/** The new [average, weight] of equal shapes; the weight is the average's value in each step that `every` divides, 0 for none. */
export function movingAverageUpdate(
  [average, weight]: readonly [Tensor, Tensor],
  iterations: Tensor,
  options: { readonly momentum: number; readonly every: number },
): readonly [Tensor, Tensor] {
  return apply(movingAverageOp, [average, weight, iterations], options) as [Tensor, Tensor];
}

const clipScaleOp: Op<{ readonly limit: number }> = {
  name: 'clipScale',
  infer: ([squares]) => copies(squares as Tensor, 1),
  form: { kind: 'elementwise', source: clipScaleSource, function: 'clipScale', arguments: ({ limit }) => [literal(limit)], vector: false },
};

/** What to multiply gradients by so that their norm is at most `limit`, from their sum of squares []; NaN when that is not finite. */
export function clipScale(squares: Tensor, limit: number): Tensor {
  return apply1(clipScaleOp, [squares], { limit });
}

function copies({ shape }: Tensor, count: number): readonly TensorType[] {
  return Array.from({ length: count }, () => ({ shape, dtype: 'f32' }));
}
