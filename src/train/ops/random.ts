/** Random functions of `ops.ts`: the same numbers for the same seed, step and stream. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Shape, Tensor } from '../../runtime/graph/tensor.ts';
import * as op from '../../runtime/ops/random.ts';
import { checkArgument, integers, tensorOf, withoutMore } from './arguments.ts';

/**
 * x / (1 - rate) with probability 1 - rate, else 0, element by element. `source` is what `random(this)` of a call's context gives. Throws RangeError unless
 * 0 ≤ rate < 1, TypeError for kinds.
 */
export const dropout = withoutMore('ops.dropout(x, 0.5, random(this))', (x: TensorLike, rate: number, source: op.RandomSource): Tensor => {
  const tensor = tensorOf('dropout', 'x', x);
  checkArgument('dropout', 'rate', rate, typeof rate === 'number' && rate >= 0 && rate < 1, 'a number of at least 0 and below 1');
  return op.dropout(tensor, rate, checked('dropout', source));
});

/** Normal numbers of mean 0 and variance 1. Throws RangeError for sizes that are no positive integers, TypeError for kinds. */
export const randomNormal = withoutMore('ops.randomNormal([2, 3], random(this))', (shape: Shape, source: op.RandomSource): Tensor => {
  return op.randomNormal(integers('randomNormal', 'shape', shape, 1), checked('randomNormal', source));
});

/** Uniform numbers in [0, 1). Throws RangeError for sizes that are no positive integers, TypeError for kinds. */
export const randomUniform = withoutMore('ops.randomUniform([2, 3], random(this))', (shape: Shape, source: op.RandomSource): Tensor => {
  return op.randomUniform(integers('randomUniform', 'shape', shape, 1), checked('randomUniform', source));
});

function checked(name: string, source: op.RandomSource): op.RandomSource {
  const given: unknown = source;
  const must = "{ seed, step, stream }, as random(this) of a call's context gives it: call(x, { random })";
  checkArgument(name, 'source', given, typeof given === 'object' && given !== null && 'seed' in given && 'step' in given, must);
  checkArgument(name, 'source.stream', source.stream, isU32(source.stream), 'an integer from 0 to 4294967295');
  return { seed: scalar(name, 'source.seed', source.seed), step: scalar(name, 'source.step', source.step), stream: source.stream };
}

/** A u32 scalar: a tensor or weight of that type, or a number, which is written into the kernel. */
function scalar(name: string, argument: string, value: TensorLike): TensorLike {
  const must = 'a u32 scalar: a tensor, a weight or an integer from 0 to 4294967295';
  checkArgument(name, argument, value, isU32(value) || isScalar(value), must);
  return value;
}

function isScalar(value: unknown): boolean {
  const { dtype, shape }: Partial<Tensor> = Object(value);
  return dtype === 'u32' && shape?.length === 0;
}

function isU32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
