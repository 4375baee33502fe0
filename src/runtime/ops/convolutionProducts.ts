/** Convolutions as matrix products: their sizes, by the sides of the convolution. Used by `convolution.ts`. */
import { sizeOf } from '../graph/tensor.ts';
import { vectors, windowSegments } from './convolutionLoaders.ts';
import { phaseRows, phaseTaps, type Sides } from './convolutionShapes.ts';
import type { Product } from './product.ts';
import type { Variant } from './productVariants.ts';

/** C[output position, output channel] over k = (window position, input channel). */
export function forwardProduct(sides: Sides, { parts }: Pick<Variant, 'parts'>): Product {
  const { m, n, taps, perGroup, outputs } = pixelsOf(sides);
  const { segments, segment } = windowSegments(sides);
  const strides = { row: outputs, batch: n, part: m * outputs };
  return vectors(sides.inputs, perGroup)
    ? { m, n, segments, segment, batches: sides.groups, parts: parts || 1, strides }
    : { m, n, segments: 1, segment: taps * perGroup, batches: sides.groups, parts: 1, strides };
}

/** C[input position, input channel] over k = (window position, output channel). */
export function backwardProduct(sides: Sides): Product {
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

/** Whether windows meet different input positions at different places. Otherwise, or with gaps in the window, all positions are treated alike. */
export function hasPhases({ options: { strides, dilation } }: Sides): boolean {
  return strides.some((step) => step > 1) && dilation.every((step) => step === 1);
}

/** `backwardProduct` in phases, which multiply nothing by the zeros between the output positions. */
export function phaseProduct(sides: Sides): Product {
  const product = backwardProduct(sides);
  const batches = sides.groups * sizeOf(sides.options.strides);
  return { ...product, m: phaseRows(sides), segments: phaseTaps(sides), batches };
}

/** C[(window position, input channel), output channel] over the output positions, row by row. */
export function gradientProduct(sides: Sides, { parts }: Pick<Variant, 'parts'>): Product {
  const { n, taps, perGroup, outputs } = pixelsOf(sides);
  const segment = sides.positions.at(-1) as number;
  const m = taps * perGroup;
  const segments = (sides.batch * sizeOf(sides.positions)) / segment;
  return { m, n, segments, segment, batches: sides.groups, parts: parts || 1, strides: { row: outputs, batch: n, part: m * outputs } };
}

function pixelsOf({ batch, positions, window, inputs, outputs, groups }: Sides) {
  return { m: batch * sizeOf(positions), n: outputs / groups, taps: sizeOf(window), perGroup: inputs / groups, outputs };
}
