/** Normalization of `ops.ts`, as in `keras.ops`. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import { type Shape, sizeOf, type Tensor } from '../../runtime/graph/tensor.ts';
import { layerNormalize } from '../../runtime/ops/layerNormalize.ts';
import { normalize } from '../../runtime/ops/normalize.ts';
import { alongAxis } from '../activations/lastAxis.ts';
import { knownOptions } from '../checks.ts';
import { alongRows, rmsAlongRows } from '../layers/rows.ts';
import { axesOf, axisOf, checkArgument, refuseShape, tensorOf, withoutMore } from './arguments.ts';

/** Options of `batchNormalization`. */
export interface BatchNormalizationOptions {
  /** The channels' axis, negative from the end. Default -1. */
  readonly axis?: number | undefined;
  /** [channels], which is added at the end; default: none. */
  readonly offset?: TensorLike | null | undefined;
  /** [channels], which the normalized values are multiplied by; default: none. */
  readonly scale?: TensorLike | null | undefined;
  /** Added to variances. Default 0.001. */
  readonly epsilon?: number | undefined;
}

/** Options of `layerNormalization`. */
export interface LayerNormalizationOptions {
  /** The axis that is normalized, or several taken together. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Of the axes' sizes, which the normalized values are multiplied by; default: none. */
  readonly gamma?: TensorLike | null | undefined;
  /** Of the axes' sizes, which is added at the end; default: none. */
  readonly beta?: TensorLike | null | undefined;
  /** Added to variances. Default 1e-7. */
  readonly epsilon?: number | undefined;
}

/** Options of `rmsNormalization`. */
export interface RMSNormalizationOptions {
  /** The axis that is normalized, or several taken together. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** What the normalized values are multiplied by, broadcast as in `multiply`; default: none. */
  readonly scale?: TensorLike | null | undefined;
  /** Added to mean squares. Default 1e-7. */
  readonly epsilon?: number | undefined;
}

const BATCH = 'ops.batchNormalization(x, mean, variance, { scale, offset })';
const LAYER = 'ops.layerNormalization(x, { gamma, beta })';
const RMS = 'ops.rmsNormalization(x, { scale })';

/**
 * (x - mean) / √(variance + epsilon) · scale + offset, for mean and variance [channels] of an axis of x (Ioffe and Szegedy 2015); gradients go to all of them. Throws
 * RangeError for other shapes and axes, TypeError for kinds and unknown options.
 */
export const batchNormalization = withoutMore(
  BATCH,
  (x: TensorLike, mean: TensorLike, variance: TensorLike, options?: BatchNormalizationOptions): Tensor => {
    const known = knownOptions(BATCH, options, { axis: true, offset: true, scale: true, epsilon: true });
    const { axis = -1, offset, scale, epsilon = 1e-3 } = known;
    const op = 'batchNormalization';
    const tensor = tensorOf(op, 'x', x);
    const at = axisOf(op, axis, tensor.shape.length);
    const channels = [tensor.shape[at] as number];
    const [center, spread] = [vectorOf(op, 'mean', mean, channels), vectorOf(op, 'variance', variance, channels)];
    const affine = { gamma: optional(op, 'scale', scale, channels), beta: optional(op, 'offset', offset, channels), epsilon };
    checkEpsilon(op, epsilon);
    return alongAxis(tensor, at, (channelsLast) => normalize(channelsLast, center, spread, affine));
  },
);

/**
 * (x - mean) / √(variance + epsilon) · gamma + beta, with mean and biased variance over axes of x (Ba et al. 2016). Throws RangeError for axes that x does not have and
 * for other shapes, TypeError for kinds and unknown options.
 */
export const layerNormalization = withoutMore(LAYER, (x: TensorLike, options?: LayerNormalizationOptions): Tensor => {
  const { axis, gamma, beta, epsilon = 1e-7 } = knownOptions(LAYER, options, { axis: true, gamma: true, beta: true, epsilon: true });
  const op = 'layerNormalization';
  const tensor = tensorOf(op, 'x', x);
  const axes = normalizedAxes(op, axis, tensor);
  const sizes = axes.map((one) => tensor.shape[one] as number);
  checkEpsilon(op, epsilon);
  const affine = { gamma: optional(op, 'gamma', gamma, sizes), beta: optional(op, 'beta', beta, sizes), epsilon };
  return alongRows(tensor, axes, affine, layerNormalize);
});

/**
 * x / √(mean of x² + epsilon) · scale, with the mean over axes of x (Zhang and Sennrich 2019). Throws RangeError for axes that x does not have and for a scale that does
 * not broadcast with x, TypeError for kinds and unknown options.
 */
export const rmsNormalization = withoutMore(RMS, (x: TensorLike, options?: RMSNormalizationOptions): Tensor => {
  const { axis, scale, epsilon = 1e-7 } = knownOptions(RMS, options, { axis: true, scale: true, epsilon: true });
  const op = 'rmsNormalization';
  const tensor = tensorOf(op, 'x', x);
  checkEpsilon(op, epsilon);
  const factor = scale === undefined || scale === null ? undefined : tensorOf(op, 'scale', scale);
  return rmsAlongRows(tensor, normalizedAxes(op, axis, tensor), factor, epsilon);
});

function normalizedAxes(op: string, axis: number | readonly number[] = -1, { shape }: Tensor): readonly number[] {
  const axes = axesOf(op, axis, shape.length).toSorted((a, b) => a - b);
  checkArgument(op, 'axis', axis, axes.length > 0, 'an integer or a list of at least one');
  return axes;
}

function optional(op: string, argument: string, value: TensorLike | null | undefined, sizes: Shape): Tensor | undefined {
  return value === undefined || value === null ? undefined : vectorOf(op, argument, value, sizes);
}

/** A tensor with an element for each of `sizes` taken together. Throws RangeError otherwise. */
function vectorOf(op: string, argument: string, value: TensorLike, sizes: Shape): Tensor {
  const tensor = tensorOf(op, argument, value);
  if (!tensor.shape.length || sizeOf(tensor.shape) !== sizeOf(sizes))
    refuseShape(op, argument, tensor, `[${sizes}], one for each element along the axis`);
  return tensor;
}

function checkEpsilon(op: string, epsilon: unknown): void {
  const holds = typeof epsilon === 'number' && Number.isFinite(Math.fround(epsilon)) && epsilon >= 0;
  checkArgument(op, 'epsilon', epsilon, holds, 'a finite number, 0 or more');
}
