/** In which ways a product can run: in small or big tiles, its sum in one or several parts. Ops that are products lower into one. Next: `product.ts`. */
import { chosen, digest, type Variants } from '../graph/choices.ts';
import type { Profile } from '../graph/profile.ts';
import { largestDivisor } from './largestDivisor.ts';
import {
  type Multiplication,
  multiplicationsOf,
  type Product,
  partsFor,
  productKernel,
  type TileName,
  tileFor,
  tileNames,
  wasteOf,
} from './product.ts';

/** Attributes of an op that is a product: how it runs. */
export interface Variant {
  /** The sum is split into so many, which the output holds one after another along a first axis; 0: not decided yet. */
  readonly parts: number;
  readonly tile: TileName;
}

/** What is traced; `lower` decides. */
export const UNDECIDED: Variant = { parts: 0, tile: 'small' };

/** Parts that are tried, as multiples of the usual number. */
const MULTIPLES = [0.5, 2];

/** Terms of a sum below which a part of it is not even tried. */
const FEWEST_TERMS = 64;

/** How much more than C big tiles may cover and still be tried. */
const MOST_WASTE = 2;

/** Times the multiplications of a product that runs in tiles of few results, up to which they are tried. */
const MORE_PRODUCTS = 2;

/** The variant that a product runs in. `segments` of the product can be divided as they are. */
export function decide(call: Multiplication, profile: Profile): Variant {
  const { choices } = profile;
  if (!choices) return usual(call.product, profile);
  const name = chosen(variantsOf(call, profile), choices);
  return candidates(call.product, profile).find((variant) => nameOf(variant) === name) as Variant;
}

/**
 * All variants of a product, the usual one first. The key holds no epilogue: every tile ends in the same one, and that of a split product moves to the
 * pass that adds the parts.
 */
export function variantsOf(call: Multiplication, profile: Profile): Variants {
  const { m, n, segments, segment, batches } = call.product;
  const kernels = tileNames(profile).map((tile) => productKernel(call, profile, tile));
  const key = `${profile.name} ${m}x${n}x${segments * segment}x${batches} ${digest(JSON.stringify(kernels))}`;
  return { key, names: candidates(call.product, profile).map(nameOf) };
}

function candidates(product: Product, profile: Profile): readonly Variant[] {
  const first = usual(product, profile);
  const tiles = tileNames(profile).filter((tile) => tile === 'small' || tile === first.tile || isTried(product, tile, profile));
  const all = [first, ...partCounts(product, first.parts).flatMap((parts) => tiles.map((tile) => ({ parts, tile })))];
  return [...new Map(all.map((variant) => [nameOf(variant), variant])).values()];
}

function isTried(product: Product, tile: TileName, profile: Profile): boolean {
  if (tile === 'few') return multiplicationsOf(product) <= MORE_PRODUCTS * profile.fewProducts;
  return wasteOf(product, tile, profile) <= MOST_WASTE;
}

function usual(product: Product, profile: Profile): Variant {
  const parts = partsFor(product, profile);
  return { parts, tile: tileFor({ ...product, parts }, profile) };
}

function partCounts({ segments, segment }: Product, parts: number): readonly number[] {
  const most = Math.floor((segments * segment) / FEWEST_TERMS);
  return [parts, 1, ...MULTIPLES.map((multiple) => largestDivisor(segments, Math.min(most, Math.floor(parts * multiple))))];
}

function nameOf({ parts, tile }: Variant): string {
  return parts > 1 ? `${tile} in ${parts}` : tile;
}
