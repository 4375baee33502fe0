/** Orders groups and packs independent ones into shared dispatches; assigns transient buffers by lifetime. Next: `emit.ts`. */
import type { Grouping } from './fuse.ts';
import type { Group } from './group.ts';
import type { Homes } from './homes.ts';
import { bytesPerElement, sizeOf, type Tensor } from './tensor.ts';
import { fits, viewsOf } from './views.ts';
import { slowestSeconds, workOf } from './work.ts';

/** Groups that run in one dispatch, side by side. */
export type Pack = readonly Group[];

/** Transient buffers of a plan: sizes in bytes, and which one each transient tensor lies in. */
export interface Transients {
  readonly sizes: readonly number[];
  readonly slotOf: ReadonlyMap<string, number>;
  /** Bytes of the tensors that live while each pack runs. */
  readonly live: readonly number[];
  /** The tensor that needs most, where there is one. */
  readonly largest: Tensor | undefined;
}

/**
 * Groups in an order that respects `before`, packed: each dispatch takes the group on the longest path to the end, then every other ready group
 * that may share with it, so that short side branches fill the dispatches of the main one. Together they take at most `longest` seconds.
 */
export function schedule({ groups, before }: Grouping, homes: Homes, longest = Number.POSITIVE_INFINITY): readonly Pack[] {
  const height = heights(groups, before);
  const views = new Map(groups.map((group) => [group, viewsOf(group, homes)]));
  const seconds = new Map(groups.map((group) => [group, slowestSeconds(workOf(group, homes))]));
  const together = (pack: Pack) =>
    fits(pack.flatMap((group) => views.get(group) ?? [])) && pack.reduce((sum, group) => sum + (seconds.get(group) ?? 0), 0) <= longest;
  const waiting = new Set([...groups].sort((a, b) => (height.get(b) ?? 0) - (height.get(a) ?? 0) || a.id - b.id));
  const done = new Set<Group>();
  const order: Group[][] = [];
  while (waiting.size) {
    const ready = [...waiting].filter((group) => [...(before.get(group) ?? [])].every((earlier) => done.has(earlier)));
    const pack: Group[] = [];
    for (const group of ready) if (!pack.length || together([...pack, group])) pack.push(group);
    for (const group of pack) {
      waiting.delete(group);
      done.add(group);
    }
    order.push(pack.sort((a, b) => a.id - b.id));
  }
  return order;
}

/** Length of the longest chain of groups that wait for each. */
function heights(groups: readonly Group[], before: Grouping['before']): ReadonlyMap<Group, number> {
  const after = new Map<Group, Group[]>();
  for (const group of groups) for (const earlier of before.get(group) ?? []) after.set(earlier, [...(after.get(earlier) ?? []), group]);
  const height = new Map<Group, number>();
  const visit = (group: Group): number => {
    const known = height.get(group);
    if (known !== undefined) return known;
    const own = 1 + Math.max(0, ...(after.get(group) ?? []).map(visit));
    height.set(group, own);
    return own;
  };
  groups.forEach(visit);
  return height;
}

/** Gives each transient tensor a buffer that no other tensor uses while it lives. Kept tensors live to the end. */
export function assignTransients(order: readonly Pack[], homes: Homes, kept: ReadonlySet<Tensor>): Transients {
  const lives = lifetimes(order, homes, kept);
  const sizes: number[] = [];
  const slotOf = new Map<string, number>();
  const free: number[] = [];
  order.forEach((_, step) => {
    for (const [buffer, life] of lives) {
      if (life.first === step) slotOf.set(buffer, take(free, sizes, life.bytes));
    }
    for (const [buffer, life] of lives) if (life.last === step) free.push(slotOf.get(buffer) as number);
  });
  const all = [...lives.values()];
  const live = order.map((_, step) => all.reduce((sum, { first, last, bytes }) => sum + (first <= step && step <= last ? bytes : 0), 0));
  return { sizes, slotOf, live, largest: all.sort((a, b) => b.bytes - a.bytes)[0]?.tensor };
}

interface Life {
  readonly first: number;
  last: number;
  readonly tensor: Tensor;
  readonly bytes: number;
}

function lifetimes(order: readonly Pack[], homes: Homes, kept: ReadonlySet<Tensor>): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>();
  order.forEach((pack, step) => {
    for (const group of pack) {
      for (const tensor of [...homes.storedBy(group), ...homes.readBy(group)]) {
        const home = homes.homeOf(tensor);
        if (home?.kind !== 'transient') continue;
        const life = lives.get(home.buffer);
        if (life) life.last = Math.max(life.last, step);
        else lives.set(home.buffer, newLife(home.tensor, step, kept.has(home.tensor) ? order.length : step));
      }
    }
  });
  return lives;
}

function newLife(tensor: Tensor, first: number, last: number): Life {
  return { first, last, tensor, bytes: transientBytes(tensor) };
}

/** Bytes of a tensor's buffer, padded so that four elements may be read or written at its end. */
export function transientBytes(tensor: Tensor): number {
  return Math.ceil((sizeOf(tensor.shape) * bytesPerElement(tensor.dtype)) / 16) * 16 || 16;
}

/** The smallest free buffer that fits, else the largest free one made larger, else a new one. */
function take(free: number[], sizes: number[], bytes: number): number {
  const bySize = [...free].sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0));
  const slot = bySize.find((candidate) => (sizes[candidate] ?? 0) >= bytes) ?? bySize.at(-1) ?? sizes.length;
  sizes[slot] = Math.max(sizes[slot] ?? 0, bytes);
  const index = free.indexOf(slot);
  if (index >= 0) free.splice(index, 1);
  return slot;
}
