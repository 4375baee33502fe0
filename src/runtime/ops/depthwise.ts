/** Convolutions of every channel for itself, in one to three spatial axes, channels last: the output, the data gradient and the kernel gradient are each other's gradients. */
import depthwiseSource from '../../shaders/convolution/depthwise.wgsl?raw';
import kernelSource from '../../shaders/convolution/depthwiseKernel.wgsl?raw';
import spreadSource from '../../shaders/convolution/depthwiseSpread.wgsl?raw';
import geometry from '../../shaders/convolution/geometry.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { type Profile, WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { type ConvolutionOptions, geometryKnobs, type Sides, sidesOf } from './convolutionShapes.ts';
import { largestDivisor } from './largestDivisor.ts';
import { sum } from './reduce.ts';
import { stored } from './stored.ts';

/** Strides, padding and dilation of a depthwise convolution, by spatial axis. */
export type DepthwiseOptions = Omit<ConvolutionOptions, 'groups'>;

/** x [batch, ...spatial, channels], kernel [...window, channels, multiplier] → [batch, ...positions, channels * multiplier]. Throws RangeError for impossible shapes. */
export function depthwiseConvolution(x: TensorLike, kernel: TensorLike, options: DepthwiseOptions): Tensor {
  return apply1(depthwiseOp, [stored(toTensor(x)), stored(toTensor(kernel))], options);
}

const depthwiseOp: Op<DepthwiseOptions> = {
  name: 'depthwiseConvolution',
  infer: ([x, kernel], options) => {
    const { batch, positions, outputs } = sidesBetween(x as Tensor, kernel as Tensor, options);
    return [{ shape: [batch, ...positions, outputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x, kernel], outputs: [y], attributes }) =>
      kernelOf(depthwiseSource, ['x', 'kernel'], sidesBetween(x as Tensor, kernel as Tensor, attributes), (y as Tensor).shape),
  },
  gradient: ({ inputs: [x, kernel], attributes }, [dy]) => [
    dy && apply1(spreadOp, [stored(dy), kernel as Tensor], { ...attributes, spatial: (x as Tensor).shape.slice(1, -1) }),
    dy && apply1(kernelOp, [x as Tensor, stored(dy)], { ...attributes, kernel: (kernel as Tensor).shape, parts: 0 }),
  ],
};

const spreadOp: Op<DepthwiseOptions & { readonly spatial: Shape }> = {
  name: 'depthwiseSpread',
  infer: ([dy, kernel], { spatial }) => [
    { shape: [(dy as Tensor).shape[0] as number, ...spatial, (kernel as Tensor).shape.at(-2) as number], dtype: 'f32' },
  ],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [, kernel], outputs: [dx], attributes }) =>
      kernelOf(spreadSource, ['dy', 'kernel'], sidesBetween(dx as Tensor, kernel as Tensor, attributes), (dx as Tensor).shape),
  },
};

interface KernelAttributes extends DepthwiseOptions {
  /** Shape of the kernel. */
  readonly kernel: Shape;
  /** Parts of the sum, which the output holds along a first axis; 0: not decided yet. */
  readonly parts: number;
}

const kernelOp: Op<KernelAttributes> = {
  name: 'depthwiseKernelGradient',
  infer: (_, { kernel, parts }) => [{ shape: [...(parts > 1 ? [parts] : []), ...kernel], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x], outputs: [dk], attributes }) => {
      const sides = sidesBetween(x as Tensor, { shape: attributes.kernel }, attributes);
      return kernelOf(kernelSource, ['x', 'dy'], sides, (dk as Tensor).shape, { LINES: linesOf(sides) / (attributes.parts || 1) });
    },
  },
  lower: ({ inputs: [x, dy], attributes }, profile) => {
    if (attributes.parts) return undefined;
    const parts = partsOf(sidesBetween(x as Tensor, { shape: attributes.kernel }, attributes), profile);
    const gradient = apply1(kernelOp, [x as Tensor, dy as Tensor], { ...attributes, parts });
    return [parts > 1 ? sum(gradient, { axis: 0 }) : gradient];
  },
};

function sidesBetween(x: { readonly shape: Shape }, kernel: { readonly shape: Shape }, options: DepthwiseOptions): Sides {
  const window = kernel.shape.slice(0, -2);
  const [channels, multiplier] = kernel.shape.slice(-2) as [number, number];
  const spatial = x.shape.slice(1, -1);
  if (window.length !== spatial.length || x.shape.at(-1) !== channels) {
    throw new RangeError(
      `Cannot convolve ${showShape(x.shape)} by channel with the kernel ${showShape(kernel.shape)}: the kernel must be [...window, channels, multiplier] for the last axis of the input`,
    );
  }
  const sizes = { batch: x.shape[0] as number, spatial, window, inputs: channels, outputs: channels * multiplier };
  return sidesOf({ ...sizes, options: { ...options, groups: channels } });
}

function kernelOf(source: string, inputs: readonly string[], sides: Sides, output: Shape, more: Record<string, number> = {}): Kernel {
  const { inputs: channels, outputs, window } = sides;
  const width = channels === outputs && channels % 4 === 0 ? 4 : 1;
  const sizes = {
    COUNT: sizeOf(output),
    TAPS: sizeOf(window),
    INPUTS: channels,
    OUTPUTS: outputs,
    MULTIPLIER: outputs / channels,
    WIDTH: width,
  };
  const workgroups = Math.ceil(sizeOf(output) / width / WORKGROUP_SIZE);
  const knobs = { ...geometryKnobs(sides), ...sizes, ...more };
  const operations = 2 * sides.batch * sizeOf(sides.positions) * sizeOf(window) * outputs;
  return { sources: [geometry, source], knobs, inputs, outputs: [], width, workgroups, operations };
}

/** Into how many parts the sum is split so that the gradient of a small kernel occupies the device. */
function partsOf(sides: Sides, { invocations }: Profile): number {
  return largestDivisor(linesOf(sides), Math.ceil(invocations / (sizeOf(sides.window) * sides.outputs)));
}

/** Lines of output positions along the last axis, of all images. */
function linesOf({ batch, positions }: Sides): number {
  return batch * sizeOf(positions.slice(0, -1));
}
