/** Where variables lie in a slab: one after the other, in gaps first. Used by `store.ts`. */
import type { Variable } from '../graph/leaf.ts';
import { storedSize } from './layout.ts';

/** Elements between the starts of variables: binding offsets are multiples of 256 bytes. */
const ALIGNMENT = 64;

/** Elements of a slab that nobody has any more. */
interface Gap {
  readonly start: number;
  readonly size: number;
}

/** The places of a slab. */
export interface Places {
  /** Elements up to the end of the last variable. */
  used: number;
  /** In the order of their starts, no two of them adjacent. */
  gaps: readonly Gap[];
}

/** Elements between the start of a variable and that of the next. */
export function extentOf(variable: Variable): number {
  return Math.ceil(Math.max(1, storedSize(variable)) / ALIGNMENT) * ALIGNMENT;
}

/** The start of the first gap that is large enough, else the end of the slab. */
export function takePlace(slab: Places, size: number): number {
  const gap = slab.gaps.find((each) => each.size >= size);
  if (!gap) {
    slab.used += size;
    return slab.used - size;
  }
  const rest = gap.size > size ? [{ start: gap.start + size, size: gap.size - size }] : [];
  slab.gaps = slab.gaps.flatMap((each) => (each === gap ? rest : [each]));
  return gap.start;
}

/** Adds a gap, joined with its neighbours; one at the end shortens the slab. */
export function leavePlace(slab: Places, gap: Gap): void {
  const joined: Gap[] = [];
  for (const next of [...slab.gaps, gap].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && last.start + last.size === next.start) joined[joined.length - 1] = { start: last.start, size: last.size + next.size };
    else joined.push(next);
  }
  const last = joined.at(-1);
  if (last && last.start + last.size === slab.used) {
    slab.used = last.start;
    joined.pop();
  }
  slab.gaps = joined;
}
