/** A tensor seen as [outer, reduced, inner] for a reduction along the middle, and how many slices suit a device. Used by reductions and moments. */
import type { Profile } from '../graph/profile.ts';
import { type Shape, sizeOf } from '../graph/tensor.ts';
import { filled } from './filledRows.ts';
import { largestDivisor } from './largestDivisor.ts';

/** A reduction of neighbouring axes, x seen as [outer, reduced, inner]. */
export interface Span {
  readonly outer: number;
  readonly reduced: number;
  readonly inner: number;
}

/** The span of axes `first` to `last` (inclusive) of a shape. */
export function spanOf(shape: Shape, first: number, last: number): Span {
  return {
    outer: sizeOf(shape.slice(0, first)),
    reduced: sizeOf(shape.slice(first, last + 1)),
    inner: sizeOf(shape.slice(last + 1)),
  };
}

/** The span of rows that are filled up. */
export function filledSpan({ outer, reduced, inner }: Span): Span {
  return { outer, reduced, inner: filled(inner) };
}

/** From how many rows on a second stage is worth its dispatch. */
const WORTH = { software: 1024, gpu: 256 } as const;
/** Most slices, fewer where few invocations go through all of them in the second stage; and fewest, and fewest rows of one. */
const MOST_SLICES = 256;
const MOST_TREE_SLICES = 1024;
const FEWEST_SLICES = 4;
const FEWEST_ROWS = 16;
/** Invocations that a GPU's kernels give a row whose elements lie side by side. */
const ROW_INVOCATIONS = 64;

/** Rows from which on a GPU gives four columns a workgroup, whose invocations each take some of them. */
const TREE_ROWS = 32;

/** Whether a workgroup may reduce four columns of each of the outer arrays. */
export function isTree({ reduced, inner }: Pick<Span, 'reduced' | 'inner'>, { name }: Profile): boolean {
  return name === 'gpu' && inner % 4 === 0 && reduced >= TREE_ROWS;
}

/** How many slices of equal length the reduced axis is cut into, so that reducing each keeps the device busy; 1 where it does not pay. */
export function sliceCount({ outer, reduced, inner }: Span, profile: Profile): number {
  if (reduced < WORTH[profile.name]) return 1;
  const row = inner > 1 ? inner / (inner % 4 ? 1 : 4) : profile.name === 'gpu' ? ROW_INVOCATIONS : 1;
  const most = isTree({ reduced: MOST_TREE_SLICES, inner }, profile) ? MOST_TREE_SLICES : MOST_SLICES;
  const wanted = Math.min(most, Math.floor(profile.invocations / (outer * row)), Math.floor(reduced / FEWEST_ROWS));
  // Elements side by side are loaded by four, so slices of them start at multiples of 4.
  const unit = inner > 1 ? 1 : 4;
  const count = largestDivisor(reduced / unit, wanted);
  return count >= FEWEST_SLICES ? count : 1;
}
