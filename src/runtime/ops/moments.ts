/** Means and variances of columns, and the pair of sums that gradients of normalization need, each in one pass over the data. */
import keepNaN from '../../shaders/elementwise/keepNaN.wgsl?raw';
import keepNaN4 from '../../shaders/elementwise/keepNaN4.wgsl?raw';
import momentsSource from '../../shaders/normalization/columnMoments.wgsl?raw';
import columnSumsSource from '../../shaders/normalization/columnSums.wgsl?raw';
import combineSource from '../../shaders/normalization/combineMoments.wgsl?raw';
import combineTree from '../../shaders/normalization/combineMomentsTree.wgsl?raw';
import combineSum from '../../shaders/reduce/combineSum.wgsl?raw';
import tree4 from '../../shaders/reduce/tree4.wgsl?raw';
import type { Kernel, Op } from '../graph/op.ts';
import { type Profile, WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply, sizeOf, type Tensor, type TensorType } from '../graph/tensor.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { filledSpan, isTree, type Span, sliceCount } from './span.ts';
import { stored } from './stored.ts';

/** Two tensors [outer, inner], one value of each per column. */
export type ColumnPair = readonly [Tensor, Tensor];

const momentsOp: Op<Span> = {
  name: 'moments',
  infer: (_, span) => pairOf(span),
  form: { kind: 'kernel', kernel: ({ attributes }) => momentsKernel(attributes) },
  onFilledRows: ({ inputs: [x], attributes: span }, fill) => moments(fill(x as Tensor), filledSpan(span)),
  lower: ({ inputs: [x], attributes: span }, profile) => {
    const slices = slicesOf(span, profile);
    return slices && combineMoments(moments(x as Tensor, slices), { ...span, reduced: slices.outer / span.outer });
  },
};

function momentsKernel(span: Span): Kernel {
  const { sources = [], ...kernel } = columnKernel(momentsSource, ['x'], span);
  return { ...kernel, sources: [...sources, kernel.width === 4 ? keepNaN4 : keepNaN] };
}

/** Mean and biased variance over the middle of x [outer, reduced, inner], for gradients that take both into account themselves. */
export function moments(x: Tensor, span: Span): ColumnPair {
  return apply(momentsOp, [x], span) as [Tensor, Tensor];
}

const combineOp: Op<Span> = {
  name: 'combineMoments',
  infer: (_, span) => pairOf(span),
  form: { kind: 'kernel', kernel: ({ attributes }, profile) => combineKernel(attributes, profile) },
};

function combineKernel(span: Span, profile: Profile): Kernel {
  const kernel = columnKernel(combineSource, ['means', 'variances'], span);
  if (!isTree(span, profile)) return kernel;
  const { outer, reduced, inner } = span;
  return {
    ...kernel,
    sources: [combineTree, tree4, combineSum],
    knobs: { REDUCED: reduced, INNER: inner },
    workgroups: (outer * inner) / 4,
  };
}

/** Mean and variance of sets of equal size taken together, from those of each set: two of [outer, reduced, inner] → two of [outer, inner]. */
export function combineMoments([means, variances]: ColumnPair, span: Span): ColumnPair {
  return apply(combineOp, [means, variances], span) as [Tensor, Tensor];
}

/** `slices` neighbouring sets share a column's mean. */
const sumsOp: Op<Span & { readonly slices: number }> = {
  name: 'columnSums',
  infer: (_, span) => pairOf(span),
  form: {
    kind: 'kernel',
    kernel: ({ attributes: { slices, ...span } }) => {
      const { knobs, ...kernel } = columnKernel(columnSumsSource, ['dy', 'x', 'mean'], span);
      return { ...kernel, knobs: { ...knobs, SLICES: slices } };
    },
  },
  onFilledRows: ({ inputs, attributes }, fill) => apply(sumsOp, inputs.map(fill), { ...attributes, ...filledSpan(attributes) }),
  lower: ({ inputs, attributes: { slices, ...span } }, profile) => {
    const parts = slicesOf(span, profile);
    return parts && sumSlices(apply(sumsOp, inputs, { ...parts, slices: (slices * parts.outer) / span.outer }), span);
  },
};

/** Sums of dy and of dy (x - mean) over the middle of dy and x [outer, reduced, inner], for mean [outer, inner]. */
export function columnSums(dy: Tensor, x: Tensor, mean: Tensor, span: Span): ColumnPair {
  return apply(sumsOp, [stored(dy), x, mean], { ...span, slices: 1 }) as [Tensor, Tensor];
}

/** Sums of each column's slices, which lie side by side: [outer · slices, inner] → [outer, inner]. */
export function sumSlices(parts: readonly Tensor[], { outer, inner }: Span): readonly Tensor[] {
  return parts.map((part) => sum(reshape(part, [outer, sizeOf(part.shape) / (outer * inner), inner]), { axis: 1 }));
}

/** The span whose outer axis holds slices of the reduced one, or `undefined` where slicing does not pay. */
export function slicesOf({ outer, reduced, inner }: Span, profile: Profile): Span | undefined {
  const count = sliceCount({ outer, reduced, inner }, profile);
  return count === 1 ? undefined : { outer: outer * count, reduced: reduced / count, inner };
}

/** A kernel whose invocations each own one column, or four where that is even. */
export function columnKernel(source: string, inputs: readonly string[], { outer, reduced, inner }: Span): Kernel {
  const width = inner % 4 === 0 ? 4 : 1;
  const workgroups = Math.ceil((outer * inner) / width / WORKGROUP_SIZE);
  return {
    sources: [source],
    knobs: { OUTER: outer, REDUCED: reduced, INNER: inner, WIDTH: width },
    inputs,
    outputs: [],
    width,
    workgroups,
  };
}

/** Types of two outputs per column. */
export function pairOf({ outer, inner }: Span): readonly TensorType[] {
  return [0, 1].map(() => ({ shape: [outer, inner], dtype: 'f32' }));
}
