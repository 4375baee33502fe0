/** Normalization of rows, each by itself: layer normalization, and by the root mean square alone. */
import across1 from '../../shaders/normalization/across1.wgsl?raw';
import across4 from '../../shaders/normalization/across4.wgsl?raw';
import normalizeRows from '../../shaders/normalization/normalizeRows.wgsl?raw';
import rowMoments from '../../shaders/normalization/rowMoments.wgsl?raw';
import rowMomentsTree from '../../shaders/normalization/rowMomentsTree.wgsl?raw';
import rowScaledSums from '../../shaders/normalization/rowScaledSums.wgsl?raw';
import rowsGradient from '../../shaders/normalization/rowsGradient.wgsl?raw';
import rowsGradientTree from '../../shaders/normalization/rowsGradientTree.wgsl?raw';
import treeSum from '../../shaders/normalization/treeSum.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { type Profile, WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply, apply1, type Tensor } from '../graph/tensor.ts';
import { add, broadcastTo, rsqrt } from './elementwise.ts';
import { columnKernel, pairOf, slicesOf, sumSlices } from './moments.ts';
import type { Affine } from './normalize.ts';
import { withPitch } from './rows.ts';
import { filledSpan, type Span } from './span.ts';
import { stored } from './stored.ts';

interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** Elements from one row to the next, further ones being 0; absent: as many as columns. */
  readonly pitch?: number;
  /** Whether the mean is subtracted. */
  readonly centered: boolean;
}

const momentsOp: Op<Rows> = {
  name: 'rowMoments',
  infer: (_, { rows }) => [0, 1].map(() => ({ shape: [rows, 1], dtype: 'f32' })),
  form: {
    kind: 'kernel',
    kernel: ({ attributes }, profile) => ({ ...rowKernel(rowMoments, rowMomentsTree, attributes, profile), inputs: ['x'], width: 1 }),
  },
  onFilledRows: (node, fill) => withPitch(momentsOp, node, fill),
};

/** (x - mean) factor gamma + beta, of x [rows, columns], mean and factor [rows, 1], gamma and beta [columns] or scalars. */
const normalizeOp: Op<Rows> = {
  name: 'normalizeRows',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: { kind: 'elementwise', source: normalizeRows, function: 'normalizeRows', vector: true },
  // Mean and factor follow from x: their part is in its gradient.
  gradient: ({ inputs: [x, mean, factor, gamma], attributes }, [dy]) => {
    if (!dy) return [];
    const [rowsOf, weights] = [x as Tensor, stored(broadcastTo(gamma as Tensor, [attributes.columns]))];
    const dx = apply1(gradientOp, [stored(dy), rowsOf, weights, mean as Tensor, factor as Tensor], attributes);
    const span = { outer: 1, reduced: attributes.rows, inner: attributes.columns };
    const [total, products] = apply(sumsOp, [stored(dy), rowsOf, mean as Tensor, factor as Tensor], span);
    return [dx, undefined, undefined, products, total];
  },
};

const gradientOp: Op<Rows> = {
  name: 'normalizeRowsGradient',
  infer: ([dy]) => [{ shape: (dy as Tensor).shape, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }, profile) => ({
      ...rowKernel(rowsGradient, rowsGradientTree, attributes, profile),
      inputs: ['dy', 'x', 'gamma', 'mean', 'factor'],
      width: pitchOf(attributes) % 4 ? 1 : 4,
    }),
  },
  onFilledRows: (node, fill) => {
    const [dy, x, gamma, ...statistics] = node.inputs as [Tensor, Tensor, Tensor, ...Tensor[]];
    return withPitch(gradientOp, { ...node, inputs: [dy, fill(x), fill(gamma), ...statistics] }, fill);
  },
};

/** Sums over rows of dy and of dy (x - mean) factor. */
const sumsOp: Op<Span> = {
  name: 'rowScaledSums',
  infer: (_, span) => pairOf(span),
  form: { kind: 'kernel', kernel: ({ attributes }) => columnKernel(rowScaledSums, ['dy', 'x', 'mean', 'factor'], attributes) },
  onFilledRows: ({ inputs: [dy, x, ...statistics], attributes }, fill) =>
    apply(sumsOp, [fill(dy as Tensor), fill(x as Tensor), ...statistics], filledSpan(attributes)),
  lower: ({ inputs, attributes: span }, profile) => {
    const slices = slicesOf(span, profile);
    return slices && sumSlices(apply(sumsOp, inputs, slices), span);
  },
};

function pitchOf({ columns, pitch = columns }: Rows): number {
  return pitch;
}

/** Normalizes each row of x [rows, columns] by its mean and variance (Ba et al. 2016); gamma and beta [columns]. */
export function layerNormalize(x: TensorLike, affine: Affine): Tensor {
  return normalized(x, affine, true);
}

/** Divides each row of x [rows, columns] by its root mean square (Zhang and Sennrich 2019); gamma and beta [columns]. */
export function rmsNormalize(x: TensorLike, affine: Affine): Tensor {
  return normalized(x, affine, false);
}

function normalized(x: TensorLike, { gamma = 1, beta = 0, epsilon }: Affine, centered: boolean): Tensor {
  const tensor = stored(toTensor(x));
  const attributes = { rows: tensor.shape[0] ?? 1, columns: tensor.shape[1] ?? 1, centered };
  const [mean, variance] = apply(momentsOp, [tensor], attributes) as [Tensor, Tensor];
  return apply1(normalizeOp, [tensor, mean, rsqrt(add(variance, epsilon)), toTensor(gamma), toTensor(beta)], attributes);
}

/** On a GPU a workgroup owns a row that is long enough for it, elsewhere an invocation does. */
function rowKernel(source: string, treeSource: string, attributes: Rows, { name }: Profile) {
  const { rows, columns, centered } = attributes;
  const pitch = pitchOf(attributes);
  const across = pitch % 4 ? across1 : across4;
  const isTree = name === 'gpu' && columns >= WORKGROUP_SIZE;
  const knobs = { COLUMNS: columns, PITCH: pitch, CENTERED: centered };
  return isTree
    ? { sources: [treeSource, across, treeSum], knobs, outputs: [], workgroups: rows }
    : { sources: [source, across], knobs: { ...knobs, ROWS: rows }, outputs: [], workgroups: Math.ceil(rows / WORKGROUP_SIZE) };
}
