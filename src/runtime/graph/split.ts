/** Cuts a dispatch that would run too long into several of the same kernel, each for a range of its workgroups. Used by `emit.ts`. */

/** The workgroups of one dispatch. */
export interface Range {
  /** Workgroups in x and y. */
  readonly grid: readonly [number, number];
  /** The first one's number in the kernel, where other dispatches run the rest. */
  readonly firstGroup?: number;
}

/** Workgroups that one axis of a dispatch may have. */
const MAX_GRID = 65535;

/** Bytes between the numbers of first workgroups in their buffer: offsets of uniform bindings are multiples of 256. */
export const FIRST_GROUP_STRIDE = 256;

/**
 * Ranges of equal size that together are `workgroups`, each of at most `limit` of the `seconds` that all take: workgroups depend on none of
 * the same kernel, so they may run one after the other. A workgroup is never cut, so one that takes longer by itself stays.
 */
export function split(workgroups: number, seconds: number, limit = Number.POSITIVE_INFINITY): readonly Range[] {
  if (seconds <= limit || workgroups <= 1) return [{ grid: gridOf(workgroups, Math.min(workgroups, MAX_GRID)) }];
  const size = rangeSize(workgroups, Math.max(1, Math.floor((workgroups * limit) / seconds)));
  const columns = Math.min(size, MAX_GRID);
  return Array.from({ length: Math.ceil(workgroups / size) }, (_, i) => {
    const count = Math.min(size, workgroups - i * size);
    return { grid: gridOf(count, Math.min(count, columns)), firstGroup: i * size };
  });
}

/** What is left of `most` when all ranges are made equal. Above one axis whole rows: a row that reaches into the next range would run twice. */
function rangeSize(workgroups: number, most: number): number {
  const even = Math.ceil(workgroups / Math.ceil(workgroups / most));
  return even <= MAX_GRID ? even : Math.floor(most / MAX_GRID) * MAX_GRID;
}

function gridOf(workgroups: number, columns: number): readonly [number, number] {
  return [columns, Math.ceil(workgroups / columns)];
}

/** Bytes of the buffer that holds the first workgroups of a plan's ranges; 0 where nothing is split. */
export function firstGroupBytes(ranges: readonly Range[]): number {
  return ranges.filter(({ firstGroup }) => firstGroup !== undefined).length * FIRST_GROUP_STRIDE;
}
