/** Orders groups and packs independent ones into shared dispatches, whose results `transients.ts` places. Next: `emit.ts`. */
import type { Grouping } from './fuse.ts';
import type { Group } from './group.ts';
import type { Homes } from './homes.ts';
import type { Profile } from './profile.ts';
import { remembered } from './remembered.ts';
import type { Tensor } from './tensor.ts';
import { Arena, type Transients } from './transients.ts';
import { fits, viewsOf } from './views.ts';
import { secondsOf, workOf } from './work.ts';

/** Groups that run in one dispatch, side by side. */
export type Pack = readonly Group[];

/** The packs of a plan in their order, and the places of what they hand on. */
export interface Schedule {
  readonly packs: readonly Pack[];
  readonly transients: Transients;
}

/** What a device's profile says of dispatches and buffers. */
type Limits = Pick<Profile, 'slowest' | 'longestDispatch' | 'largestBuffer'>;

/**
 * Groups in an order that respects `before`, packed: each dispatch takes the group on the longest path to the end, then every other ready group
 * that may share with it, so that short side branches fill the dispatches of the main one. Together they keep the limits of the device.
 */
export function schedule({ groups, before }: Grouping, homes: Homes, kept: ReadonlySet<Tensor>, limits: Limits): Schedule {
  const { longestDispatch = Number.POSITIVE_INFINITY, largestBuffer } = limits;
  const arena = new Arena(groups, homes, kept, largestBuffer);
  const height = heights(groups, before);
  const views = new Map(groups.map((group) => [group, viewsOf(group, homes)]));
  const seconds = new Map(groups.map((group) => [group, secondsOf(workOf(group, homes), limits.slowest)]));
  const viewsOfAll = (pack: Pack) => pack.flatMap((group) => views.get(group) ?? []);
  const together = (pack: Pack) =>
    fits(arena.resolve(viewsOfAll(pack))) && pack.reduce((sum, group) => sum + (seconds.get(group) ?? 0), 0) <= longestDispatch;
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
    arena.run(pack, viewsOfAll(pack));
  }
  return { packs: order, transients: arena };
}

/** Length of the longest chain of groups that wait for each. */
function heights(groups: readonly Group[], before: Grouping['before']): ReadonlyMap<Group, number> {
  const after = new Map<Group, Group[]>();
  for (const group of groups) for (const earlier of before.get(group) ?? []) remembered(after, earlier, () => []).push(group);
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
