/** Groups nodes into kernels: elementwise chains, and chains in the epilogue of a kernel that has one. Next: `schedule.ts`. */
import { awaited, base, type Group, nodesOf } from './group.ts';
import { type Homes, slabName } from './homes.ts';
import { readVariable, writtenVariable } from './leaf.ts';
import type { Elementwise } from './op.ts';
import type { Profile } from './profile.ts';
import { Reach } from './reach.ts';
import { remembered } from './remembered.ts';
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

/** Groups that grow while nodes are merged into them. */
class Workbench {
  private readonly profile: Profile;
  private readonly groupOf = new Map<Node, Group>();
  /** What must run after a node; what must run after a group follows from it. */
  private readonly after = new Map<Node, Node[]>();
  private readonly position = new Map<Node, number>();
  private readonly homes: Homes;
  private readonly reach: Reach<Group>;

  constructor(order: readonly Node[], profile: Profile, homes: Homes) {
    this.profile = profile;
    this.homes = homes;
    for (const node of order) {
      this.position.set(node, this.position.size);
      if (isWork(node)) this.groupOf.set(node, this.single(node));
    }
    for (const node of order) for (const { node: earlier } of node.inputs.flatMap(awaited)) this.link(earlier, node);
    this.linkWritesAfterReads(order);
    const groups = [...this.groupOf.values()];
    this.reach = new Reach(new Map(groups.map((group) => [group, this.next(group)])), groups.length);
  }

  tryMerge(input: Tensor, node: Node): void {
    const first = this.groupOf.get(input.node);
    const second = this.groupOf.get(node);
    if (!first || !second || first === second) return;
    const merged = this.merged(first, second);
    if (!merged || this.leadsOnward(first, second) || this.leadsOnward(second, first)) return;
    for (const each of nodesOf(merged)) this.groupOf.set(each, merged);
    this.reach.merge(first, second, merged);
  }

  result(): Grouping {
    const groups = [...new Set(this.groupOf.values())].sort((a, b) => a.id - b.id);
    const before = new Map(groups.map((group) => [group, new Set<Group>()]));
    for (const group of groups) for (const later of this.next(group)) before.get(later)?.add(group);
    return { groups, before };
  }

  private single(node: Node): Group {
    const size = sizeOf((node.outputs[0] as Tensor).shape);
    const id = this.groupOf.size;
    if (node.op.form.kind !== 'kernel') return { id, nodes: [node], size };
    return { id, main: node, kernel: node.op.form.kernel(node, this.profile), nodes: [], size };
  }

  private link(from: Node, to: Node): void {
    remembered(this.after, from, () => []).push(to);
  }

  /** The groups right after a group. */
  private next(group: Group): ReadonlySet<Group> {
    const next = new Set(nodesOf(group).flatMap((node) => (this.after.get(node) ?? []).flatMap((later) => this.groupOf.get(later) ?? [])));
    next.delete(group);
    return next;
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

  /** Whether one group is reached from another through a third, which merging the two would turn into a cycle. */
  private leadsOnward(from: Group, to: Group): boolean {
    return [...this.next(from)].some((group) => group !== to && this.reach.leads(group, to));
  }
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
