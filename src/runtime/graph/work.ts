/** The work of a group: what it computes and what it moves. Asked by `schedule.ts` and `split.ts` for the time limit, shown by profiles. */
import { describe } from './emit.ts';
import { base, type Group, nodesOf } from './group.ts';
import type { Homes } from './homes.ts';
import type { Rates } from './profile.ts';
import { bytesPerElement, type Node, sizeOf, type Tensor } from './tensor.ts';

/** Work of a kernel. */
export interface Work {
  /** Arithmetic operations, a multiplication and an addition being two. */
  readonly operations: number;
  /** Each tensor counts once, however often the kernel loads it. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/** One of the groups that a dispatch computes side by side. */
export interface Member extends Work {
  /** Path of the layer, empty for what belongs to none. */
  readonly scope: string;
  /** Name of the op whose kernel it is. */
  readonly op: string;
  /** `dense matmul+add+relu [32,128]`. */
  readonly label: string;
}

/** The group as a member of its dispatch. */
export function memberOf(group: Group, homes: Homes): Member {
  const nodes = nodesOf(group);
  const scope = nodes.find((node) => node.scope)?.scope ?? '';
  return { scope, op: nodes[0]?.op.name ?? '', label: describe(group), ...workOf(group, homes) };
}

/** The work of a group: that of its kernel, and of its elementwise nodes per element. */
export function workOf(group: Group, homes: Homes): Work {
  const { main, kernel } = group;
  const reads = homes.readBy(group);
  const ofMain = new Set(kernel?.bytesRead === undefined ? [] : main?.inputs.map(base));
  return {
    operations: (main ? (kernel?.operations ?? largest(main)) : 0) + group.size * total(group.nodes.map(operationsOf)),
    bytesRead: (kernel?.bytesRead ?? 0) + total(reads.filter((tensor) => !ofMain.has(tensor)).map(bytesOf)),
    bytesWritten: total(homes.storedBy(group).map(bytesOf)),
  };
}

/** Seconds that work takes at such rates, if nothing of it overlaps. */
export function secondsOf({ operations, bytesRead, bytesWritten }: Work, rates: Rates): number {
  return operations / rates.operations + (bytesRead + bytesWritten) / rates.bytes;
}

/** Bytes of a tensor. */
export function bytesOf({ shape, dtype }: Tensor): number {
  return sizeOf(shape) * bytesPerElement(dtype);
}

function operationsOf({ op: { form } }: Node): number {
  return form.kind === 'elementwise' && !form.identity ? (form.operations ?? 1) : 0;
}

function largest({ inputs, outputs }: Node): number {
  return Math.max(...[...inputs, ...outputs].map(({ shape }) => sizeOf(shape)));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
