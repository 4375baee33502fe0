/** The transforms of Winograd's minimal filtering F(2 x 2, 3 x 3): images and kernels into 16 components, and the kernel's gradient back. Used by `winograd.ts`. */
import four from '../../shaders/winograd/four.wgsl?raw';
import inputSource from '../../shaders/winograd/input.wgsl?raw';
import kernelSource from '../../shaders/winograd/kernel.wgsl?raw';
import kernelGradientSource from '../../shaders/winograd/kernelGradient.wgsl?raw';
import outputGradientSource from '../../shaders/winograd/outputGradient.wgsl?raw';
import tiles from '../../shaders/winograd/tiles.wgsl?raw';
import type { Kernel, Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { type Tiling, tileCount, tilingKnobs } from './winogradTiles.ts';

/** Components of a transformed tile or kernel. */
export const COMPONENTS = 16;

/** x [batch, y, x, channels] → [16, tiles, channels]. */
export function transformInput(x: Tensor, tiling: Tiling): Tensor {
  return apply1(inputOp, [x], tiling);
}

/** Kernel [3, 3, in, out] → [16, in, out]; `rotated`: turned by half a turn before. */
export function transformKernel(kernel: Tensor, { rotated }: KernelAttributes): Tensor {
  return apply1(kernelOp, [kernel], { rotated });
}

/** dy [batch, y, x, channels] → [16, tiles, channels]: the transpose of what makes tiles of the output. */
export function transformOutputGradient(dy: Tensor, tiling: Tiling): Tensor {
  return apply1(outputGradientOp, [dy], tiling);
}

/** The transpose of `transformKernel`: products [16, in, out] → [3, 3, in, out]. */
export function transformKernelGradient(products: Tensor): Tensor {
  return apply1(kernelGradientOp, [products], null);
}

interface KernelAttributes {
  readonly rotated: boolean;
}

const inputOp: Op<Tiling> = {
  name: 'winogradInput',
  infer: ([x], tiling) => [{ shape: componentsOf(x as Tensor, tiling), dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x], outputs: [v], attributes }) => ({
      ...transform(v as Tensor, [tiles, inputSource], tilingKnobs(attributes, channelsOf(x as Tensor), 'input')),
      inputs: ['x'],
      outputs: ['v'],
    }),
  },
};

const outputGradientOp: Op<Tiling> = {
  name: 'winogradOutputGradient',
  infer: ([dy], tiling) => [{ shape: componentsOf(dy as Tensor, tiling), dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [dy], outputs: [w], attributes }) => ({
      ...transform(w as Tensor, [tiles, outputGradientSource], tilingKnobs(attributes, channelsOf(dy as Tensor), 'output')),
      inputs: ['dy'],
      outputs: ['w'],
    }),
  },
};

const kernelOp: Op<KernelAttributes> = {
  name: 'winogradKernel',
  infer: ([kernel]) => [{ shape: [COMPONENTS, ...(kernel as Tensor).shape.slice(-2)], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ outputs: [u], attributes }) => ({
      ...transform(u as Tensor, [kernelSource], { VECTORS: vectorsOf(u as Tensor), ROTATED: attributes.rotated }),
      inputs: ['g'],
      outputs: ['u'],
    }),
  },
};

const kernelGradientOp: Op<null> = {
  name: 'winogradKernelGradient',
  infer: ([products]) => [{ shape: [3, 3, ...(products as Tensor).shape.slice(-2)], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [products] }) => ({
      ...transform(products as Tensor, [kernelGradientSource], { VECTORS: vectorsOf(products as Tensor) }),
      inputs: ['m'],
      outputs: [],
      width: 4,
    }),
  },
};

/** A kernel of which an invocation owns all components of four channels at once. */
function transform(components: Tensor, sources: readonly string[], knobs: Kernel['knobs']) {
  return { sources: [four, ...sources], knobs, workgroups: Math.ceil(vectorsOf(components) / WORKGROUP_SIZE) };
}

function componentsOf(image: Tensor, tiling: Tiling): Shape {
  return [COMPONENTS, tileCount(tiling), channelsOf(image)];
}

function channelsOf({ shape }: Tensor): number {
  return shape.at(-1) as number;
}

/** Vectors of one component. */
function vectorsOf({ shape }: Tensor): number {
  return sizeOf(shape.slice(1)) / 4;
}
