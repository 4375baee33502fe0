/** Groups nodes into kernels: elementwise chains, and chains in the epilogue of a kernel that has one. Next: `schedule.ts`. */
import { awaited, base, type Group, nodesOf } from './group.ts';
import { type Homes, slabName } from './homes.ts';
import { readVariable, writtenVariable } from './leaf.ts';
import type { Elementwise } from './op.ts';
import type { Profile } from './profile.ts';
import { Reach } from './reach.ts';
import { type Node, sizeOf, type Tensor } from './tensor.ts';
import { fits, viewsOf } from './views.ts';

/** The groups of a graph and what must run before what. */
export interface Grouping {
  readonly groups: readonly Group[];
  /** For each group, those that must have finished before. */
  readonly before: ReadonlyMap<Group, ReadonlySet<Group>>;
}

/** Groups `order` (inputs before users) for a device. */
export function fuse(order: readonly Node[], profile: Profile, homes: Homes): Grouping {
  const work = new Workbench(order, profile, homes);
  const chained = order.filter((node) => node.op.form.kind === 'elementwise');
  const assigns = chained.filter((node) => writtenVariable(node.outputs[0] as Tensor));
  // A value that is assigned needs no buffer of its own: with assignments merged first, what else fits into a kernel is seen rightly.
  for (const node of [...assigns, ...chained]) for (const input of producersFirst(node)) work.tryMerge(input, node);
  return work.result();
}

/** Producers that a node could share a kernel with, the latest first: what depends on most is merged first. */
function producersFirst(node: Node): Tensor[] {
  const candidates = node.inputs.map(base).filter((input) => sizeOf(input.shape) === sizeOf((node.outputs[0] as Tensor).shape));
  return candidates.sort((a, b) => b.node.id - a.node.id);
}

/** Union of groups with the edges between them kept in step. */
class Workbench {
  private readonly profile: Profile;
  private readonly groupOf = new Map<Node, Group>();
  private readonly before = new Map<Group, Set<Group>>();
  private readonly after = new Map<Group, Set<Group>>();
  private readonly position = new Map<Node, number>();
  private readonly homes: Homes;
  private readonly reach: Reach<Group>;
  private count = 0;

  constructor(order: readonly Node[], profile: Profile, homes: Homes) {
    this.profile = profile;
    this.homes = homes;
    for (const node of order) {
      this.position.set(node, this.position.size);
      if (isWork(node)) this.add(this.single(node));
    }
    for (const node of order) for (const { node: earlier } of node.inputs.flatMap(awaited)) this.link(earlier, node);
    this.linkWritesAfterReads(order);
    this.reach = new Reach(this.after, this.count);
  }

  tryMerge(input: Tensor, node: Node): void {
    const first = this.groupOf.get(input.node);
    const second = this.groupOf.get(node);
    if (!first || !second || first === second) return;
    const merged = this.merged(first, second);
    if (merged && !this.pathBetween(first, second)) this.replace(first, second, merged);
  }

  result(): Grouping {
    const groups = [...this.before.keys()].sort((a, b) => a.id - b.id);
    return { groups, before: this.before };
  }

  private single(node: Node): Group {
    const size = sizeOf((node.outputs[0] as Tensor).shape);
    const id = this.count++;
    if (node.op.form.kind !== 'kernel') return { id, nodes: [node], size };
    return { id, main: node, kernel: node.op.form.kernel(node, this.profile), nodes: [], size };
  }

  private add(group: Group): void {
    this.before.set(group, new Set());
    this.after.set(group, new Set());
    for (const node of nodesOf(group)) this.groupOf.set(node, group);
  }

  private link(from: Node, to: Node): void {
    const first = this.groupOf.get(from);
    const second = this.groupOf.get(to);
    if (!first || !second || first === second) return;
    this.before.get(second)?.add(first);
    this.after.get(first)?.add(second);
  }

  /** An in-place write comes after the last reader of the old value. */
  private linkWritesAfterReads(order: readonly Node[]): void {
    const writers = new Map<unknown, Node>();
    for (const node of order) {
      const variable = writtenVariable(node.outputs[0] as Tensor);
      if (variable) writers.set(variable, node);
    }
    for (const node of order) {
      for (const input of node.inputs) {
        const writer = writers.get(readVariable(base(input)));
        if (writer) this.link(node, writer);
      }
    }
  }

  private merged(first: Group, second: Group): Group | undefined {
    if (first.size !== second.size || (first.main && second.main)) return undefined;
    const owner = first.main ? first : second.main ? second : undefined;
    if (owner && !owner.kernel?.width) return undefined;
    const nodes = [...first.nodes, ...second.nodes].sort((a, b) => (this.position.get(a) ?? 0) - (this.position.get(b) ?? 0));
    const group: Group = { id: second.id, main: owner?.main, kernel: owner?.kernel, nodes, size: first.size };
    if (owner?.kernel?.width === 4 && !nodes.every(isVector)) return undefined;
    if (owner?.kernel?.width === 1 && updatesVectors(nodes, group.size)) return undefined;
    const whole = !readsOwn(group) && !this.mainReadsWhatIsWritten(group);
    return whole && this.sharesIndex(group) && fits(viewsOf(group, this.homes)) ? group : undefined;
  }

  /** Inside a group a value is used at the element at which it is made, and a variable is not read elsewhere than it is written. */
  private sharesIndex(group: Group): boolean {
    const own = new Set(nodesOf(group));
    const written = new Set(group.nodes.map((node) => writtenVariable(node.outputs[0] as Tensor)).filter(Boolean));
    return group.nodes.every((node) =>
      node.inputs.every((input) => {
        const source = base(input);
        const shared = own.has(source.node) || written.has(readVariable(source));
        return !shared || (sizeOf(source.shape) === group.size && !(node.op.form as Elementwise<unknown>).moves);
      }),
    );
  }

  /** A main loop binds what it reads as read-only, so nothing in the same slab may be written by its epilogue. */
  private mainReadsWhatIsWritten({ main, nodes }: Group): boolean {
    const written = new Set(
      nodes.map((node) => writtenVariable(node.outputs[0] as Tensor)).map((variable) => variable && slabName(variable)),
    );
    return main?.inputs.some((input) => this.homes.slabsOf(input).some((slab) => written.has(slab))) ?? false;
  }

  /** Whether one of two groups is reached from the other through a third, which merging would turn into a cycle. */
  private pathBetween(first: Group, second: Group): boolean {
    return this.leadsOnward(first, second) || this.leadsOnward(second, first);
  }

  private leadsOnward(from: Group, to: Group): boolean {
    return [...(this.after.get(from) ?? [])].some((group) => group !== to && this.reach.leads(group, to));
  }

  private replace(first: Group, second: Group, merged: Group): void {
    const before = new Set([...(this.before.get(first) ?? []), ...(this.before.get(second) ?? [])]);
    const after = new Set([...(this.after.get(first) ?? []), ...(this.after.get(second) ?? [])]);
    for (const old of [first, second]) {
      this.before.delete(old);
      this.after.delete(old);
      before.delete(old);
      after.delete(old);
    }
    this.add(merged);
    this.before.set(merged, before);
    this.after.set(merged, after);
    for (const group of before) exchange(this.after.get(group), first, second, merged);
    for (const group of after) exchange(this.before.get(group), first, second, merged);
    this.reach.merge(first, second, merged);
  }
}

function exchange(edges: Set<Group> | undefined, first: Group, second: Group, merged: Group): void {
  edges?.delete(first);
  edges?.delete(second);
  edges?.add(merged);
}

function isWork(node: Node): boolean {
  return node.op.form.kind === 'elementwise' || node.op.form.kind === 'kernel';
}

/** Whether an elementwise node may run on four elements at once. */
function isVector(node: Node): boolean {
  return (node.op.form as Elementwise<unknown>).vector;
}

/**
 * Whether elementwise nodes update variables and may do so four elements at once. They then stay out of a kernel that works on single elements: as a
 * chain of their own they bind the variables' slab as other updates do, and can share a dispatch with them.
 */
function updatesVectors(nodes: readonly Node[], size: number): boolean {
  const updates = nodes.some((node) => writtenVariable(node.outputs[0] as Tensor)?.dtype === 'f32');
  return updates && size >= 4 && nodes.every(isVector);
}

/** A main loop runs before its epilogue: it cannot read what the epilogue makes. */
function readsOwn({ main, nodes }: Group): boolean {
  return main?.inputs.some((input) => nodes.includes(base(input).node)) ?? false;
}
