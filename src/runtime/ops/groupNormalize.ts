/** Normalization of groups of neighbouring channels, each sample by itself. */
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';
import { add, broadcastTo, multiply, rsqrt } from './elementwise.ts';
import { type ColumnPair, columnSums, combineMoments, moments } from './moments.ts';
import { type Affine, gradientOp, normalizeOp } from './normalize.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { type Span, spanOf } from './span.ts';
import { stored } from './stored.ts';

/** x seen as [samples, positions, groups · size]: a span whose columns are channels. */
interface Groups extends Span {
  readonly groups: number;
  readonly size: number;
}

const groupsGradientOp = gradientOp('normalizeGroupsGradient');

/** Normalizes each of `groups` groups of channels of x [samples, ..., channels] by its mean and variance within the sample (Wu and He 2018). */
export function groupNormalize(x: TensorLike, groups: number, { gamma = 1, beta = 0, epsilon }: Affine): Tensor {
  const tensor = stored(toTensor(x));
  const span = groupsOf(tensor, groups);
  const columns = reshape(tensor, [span.outer, span.reduced, span.inner]);
  const [mean, variance] = groupMoments(columns, span);
  const factor = reshape(rsqrt(add(variance, epsilon)), [span.outer, groups, 1]);
  const weight = toTensor(gamma);
  const grouped = weight.shape.length ? reshape(weight, [groups, span.size]) : weight;
  const scale = perChannel(multiply(factor, grouped), span);
  const center = perChannel(reshape(mean, [span.outer, groups, 1]), span);
  const y = apply1(normalizeOp, [columns, center, scale, toTensor(beta)], span);
  return reshape(apply1(groupsOp, [y, columns, center, factor, scale, weight, toTensor(beta)], span), tensor.shape);
}

/** Gives a tensor that was normalized by its own groups' moments the gradient that goes through them: a view of y, for x, gamma and beta. */
const groupsOp: Op<Groups> = {
  name: 'groupNormalize',
  infer: ([y]) => [{ shape: (y as Tensor).shape, dtype: 'f32' }],
  form: { kind: 'view' },
  gradient: ({ inputs: [, x, mean, factor, scale], attributes: span }, [dy]) => {
    if (!dy) return [];
    const [total, products] = columnSums(dy, x as Tensor, mean as Tensor, span);
    const a = groupMeans(total, scale as Tensor, span);
    const b = multiply(groupMeans(products, scale as Tensor, span), multiply(factor as Tensor, factor as Tensor));
    const dx = apply1(groupsGradientOp, [dy, x as Tensor, mean as Tensor, scale as Tensor, perChannel(a, span), perChannel(b, span)], null);
    const slope = multiply(reshape(products, [span.outer, span.groups, span.size]), factor as Tensor);
    return [undefined, dx, undefined, undefined, undefined, reshape(slope, [span.outer, span.inner]), total];
  },
};

/** Moments of the groups [samples · groups, 1], from those of their channels. */
function groupMoments(x: Tensor, span: Groups): ColumnPair {
  const channels = moments(x, span);
  const outer = span.outer * span.groups;
  return span.size === 1
    ? (channels.map((part) => reshape(part, [outer, 1])) as [Tensor, Tensor])
    : combineMoments(channels, { outer, reduced: span.size, inner: 1 });
}

/** Means over positions and the channels of a group, of sums [samples, channels] over positions times the channels' scales. */
function groupMeans(sums: Tensor, scale: Tensor, { outer, reduced, inner, groups, size }: Groups): Tensor {
  const weighted = reshape(multiply(sums, reshape(scale, [outer, inner])), [outer, groups, size]);
  return multiply(sum(weighted, { axis: -1, keepDims: true }), 1 / (reduced * size));
}

/** Values of groups [samples, groups, 1 or size] for their channels: [samples, 1, channels]. */
function perChannel(values: Tensor, { outer, inner, groups, size }: Groups): Tensor {
  return reshape(broadcastTo(values, [outer, groups, size]), [outer, 1, inner]);
}

function groupsOf({ shape }: Tensor, groups: number): Groups {
  const span = spanOf(shape, 1, shape.length - 2);
  return { ...span, groups, size: span.inner / groups };
}
