/** The largest element of each window. Its gradient goes to the first of equals, as in Keras on JAX. */
import maxSource from '../../shaders/pool/max.wgsl?raw';
import gradientSource from '../../shaders/pool/maxGradient.wgsl?raw';
import overlappingSource from '../../shaders/pool/maxGradientOverlapping.wgsl?raw';
import orderSource from '../../shaders/pool/order.wgsl?raw';
import spanSource from '../../shaders/pool/span.wgsl?raw';
import winnerSource from '../../shaders/pool/winner.wgsl?raw';
import winnersSource from '../../shaders/pool/winners.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';
import {
  areApart,
  cellsOwned,
  elementsOwned,
  filledPool,
  type Owned,
  type PoolOptions,
  poolKernel,
  type Windows,
  windowsOver,
  windowsOwned,
} from './poolWindows.ts';
import { stored } from './stored.ts';

const maxPoolOp: Op<Windows> = {
  name: 'maxPool',
  infer: (_, { output }) => [{ shape: output, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => ordered(attributes, [maxSource], ['x'], windowsOwned(attributes)) },
  onFilledRows: filledPool,
  gradient: ({ inputs: [x], attributes }, [dy]) => [dy && backward(x as Tensor, stored(dy), attributes)],
};

const maxPoolGradientOp: Op<Windows> = {
  name: 'maxPoolGradient',
  infer: (_, { input }) => [{ shape: input, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) => ordered(attributes, [gradientSource, spanSource, winnerSource], ['x', 'dy'], cellsOwned(attributes)),
  },
  onFilledRows: filledPool,
};

/** Which element of each window is the largest, as a number. */
const winnersOp: Op<Windows> = {
  name: 'maxPoolWinners',
  infer: (_, { output }) => [{ shape: output, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) => ordered(attributes, [winnersSource, spanSource, winnerSource], ['x'], windowsOwned(attributes)),
  },
  onFilledRows: filledPool,
};

const overlappingGradientOp: Op<Windows> = {
  name: 'maxPoolOverlappingGradient',
  infer: (_, { input }) => [{ shape: input, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) => poolKernel(attributes, [overlappingSource, spanSource], ['winners', 'dy'], elementsOwned(attributes)),
  },
  onFilledRows: filledPool,
};

/**
 * The largest element of each window of x [images, ...spatial, channels], channel by channel; padding never wins, NaN always does. Throws
 * RangeError for windows that do not fit.
 */
export function maxPool(x: TensorLike, options: PoolOptions): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(maxPoolOp, [tensor], windowsOver(tensor.shape, options));
}

function backward(x: Tensor, dy: Tensor, windows: Windows): Tensor {
  if (areApart(windows)) return apply1(maxPoolGradientOp, [x, dy], windows);
  return apply1(overlappingGradientOp, [apply1(winnersOp, [x], windows), dy], windows);
}

/** A kernel that compares. */
function ordered(windows: Windows, sources: readonly string[], inputs: readonly string[], owned: Owned): Kernel {
  const isWide = windows.input.at(-1)! % 4 === 0;
  const types: Kernel['knobs'] = isWide ? { Bits: 'vec4u', Flags: 'vec4<bool>' } : {};
  return poolKernel(windows, [...sources, orderSource], inputs, { ...owned, knobs: { ...owned.knobs, ...types } });
}
