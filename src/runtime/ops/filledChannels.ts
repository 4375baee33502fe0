/** Convolutions whose channels are no whole vectors, as larger ones whose further channels are 0. Used by `convolution.ts`; `filledRows.ts` leaves out what cancels. */
import type { Profile } from '../graph/profile.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import type { Sides } from './convolutionShapes.ts';
import { cropOrPad, filled } from './filledRows.ts';
import { multiplicationsOf, type Product } from './product.ts';

/** Channels below which the copies and the zeros would cost as much as they are worth. */
const FEWEST = 6;

/**
 * Input and output channels to fill up to; `undefined` where a convolution has such channels, or where it does not pay. On SwiftShader loads of single elements cost
 * so much that it pays as soon as there are six channels: steps of networks with 30, 62 and 126 take 0.4 to 0.5 of the time, LeNet's 0.9. A GPU has
 * loads to spare, and writes and reads zeros like the rest: there products must be large, and images small beside them.
 */
export function filledChannels(sides: Sides, product: Product, profile: Profile): [number, number] | undefined {
  const { inputs, outputs, batch, spatial, positions, groups } = sides;
  const wanted: [number, number] = [vectorsOf(inputs), vectorsOf(outputs)];
  const elements = batch * (elementsOf(inputs, sizeOf(spatial)) + elementsOf(outputs, sizeOf(positions)));
  const multiplications = multiplicationsOf(product);
  const pays = multiplications > profile.fewProducts && multiplications >= elements * profile.filledProducts;
  return groups === 1 && elements > 0 && pays ? wanted : undefined;
}

function vectorsOf(channels: number): number {
  return channels < FEWEST ? channels : filled(channels);
}

/** Elements of an image where it is filled up, else 0. */
function elementsOf(channels: number, places: number): number {
  const wanted = vectorsOf(channels);
  return wanted === channels ? 0 : wanted * places;
}

/** x [..., channels] with so many channels, further ones being 0. */
export function withChannels(x: Tensor, channels: number): Tensor {
  return cropOrPad(x, [...x.shape.slice(0, -1), channels]);
}

/** Kernel [...window, in, out] likewise. */
export function kernelWithChannels(kernel: Tensor, inputs: number, outputs: number): Tensor {
  return cropOrPad(kernel, [...kernel.shape.slice(0, -2), inputs, outputs]);
}
