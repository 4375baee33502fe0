/** The mean of each window, and what mirrors it: each element repeated over a window. Each one's gradient is the other. */
import averageSource from '../../shaders/pool/average.wgsl?raw';
import gradientSource from '../../shaders/pool/averageGradient.wgsl?raw';
import overlappingSource from '../../shaders/pool/averageGradientOverlapping.wgsl?raw';
import divisorSource from '../../shaders/pool/divisor.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { apply1, type Shape, type Tensor } from '../graph/tensor.ts';
import {
  areApart,
  cellsOwned,
  elementsOwned,
  filledPool,
  type Owned,
  type PoolOptions,
  poolKernel,
  tilesOf,
  type Windows,
  windowsOver,
  windowsOwned,
} from './poolWindows.ts';
import { stored } from './stored.ts';

/** Sums over windows, divided by the number of their elements where it is a mean. */
interface Summing extends Windows {
  readonly mean: boolean;
}

const averagePoolOp: Op<Summing> = {
  name: 'averagePool',
  infer: (_, { output }) => [{ shape: output, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => summing(attributes, averageSource, 'x', windowsOwned(attributes)) },
  onFilledRows: filledPool,
  gradient: ({ attributes }, [dy]) => [dy && apply1(spreadOp, [stored(dy)], attributes)],
};

const spreadOp: Op<Summing> = {
  name: 'spread',
  infer: (_, { input }) => [{ shape: input, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => spreadKernel(attributes) },
  onFilledRows: filledPool,
  gradient: ({ attributes }, [dy]) => [dy && apply1(averagePoolOp, [stored(dy)], attributes)],
};

/**
 * The mean of each window of x [images, ...spatial, channels], channel by channel; padding does not count. Throws RangeError for windows that
 * do not fit.
 */
export function averagePool(x: TensorLike, options: PoolOptions): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(averagePoolOp, [tensor], { ...windowsOver(tensor.shape, options), mean: true });
}

/** x [images, ...spatial, channels] with each element repeated `size` times along each spatial axis. */
export function upSample(x: TensorLike, size: Shape): Tensor {
  const tensor = stored(toTensor(x));
  const [images, ...rest] = tensor.shape as readonly [number, ...number[]];
  const larger = [images, ...rest.map((length, axis) => length * (size[axis] ?? 1))];
  return apply1(spreadOp, [tensor], { ...tilesOf(larger, size), mean: false });
}

function spreadKernel(attributes: Summing): Kernel {
  if (!areApart(attributes)) return summing(attributes, overlappingSource, 'dy', elementsOwned(attributes));
  return summing(attributes, gradientSource, 'dy', cellsOwned(attributes));
}

function summing(attributes: Summing, source: string, input: string, owned: Owned): Kernel {
  return poolKernel(attributes, [source, divisorSource], [input], { ...owned, knobs: { MEAN: attributes.mean, ...owned.knobs } });
}
