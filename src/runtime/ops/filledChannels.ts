/** Convolutions whose channels are no whole vectors, as larger ones whose further channels are 0. Used by `convolution.ts`; `filledRows.ts` leaves out what cancels. */
import type { Profile } from '../graph/profile.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Sides } from './convolutionShapes.ts';
import { cropOrPad, filled } from './filledRows.ts';
import { multiplicationsOf, type Product } from './product.ts';

/** Channels below which the copies and the zeros would cost as much as they are worth. */
const FEWEST = 6;

/**
 * Input and output channels to fill up to; `undefined` where a convolution has such channels, or so little to do that loads matter less than the
 * copies. On SwiftShader steps of networks with 30, 62 and 126 channels take 0.4 of the time, LeNet's 0.9.
 */
export function filledChannels({ inputs, outputs, groups }: Sides, product: Product, profile: Profile): [number, number] | undefined {
  const wanted: [number, number] = [vectorsOf(inputs), vectorsOf(outputs)];
  const applies = groups === 1 && (wanted[0] !== inputs || wanted[1] !== outputs);
  return applies && multiplicationsOf(product) > profile.fewProducts ? wanted : undefined;
}

function vectorsOf(channels: number): number {
  return channels < FEWEST ? channels : filled(channels);
}

/** x [..., channels] with so many channels, further ones being 0. */
export function withChannels(x: Tensor, channels: number): Tensor {
  return cropOrPad(x, [...x.shape.slice(0, -1), channels]);
}

/** Kernel [...window, in, out] likewise. */
export function kernelWithChannels(kernel: Tensor, inputs: number, outputs: number): Tensor {
  return cropOrPad(kernel, [...kernel.shape.slice(0, -2), inputs, outputs]);
}
