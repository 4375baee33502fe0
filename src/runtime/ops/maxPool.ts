/** The largest element of each window. Its gradient goes to the first of equals, as in Keras on JAX. */
import maxSource from '../../shaders/pool/max.wgsl?raw';
import gradientSource from '../../shaders/pool/maxGradient.wgsl?raw';
import overlappingSource from '../../shaders/pool/maxGradientOverlapping.wgsl?raw';
import orderSource from '../../shaders/pool/order.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { apply1, sizeOf, type Tensor } from '../graph/tensor.ts';
import { cellsOf, type PoolOptions, poolKernel, vector, type Windows, windowsOver } from './poolWindows.ts';
import { stored } from './stored.ts';

const maxPoolOp: Op<Windows> = {
  name: 'maxPool',
  infer: (_, { output }) => [{ shape: output, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => ordered(attributes, maxSource, ['x'], sizeOf(attributes.output)) },
  gradient: ({ inputs: [x], outputs: [y], attributes }, [dy]) => [dy && backward(x as Tensor, y as Tensor, stored(dy), attributes)],
};

const maxPoolGradientOp: Op<Windows> = {
  name: 'maxPoolGradient',
  infer: (_, { input }) => [{ shape: input, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) => {
      const { cells, count } = cellsOf(attributes);
      return ordered(attributes, gradientSource, ['x', 'dy'], count, { CELLS: vector(cells) });
    },
  },
};

const overlappingGradientOp: Op<Windows> = {
  name: 'maxPoolOverlappingGradient',
  infer: (_, { input }) => [{ shape: input, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) => ordered(attributes, overlappingSource, ['x', 'y', 'dy'], sizeOf(attributes.input)),
  },
};

/**
 * The largest element of each window of x [images, ...spatial, channels], channel by channel; padding never wins, NaN always does. Throws
 * RangeError for windows that do not fit.
 */
export function maxPool(x: TensorLike, options: PoolOptions): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(maxPoolOp, [tensor], windowsOver(tensor.shape, options));
}

function backward(x: Tensor, y: Tensor, dy: Tensor, windows: Windows): Tensor {
  const apart = windows.window.every((size, axis) => size <= windows.strides[axis]!);
  return apart ? apply1(maxPoolGradientOp, [x, dy], windows) : apply1(overlappingGradientOp, [x, y, dy], windows);
}

function ordered(windows: Windows, source: string, inputs: readonly string[], invocations: number, knobs = {}): Kernel {
  const isWide = windows.input.at(-1)! % 4 === 0;
  const types = isWide ? { Bits: 'vec4u', Flags: 'vec4<bool>' } : {};
  return poolKernel(windows, [source, orderSource], inputs, invocations, { ...knobs, ...types });
}
