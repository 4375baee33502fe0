/** Convolutions in one to three spatial axes, channels last, as implicit matrix products: the output, the data gradient and the kernel gradient are each other's gradients. Next: `product.ts` makes the kernels. */
import geometry from '../../shaders/convolution/geometry.wgsl?raw';
import spreadA1 from '../../shaders/convolution/spreadA1.wgsl?raw';
import spreadA4 from '../../shaders/convolution/spreadA4.wgsl?raw';
import spreadLines from '../../shaders/convolution/spreadLines.wgsl?raw';
import windowLines from '../../shaders/convolution/windowLines.wgsl?raw';
import windowRowsA1 from '../../shaders/convolution/windowRowsA1.wgsl?raw';
import windowRowsA4 from '../../shaders/convolution/windowRowsA4.wgsl?raw';
import windowsA1 from '../../shaders/convolution/windowsA1.wgsl?raw';
import windowsA4 from '../../shaders/convolution/windowsA4.wgsl?raw';
import linesB1 from '../../shaders/matmul/linesB1.wgsl?raw';
import linesB4 from '../../shaders/matmul/linesB4.wgsl?raw';
import rowsB1 from '../../shaders/matmul/rowsB1.wgsl?raw';
import rowsB4 from '../../shaders/matmul/rowsB4.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { type ConvolutionOptions, geometryKnobs, type Sides, sidesOf } from './convolutionShapes.ts';
import { type Loader, type Product, partsFor, productKernel } from './product.ts';
import { sum } from './reduce.ts';
import { stored } from './stored.ts';

export type { ConvolutionOptions } from './convolutionShapes.ts';

/** x [batch, ...spatial, in], kernel [...window, in / groups, out] → [batch, ...positions, out]. 1 to 3 spatial axes. Throws RangeError for impossible shapes. */
export function convolution(x: TensorLike, kernel: TensorLike, options: ConvolutionOptions): Tensor {
  return apply1(convolutionOp, [stored(toTensor(x)), stored(toTensor(kernel))], { ...options, parts: 0 });
}

/**
 * The transpose (data gradient) of a convolution: y [batch, ...positions, out], kernel [...window, in / groups, out] → [batch, ...spatial, in]; the options are
 * those of the forward convolution from `spatial` to `positions`. Throws RangeError where that one would not give y's shape.
 */
export function convolutionTranspose(y: TensorLike, kernel: TensorLike, spatial: Shape, options: ConvolutionOptions): Tensor {
  return apply1(transposeOp, [stored(toTensor(y)), stored(toTensor(kernel))], { ...options, spatial });
}

/** Gradient of a convolution's kernel: x [batch, ...spatial, in], dy [batch, ...positions, out] → [...window, in / groups, out]. */
function kernelGradient(x: Tensor, dy: Tensor, window: Shape, options: ConvolutionOptions): Tensor {
  return apply1(kernelGradientOp, [stored(x), stored(dy)], { ...options, window, parts: 0 });
}

/** `parts`: the sum is split into so many, which the output holds one after another along a first axis; 0: not decided yet. */
interface Split {
  readonly parts: number;
}

const convolutionOp: Op<ConvolutionOptions & Split> = {
  name: 'convolution',
  infer: ([x, kernel], options) => {
    const sides = forwardSides(x as Tensor, kernel as Tensor, options);
    return [{ shape: [...partAxis(options), sides.batch, ...sides.positions, sides.outputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x, kernel], attributes }, profile) => {
      const sides = forwardSides(x as Tensor, kernel as Tensor, attributes);
      return productKernel(forwardProduct(sides, attributes), windowLoader(sides), kernelRows(sides), profile);
    },
  },
  lower: ({ inputs: [x, kernel], attributes }, profile) => {
    if (attributes.parts) return undefined;
    const sides = forwardSides(x as Tensor, kernel as Tensor, attributes);
    const parts = partsFor(forwardProduct(sides, { parts: 1 }), profile);
    return [summed(apply1(convolutionOp, [x as Tensor, kernel as Tensor], { ...attributes, parts }), parts)];
  },
  gradient: ({ inputs: [x, kernel], attributes: { parts: _, ...options } }, [dy]) => [
    dy && convolutionTranspose(dy, kernel as Tensor, spatialOf(x as Tensor), options),
    dy && kernelGradient(x as Tensor, dy, windowOf(kernel as Tensor), options),
  ],
};

const transposeOp: Op<ConvolutionOptions & { readonly spatial: Shape }> = {
  name: 'convolutionTranspose',
  infer: ([y, kernel], options) => {
    const sides = backwardSides(y as Tensor, kernel as Tensor, options);
    return [{ shape: [sides.batch, ...sides.spatial, sides.inputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [y, kernel], attributes }, profile) => {
      const sides = backwardSides(y as Tensor, kernel as Tensor, attributes);
      return productKernel(backwardProduct(sides), spreadLoader(sides), kernelLines(sides), profile);
    },
  },
  gradient: ({ inputs: [y, kernel], attributes: { spatial: _, ...options } }, [dx]) => [
    dx && convolution(dx, kernel as Tensor, options),
    dx && kernelGradient(dx, y as Tensor, windowOf(kernel as Tensor), options),
  ],
};

const kernelGradientOp: Op<ConvolutionOptions & Split & { readonly window: Shape }> = {
  name: 'convolutionKernelGradient',
  infer: ([x, dy], options) => {
    const sides = gradientSides(x as Tensor, dy as Tensor, options);
    return [{ shape: [...partAxis(options), ...options.window, sides.inputs / sides.groups, sides.outputs], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x, dy], attributes }, profile) => {
      const sides = gradientSides(x as Tensor, dy as Tensor, attributes);
      return productKernel(gradientProduct(sides, attributes), windowRowsLoader(sides), outputRows(sides), profile);
    },
  },
  lower: ({ inputs: [x, dy], attributes }, profile) => {
    if (attributes.parts) return undefined;
    const sides = gradientSides(x as Tensor, dy as Tensor, attributes);
    const parts = partsFor(gradientProduct(sides, { parts: 1 }), profile);
    return [summed(apply1(kernelGradientOp, [x as Tensor, dy as Tensor], { ...attributes, parts }), parts)];
  },
  gradient: ({ inputs: [x, dy], attributes: { parts: _, window: __, ...options } }, [dk]) => [
    dk && convolutionTranspose(dy as Tensor, dk, spatialOf(x as Tensor), options),
    dk && convolution(x as Tensor, dk, options),
  ],
};

function summed(product: Tensor, parts: number): Tensor {
  return parts > 1 ? sum(product, { axis: 0 }) : product;
}

function partAxis({ parts }: Split): Shape {
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

/** C[output position, output channel] over k = (window position, input channel). */
function forwardProduct(sides: Sides, { parts }: Split): Product {
  const { m, n, taps, perGroup, outputs } = pixelsOf(sides);
  const { segments, segment } = windowSegments(sides);
  const strides = { row: outputs, batch: n, part: m * outputs };
  return vectors(sides.inputs, perGroup)
    ? { m, n, segments, segment, batches: sides.groups, parts: parts || 1, strides }
    : { m, n, segments: 1, segment: taps * perGroup, batches: sides.groups, parts: 1, strides };
}

/** C[input position, input channel] over k = (window position, output channel). */
function backwardProduct(sides: Sides): Product {
  const perGroup = sides.inputs / sides.groups;
  const m = sides.batch * sizeOf(sides.spatial);
  const strides = { row: sides.inputs, batch: perGroup, part: 0 };
  return {
    m,
    n: perGroup,
    segments: sizeOf(sides.window),
    segment: sides.outputs / sides.groups,
    batches: sides.groups,
    parts: 1,
    strides,
  };
}

/** C[(window position, input channel), output channel] over the output positions, row by row. */
function gradientProduct(sides: Sides, { parts }: Split): Product {
  const { n, taps, perGroup, outputs } = pixelsOf(sides);
  const segment = sides.positions.at(-1) as number;
  const m = taps * perGroup;
  const segments = (sides.batch * sizeOf(sides.positions)) / segment;
  return { m, n, segments, segment, batches: sides.groups, parts: parts || 1, strides: { row: outputs, batch: n, part: m * outputs } };
}

function pixelsOf({ batch, positions, window, inputs, outputs, groups }: Sides) {
  return { m: batch * sizeOf(positions), n: outputs / groups, taps: sizeOf(window), perGroup: inputs / groups, outputs };
}

/** Runs of neighbouring elements under a window: one per window position, or per row of them where no padding or dilation parts the row. */
function windowSegments(sides: Sides): { readonly segments: number; readonly segment: number; readonly joined: boolean } {
  const perGroup = sides.inputs / sides.groups;
  const [before, after] = sides.options.padding.at(-1) as readonly [number, number];
  const joined = sides.groups === 1 && before + after === 0 && sides.options.dilation.at(-1) === 1;
  const row = joined ? (sides.window.at(-1) as number) : 1;
  return { segments: sizeOf(sides.window) / row, segment: perGroup * row, joined };
}

function windowLoader(sides: Sides): Loader {
  const perGroup = sides.inputs / sides.groups;
  const knobs = { ...geometryKnobs(sides), PIXELS: sides.batch * sizeOf(sides.positions), CHANNELS: perGroup, STRIDE: sides.inputs };
  if (!vectors(sides.inputs, perGroup)) return { along: 'lines', sources: [geometry, windowLines, windowsA1], knobs, inputs: ['a'] };
  const taps = windowSegments(sides).joined ? 1 : (sides.window.at(-1) as number);
  return { along: 'lines', sources: [geometry, windowLines, windowsA4], knobs: { ...knobs, TAPS_X: taps }, inputs: ['a'] };
}

function windowRowsLoader(sides: Sides): Loader {
  const perGroup = sides.inputs / sides.groups;
  const source = vectors(sides.inputs, perGroup) ? windowRowsA4 : windowRowsA1;
  const knobs = { ...geometryKnobs(sides), CHANNELS: perGroup, STRIDE: sides.inputs };
  return { along: 'rows', sources: [geometry, source], knobs, inputs: ['a'] };
}

function spreadLoader(sides: Sides): Loader {
  const perGroup = sides.outputs / sides.groups;
  const source = vectors(sides.outputs, perGroup) ? spreadA4 : spreadA1;
  const knobs = { ...geometryKnobs(sides), PIXELS: sides.batch * sizeOf(sides.spatial), CHANNELS: perGroup, STRIDE: sides.outputs };
  return { along: 'lines', sources: [geometry, spreadLines, source], knobs, inputs: ['a'] };
}

/** B: the kernel as rows of output channels. */
function kernelRows(sides: Sides): Loader {
  return rows(sides, (sizeOf(sides.window) * sides.inputs * sides.outputs) / sides.groups);
}

/** B: the output's gradient as rows of channels. */
function outputRows(sides: Sides): Loader {
  return rows(sides, sides.batch * sizeOf(sides.positions) * sides.outputs);
}

function rows({ outputs, groups }: Sides, total: number): Loader {
  const source = vectors(outputs, outputs / groups) ? rowsB4 : rowsB1;
  return { along: 'rows', sources: [source], knobs: { B_LENGTH: outputs, B_BATCH: outputs / groups, B_TOTAL: total }, inputs: ['b'] };
}

/** B: the kernel as lines of output channels, one for each input channel of a window position. */
function kernelLines({ window, inputs, outputs, groups }: Sides): Loader {
  const source = vectors(outputs, outputs / groups) ? linesB4 : linesB1;
  const matrix = (inputs / groups) * outputs;
  const knobs = { B_LENGTH: outputs, B_BATCH: outputs / groups, B_TOTAL: sizeOf(window) * matrix, B_SEGMENT: matrix };
  return { along: 'lines', sources: [source], knobs, inputs: ['b'] };
}

/** Whether channels can be loaded four at a time. */
function vectors(channels: number, perGroup: number): boolean {
  return channels % 4 === 0 && perGroup % 4 === 0;
}
