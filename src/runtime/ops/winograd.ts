/** Convolutions with a window of 3 x 3 and strides of 1 by Winograd's minimal filtering F(2 x 2, 3 x 3): 16 multiplications where 36 were. Chosen by `convolution.ts`. NaN and Inf spread over whole tiles: what meets one there is NaN. */
import { chosen, type Variants } from '../graph/choices.ts';
import type { Profile } from '../graph/profile.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import type { Sides } from './convolutionShapes.ts';
import { matmul } from './matmul.ts';
import { after } from './replay.ts';
import { filteredProduct } from './winogradProduct.ts';
import { gradientTilingOf, type Tiling, tileCount, tilingOf } from './winogradTiles.ts';
import { COMPONENTS, transformInput, transformKernel, transformKernelGradient, transformOutputGradient } from './winogradTransforms.ts';

/** A product of a convolution that can be computed by minimal filtering. */
export interface Filtering {
  /** Whether that is usually faster on a device. */
  pays(profile: Profile): boolean;
  /** The expression that gives the product's result. */
  result(): Tensor;
}

/** The name of the variant. */
const NAME = 'winograd';

/** Bytes of a transformed image or kernel, at most: what every device can bind. They are four and nearly two times as large as what they are made of. */
const MOST_BYTES = 2 ** 27;

/**
 * Multiplications that must be saved per element of the transformed images and kernel. Measured on SwiftShader: with 16 channels on both sides the output takes as long
 * either way and the kernel gradient half as long; from 32 channels to 64 output and data gradient take a third less, the kernel gradient half. On a GPU an
 * element of the image is written and read four times more, 32 bytes in which it does 300 to 600 operations: that is what 32 to 64 output channels save.
 * And where there are more, the direct product runs in tiles of 64 x 64, with half the loads per operation of those of 32 x 32 here. Both leave too little
 * to rely on, so `gpu/tuner.ts` must find it faster.
 */
const LEAST_SAVED: Readonly<Record<Profile['name'], number>> = { software: 9, gpu: Number.POSITIVE_INFINITY };

/** The output of a convolution by minimal filtering; `undefined` where that cannot be. */
export function filteredForward(x: Tensor, kernel: Tensor, sides: Sides): Filtering | undefined {
  const tiling = tilingOf(sides);
  return filtering(sides, tiling, () =>
    filteredProduct(transformInput(x, tiling), transformKernel(kernel, { rotated: false }), { ...tiling, transposed: false }),
  );
}

/** The data gradient likewise: the convolution of the output's gradient with the kernel turned by half a turn. */
export function filteredTranspose(y: Tensor, kernel: Tensor, sides: Sides): Filtering | undefined {
  const tiling = gradientTilingOf(sides);
  return filtering(sides, tiling, () =>
    filteredProduct(transformInput(y, tiling), transformKernel(kernel, { rotated: true }), { ...tiling, transposed: true }),
  );
}

/** The kernel gradient likewise. It transforms x again once dy is there: kept since the forward pass that would take four times the memory of x. */
export function filteredKernelGradient(x: Tensor, dy: Tensor, sides: Sides): Filtering | undefined {
  const tiling = tilingOf(sides);
  return filtering(sides, tiling, () => {
    const image = transformInput(after(x, [dy]), tiling);
    return transformKernelGradient(matmul(image, transformOutputGradient(dy, tiling), { transposeA: true }));
  });
}

function filtering(sides: Sides, tiling: Tiling, result: () => Tensor): Filtering | undefined {
  if (!applies(sides, tiling)) return undefined;
  return { pays: ({ name }) => savedPerElement(sides, tiling) >= LEAST_SAVED[name], result };
}

function applies({ window, inputs, outputs, options }: Sides, tiling: Tiling): boolean {
  const { strides, dilation, groups, padding } = options;
  if (window.length !== 2 || window.some((size) => size !== 3)) return false;
  const plain = [...strides, ...dilation, groups].every((value) => value === 1) && padding.every(([before]) => before <= 2);
  const bytes = COMPONENTS * Math.max(tileCount(tiling) * Math.max(inputs, outputs), inputs * outputs) * 4;
  return plain && inputs % 4 === 0 && outputs % 4 === 0 && bytes <= MOST_BYTES;
}

/** Of the 9 multiplications per position and pair of channels 16 per tile are left; those of positions beyond the image are lost. */
function savedPerElement({ inputs, outputs }: Sides, tiling: Tiling): number {
  const tiles = COMPONENTS * tileCount(tiling);
  const positions = tiling.batch * sizeOf(tiling.output);
  const transformed = tiles * (inputs + outputs) + COMPONENTS * inputs * outputs;
  return ((9 * positions - tiles) * inputs * outputs) / transformed;
}

/** The variants of a product, filtering among them. */
export function withFiltering(variants: Variants, filtering: Filtering | undefined, profile: Profile): Variants {
  if (!filtering) return variants;
  const { key, names } = variants;
  return { key, names: filtering.pays(profile) ? [NAME, ...names] : [...names, NAME] };
}

/** Whether filtering is the variant to take. `variants`: those of the product, asked for only where there are choices. */
export function isFiltered(filtering: Filtering | undefined, profile: Profile, variants: () => Variants): filtering is Filtering {
  if (!filtering) return false;
  return profile.choices ? chosen(variants(), profile.choices) === NAME : filtering.pays(profile);
}
