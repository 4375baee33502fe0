/** Convolutions in one to three spatial axes, channels last, as implicit matrix products: the output, the data gradient and the kernel gradient are each other's gradients. Next: `product.ts` makes the kernels, or `winograd.ts`. */
import { OPEN, type Variants } from '../graph/choices.ts';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import type { Profile } from '../graph/profile.ts';
import { apply1, type Node, type Shape, showShape, type Tensor } from '../graph/tensor.ts';
import {
  kernelLines,
  kernelRows,
  outputRows,
  phaseKernelLines,
  phaseLoader,
  phasePlaces,
  spreadLoader,
  windowLoader,
  windowRowsLoader,
} from './convolutionLoaders.ts';
import { backwardProduct, forwardProduct, gradientProduct, hasPhases, phaseProduct } from './convolutionProducts.ts';
import { type ConvolutionOptions, type Sides, sidesOf } from './convolutionShapes.ts';
import { filledChannels, kernelWithChannels, withChannels } from './filledChannels.ts';
import { cropOrPad } from './filledRows.ts';
import { type Multiplication, productKernel } from './product.ts';
import { decide, UNDECIDED, type Variant, variantsOf } from './productVariants.ts';
import { sum } from './reduce.ts';
import { stored } from './stored.ts';
import { type Filtering, filteredForward, filteredKernelGradient, filteredTranspose, isFiltered, withFiltering } from './winograd.ts';

export type { ConvolutionOptions } from './convolutionShapes.ts';

/** x [batch, ...spatial, in], kernel [...window, in / groups, out] → [batch, ...positions, out]. 1 to 3 spatial axes. Throws RangeError for impossible shapes. */
export function convolution(x: TensorLike, kernel: TensorLike, options: ConvolutionOptions): Tensor {
  return apply1(convolutionOp, [stored(toTensor(x)), stored(toTensor(kernel))], { ...options, ...UNDECIDED });
}

/**
 * The transpose (data gradient) of a convolution: y [batch, ...positions, out], kernel [...window, in / groups, out] → [batch, ...spatial, in]; the options are
 * those of the forward convolution from `spatial` to `positions`. Throws RangeError where that one would not give y's shape.
 */
export function convolutionTranspose(y: TensorLike, kernel: TensorLike, spatial: Shape, options: ConvolutionOptions): Tensor {
  return apply1(transposeOp, [stored(toTensor(y)), stored(toTensor(kernel))], { ...options, spatial, ...UNDECIDED });
}

/** Gradient of a convolution's kernel: x [batch, ...spatial, in], dy [batch, ...positions, out] → [...window, in / groups, out]. */
function kernelGradient(x: Tensor, dy: Tensor, window: Shape, options: ConvolutionOptions): Tensor {
  return apply1(kernelGradientOp, [stored(x), stored(dy)], { ...options, window, ...UNDECIDED });
}

const convolutionOp: Op<ConvolutionOptions & Variant> = {
  name: 'convolution',
  infer: ([x, kernel], options) => {
    const sides = forwardSides(x as Tensor, kernel as Tensor, options);
    return [{ shape: [...partAxis(options), sides.batch, ...sides.positions, sides.outputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: (node, profile) => productKernel(forward(node), profile, node.attributes.tile),
  },
  lower: (node, profile) => lowered(convolutionOp, node, forward, profile),
  variants: (node, profile) => allVariants(forward(node), profile),
  gradient: ({ inputs: [x, kernel], attributes: { parts: _, tile: __, ...options } }, [dy]) => [
    dy && convolutionTranspose(dy, kernel as Tensor, spatialOf(x as Tensor), options),
    dy && kernelGradient(x as Tensor, dy, windowOf(kernel as Tensor), options),
  ],
};

const transposeOp: Op<ConvolutionOptions & Variant & { readonly spatial: Shape }> = {
  name: 'convolutionTranspose',
  infer: ([y, kernel], options) => {
    const sides = backwardSides(y as Tensor, kernel as Tensor, options);
    return [{ shape: [sides.batch, ...sides.spatial, sides.inputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: (node, profile) => productKernel(backward(node), profile, node.attributes.tile),
  },
  lower: (node, profile) => lowered(transposeOp, node, undivided, profile),
  variants: (node, profile) => allVariants(undivided(node), profile),
  gradient: ({ inputs: [y, kernel], attributes: { parts: _, tile: __, spatial: ___, ...options } }, [dx]) => [
    dx && convolution(dx, kernel as Tensor, options),
    dx && kernelGradient(dx, y as Tensor, windowOf(kernel as Tensor), options),
  ],
};

const kernelGradientOp: Op<ConvolutionOptions & Variant & { readonly window: Shape }> = {
  name: 'convolutionKernelGradient',
  infer: ([x, dy], options) => {
    const sides = gradientSides(x as Tensor, dy as Tensor, options);
    return [{ shape: [...partAxis(options), ...options.window, sides.inputs / sides.groups, sides.outputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: (node, profile) => productKernel(kernelSum(node), profile, node.attributes.tile),
  },
  lower: (node, profile) => lowered(kernelGradientOp, node, kernelSum, profile),
  variants: (node, profile) => allVariants(kernelSum(node), profile),
  gradient: ({ inputs: [x, dy], attributes: { parts: _, tile: __, window: ___, ...options } }, [dk]) => [
    dk && convolutionTranspose(dy as Tensor, dk, spatialOf(x as Tensor), options),
    dk && convolution(x as Tensor, dk, options),
  ],
};

/** A product, the way to compute it by minimal filtering where there is one, and the same convolution of other numbers of channels. */
interface Call extends Multiplication {
  readonly filtering: Filtering | undefined;
  readonly sides: Sides;
  readonly ofChannels: (inputs: number, outputs: number) => Tensor;
}

function allVariants(call: Call, profile: Profile): Variants {
  return withFiltering(variantsOf(call, profile), call.filtering, profile);
}

/** Decides how a product runs, with channels filled up, by minimal filtering or in which variant, and adds up the parts of a split one. */
function lowered<A extends Variant>(op: Op<A>, node: Node<A>, callOf: (node: Node<A>) => Call, profile: Profile) {
  if (node.attributes.parts) return undefined;
  const call = callOf(node);
  const filled = larger(call, profile);
  if (filled) return [cropOrPad(filled, (node.outputs[0] as Tensor).shape)];
  if (profile.choices === OPEN) return undefined;
  if (isFiltered(call.filtering, profile, () => allVariants(call, profile))) return [call.filtering.result()];
  const variant = decide(call, profile);
  const product = apply1(op, node.inputs, { ...node.attributes, ...variant });
  return [variant.parts > 1 ? sum(product, { axis: 0 }) : product];
}

function larger({ product, sides, ofChannels }: Call, profile: Profile): Tensor | undefined {
  const channels = filledChannels(sides, product, profile);
  return channels && ofChannels(...channels);
}

function forward({ inputs: [x, kernel], attributes }: Node<ConvolutionOptions & Variant>): Call {
  const sides = forwardSides(x as Tensor, kernel as Tensor, attributes);
  return {
    product: forwardProduct(sides, attributes),
    a: windowLoader(sides),
    b: kernelRows(sides),
    filtering: filteredForward(x as Tensor, kernel as Tensor, sides),
    sides,
    ofChannels: (c, n) => convolution(withChannels(x as Tensor, c), kernelWithChannels(kernel as Tensor, c, n), attributes),
  };
}

function backward({ inputs: [y, kernel], attributes }: Node<ConvolutionOptions & Variant & { readonly spatial: Shape }>): Call {
  const sides = backwardSides(y as Tensor, kernel as Tensor, attributes);
  const shared = {
    filtering: filteredTranspose(y as Tensor, kernel as Tensor, sides),
    sides,
    ofChannels: (c: number, n: number) =>
      convolutionTranspose(withChannels(y as Tensor, n), kernelWithChannels(kernel as Tensor, c, n), attributes.spatial, attributes),
  };
  if (!hasPhases(sides)) return { product: backwardProduct(sides), a: spreadLoader(sides), b: kernelLines(sides), ...shared };
  return { product: phaseProduct(sides), a: phaseLoader(sides), b: phaseKernelLines(sides), c: phasePlaces(sides), ...shared };
}

/** `backward` with a sum that is not split: its op's output has no axis for parts. */
function undivided(node: Node<ConvolutionOptions & Variant & { readonly spatial: Shape }>): Call {
  const { product, ...loaders } = backward(node);
  return { ...loaders, product: { ...product, segments: 1, segment: product.segments * product.segment } };
}

function kernelSum({ inputs: [x, dy], attributes }: Node<ConvolutionOptions & Variant & { readonly window: Shape }>): Call {
  const sides = gradientSides(x as Tensor, dy as Tensor, attributes);
  return {
    product: gradientProduct(sides, attributes),
    a: windowRowsLoader(sides),
    b: outputRows(sides),
    filtering: filteredKernelGradient(x as Tensor, dy as Tensor, sides),
    sides,
    ofChannels: (c, n) => kernelGradient(withChannels(x as Tensor, c), withChannels(dy as Tensor, n), attributes.window, attributes),
  };
}

function partAxis({ parts }: Variant): Shape {
  return parts > 1 ? [parts] : [];
}

function spatialOf({ shape }: Tensor): Shape {
  return shape.slice(1, -1);
}

function windowOf({ shape }: Tensor): Shape {
  return shape.slice(0, -2);
}

function forwardSides(x: Tensor, kernel: Tensor, options: ConvolutionOptions): Sides {
  const window = windowOf(kernel);
  const [batch, inputs] = [x.shape[0] as number, x.shape.at(-1) as number];
  const [perGroup, outputs] = kernel.shape.slice(-2) as [number, number];
  if (window.length !== spatialOf(x).length || perGroup * options.groups !== inputs || outputs % options.groups) {
    throw new RangeError(
      `Cannot convolve ${showShape(x.shape)} with the kernel ${showShape(kernel.shape)} in ${options.groups} groups: the kernel must be [...window, in / groups, out] for the last axis of the input, and out a multiple of the groups`,
    );
  }
  return sidesOf({ batch, spatial: spatialOf(x), window, inputs, outputs, options });
}

function backwardSides(y: Tensor, kernel: Tensor, { spatial, ...options }: ConvolutionOptions & { readonly spatial: Shape }): Sides {
  const window = windowOf(kernel);
  const [perGroup, outputs] = kernel.shape.slice(-2) as [number, number];
  const sides = sidesOf({ batch: y.shape[0] as number, spatial, window, inputs: perGroup * options.groups, outputs, options });
  const wanted = [sides.batch, ...sides.positions, outputs];
  if (showShape(wanted) !== showShape(y.shape)) {
    throw new RangeError(
      `Cannot transpose a convolution of ${showShape(spatial)} with the kernel ${showShape(kernel.shape)}: y has shape ${showShape(y.shape)}, it must be ${showShape(wanted)}`,
    );
  }
  return sides;
}

function gradientSides(x: Tensor, dy: Tensor, { window, ...options }: ConvolutionOptions & { readonly window: Shape }): Sides {
  const [inputs, outputs] = [x.shape.at(-1) as number, dy.shape.at(-1) as number];
  return sidesOf({ batch: x.shape[0] as number, spatial: spatialOf(x), window, inputs, outputs, options });
}
