/** Plans without a GPU: places for variables, and the stages of a plan laid open for checks. */

import { fuse } from '../../../src/runtime/graph/fuse.ts';
import { base, type Group, usersOf } from '../../../src/runtime/graph/group.ts';
import { Homes } from '../../../src/runtime/graph/homes.ts';
import type { Variable } from '../../../src/runtime/graph/leaf.ts';
import { lower, topological } from '../../../src/runtime/graph/lower.ts';
import { type Plan, plan } from '../../../src/runtime/graph/plan.ts';
import { type Pack, schedule } from '../../../src/runtime/graph/schedule.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import type { Transients } from '../../../src/runtime/graph/transients.ts';
import { PROFILES } from '../../support/gpu.ts';

/** What is asked of a plan, without the places of variables. */
export interface Request {
  readonly outputs?: readonly Tensor[];
  readonly writes?: readonly Tensor[];
  readonly keep?: readonly Tensor[];
  readonly profile?: keyof typeof PROFILES;
  /** Bytes of the largest buffer; default: without limit. */
  readonly largestBuffer?: number;
}

/** Variables one after the other, 64 elements aligned. */
export function places(): (variable: Variable) => number {
  const known = new Map<Variable, number>();
  let next = 0;
  return (variable) => {
    const place = known.get(variable) ?? next;
    if (!known.has(variable)) next += Math.ceil(variable.shape.reduce((size, axis) => size * axis, 1) / 64) * 64;
    known.set(variable, place);
    return place;
  };
}

/** The plan of a request, in the software profile unless another is named. */
export function planOf({ outputs = [], writes = [], keep = [], profile = 'software', ...limits }: Request): Plan {
  return plan({ outputs, writes, keep, profile: { ...PROFILES[profile], ...limits }, placeOf: places() });
}

/** What each dispatch of a plan computes. */
export function labels(request: Request): string[] {
  return planOf(request).dispatches.map(({ label }) => label);
}

/** The stages of a plan. */
export interface Stages {
  readonly groups: readonly Group[];
  readonly before: ReadonlyMap<Group, ReadonlySet<Group>>;
  readonly packs: readonly Pack[];
  readonly homes: Homes;
  readonly transients: Transients;
  readonly kept: ReadonlySet<Tensor>;
}

/** The stages that `plan` goes through. */
export function stagesOf({ outputs = [], writes = [], profile = 'software', ...limits }: Request): Stages {
  const roots = [...outputs, ...writes];
  const resolve = lower(roots, PROFILES[profile]);
  const order = topological(roots.map(resolve));
  const kept = new Set(outputs.map((tensor) => base(resolve(tensor))));
  const homes = new Homes(usersOf(order), kept);
  const { groups, before } = fuse(order, PROFILES[profile], homes);
  homes.settle(groups);
  return { groups, before, homes, kept, ...schedule({ groups, before }, homes, kept, { ...limits, slowest: PROFILES[profile].slowest }) };
}
