/** Normalization of columns: by given statistics, and by those of the batch. Groups of channels: `groupNormalize.ts`. */
import normalizeSource from '../../shaders/normalization/normalize.wgsl?raw';
import gradientSource from '../../shaders/normalization/normalizeGradient.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { add, multiply, negative, rsqrt } from './elementwise.ts';
import { columnSums, moments } from './moments.ts';
import { reshape } from './reshape.ts';
import type { Span } from './span.ts';
import { stored } from './stored.ts';

/** What follows a normalization, each [channels], and what is added to variances. */
export interface Affine {
  readonly gamma?: TensorLike | undefined;
  readonly beta?: TensorLike | undefined;
  readonly epsilon: number;
}

/** A normalized tensor with the statistics it was normalized by, each [channels]; the variance is biased. */
export interface Normalized {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** (x - mean) scale + shift, of x [outer, reduced, inner] and others that are broadcast to it. */
export const normalizeOp: Op<Span> = {
  name: 'normalize',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: { kind: 'elementwise', source: normalizeSource, function: 'normalize_', vector: true, zero: 'all' },
  gradient: ({ inputs: [x, mean, scale], attributes: span }, [dy]) => {
    if (!dy) return [];
    const [total, products] = columnSums(dy, x as Tensor, stored(mean as Tensor), span);
    const shift = reshape(total, [span.outer, 1, span.inner]);
    const slope = reshape(products, [span.outer, 1, span.inner]);
    return [multiply(dy, scale as Tensor), negative(multiply(shift, scale as Tensor)), slope, shift];
  },
};

/** An elementwise op of normalizeGradient.wgsl, of (dy, x, mean, scale, a, b). */
export function gradientOp(name: string): Op<null> {
  return {
    name,
    infer: ([dy]) => [{ shape: (dy as Tensor).shape, dtype: 'f32' }],
    form: { kind: 'elementwise', source: gradientSource, function: name, vector: true, zero: 'all' },
  };
}

const batchGradientOp = gradientOp('normalizeGradient');

/** Normalizes the last axis of x [..., channels] by a mean and a variance [channels] that do not depend on x. */
export function normalize(x: TensorLike, mean: TensorLike, variance: TensorLike, { gamma = 1, beta = 0, epsilon }: Affine): Tensor {
  const tensor = stored(toTensor(x));
  const span = columnsOf(tensor.shape);
  const scale = multiply(rsqrt(add(variance, epsilon)), gamma);
  return reshape(apply1(normalizeOp, [viewed(tensor, span), toTensor(mean), scale, toTensor(beta)], span), tensor.shape);
}

/** Normalizes the last axis of x [..., channels] by its mean and variance over all others (Ioffe and Szegedy 2015). */
export function batchNormalize(x: TensorLike, { gamma = 1, beta = 0, epsilon }: Affine): Normalized {
  const tensor = stored(toTensor(x));
  const span = columnsOf(tensor.shape);
  const columns = viewed(tensor, span);
  const [mean, variance] = moments(columns, span);
  const factor = rsqrt(add(variance, epsilon));
  const scale = multiply(factor, gamma);
  const y = apply1(normalizeOp, [columns, mean, scale, toTensor(beta)], span);
  const joined = apply1(batchOp, [y, columns, mean, factor, scale, toTensor(gamma), toTensor(beta)], span);
  return { y: reshape(joined, tensor.shape), mean: reshape(mean, [span.inner]), variance: reshape(variance, [span.inner]) };
}

/** Gives a tensor that was normalized by its own moments the gradient that goes through them: a view of y, for x, gamma and beta. */
const batchOp: Op<Span> = {
  name: 'batchNormalize',
  infer: ([y]) => [{ shape: (y as Tensor).shape, dtype: 'f32' }],
  form: { kind: 'view' },
  onFilledRows: ({ inputs: [y] }, fill) => [fill(y as Tensor)],
  gradient: ({ inputs: [, x, mean, factor, scale], attributes: span }, [dy]) => {
    if (!dy) return [];
    const [total, products] = columnSums(dy, x as Tensor, mean as Tensor, span);
    const slope = multiply(products, factor as Tensor);
    const a = multiply(total, 1 / span.reduced);
    const b = multiply(multiply(slope, factor as Tensor), 1 / span.reduced);
    const dx = apply1(batchGradientOp, [dy, x as Tensor, mean as Tensor, scale as Tensor, a, b], null);
    return [undefined, dx, undefined, undefined, undefined, slope, total];
  },
};

function columnsOf(shape: Shape): Span {
  const inner = shape.at(-1) ?? 1;
  return { outer: 1, reduced: sizeOf(shape) / inner, inner };
}

function viewed(x: Tensor, { outer, reduced, inner }: Span): Tensor {
  return reshape(x, [outer, reduced, inner]);
}
