/** A group: the nodes that become one kernel. Made by `fuse.ts`. */
import type { Kernel } from './op.ts';
import { remembered } from './remembered.ts';
import type { Node, Tensor } from './tensor.ts';

/** Nodes that become one kernel. */
export interface Group {
  readonly id: number;
  /** The kernel in whose epilogue the elementwise nodes run; absent for a purely elementwise group. */
  readonly main?: Node;
  readonly kernel?: Kernel;
  /** Elementwise nodes, inputs before users. */
  readonly nodes: readonly Node[];
  /** Elements of the index space that all elementwise nodes share. */
  readonly size: number;
}

/** The nodes of a group with its main first. */
export function nodesOf(group: Group): readonly Node[] {
  return group.main ? [group.main, ...group.nodes] : group.nodes;
}

/** Outputs that the main loop writes itself. */
export function directOutputs({ main, kernel }: Group): readonly Tensor[] {
  return main && !kernel?.width ? main.outputs : [];
}

/** The tensor whose storage a tensor is: looks through views. */
export function base(tensor: Tensor): Tensor {
  let current = tensor;
  while (current.node.op.form.kind === 'view') current = current.node.inputs[0] as Tensor;
  return current;
}

/** The tensors that must be made before a tensor is used: the one whose storage it is, and those that views on the way wait for. */
export function awaited(tensor: Tensor): readonly Tensor[] {
  const { op, inputs } = tensor.node;
  if (op.form.kind !== 'view') return [tensor];
  return (op.form.waits ? inputs : inputs.slice(0, 1)).flatMap(awaited);
}

/** Which nodes use a tensor, looking through views. */
export type Users = ReadonlyMap<Tensor, readonly Node[]>;

/** The users of every tensor in `order`. */
export function usersOf(order: readonly Node[]): Users {
  const users = new Map<Tensor, Node[]>();
  for (const node of order) {
    if (node.op.form.kind === 'view') continue;
    for (const input of node.inputs.map(base)) remembered(users, input, () => []).push(node);
  }
  return users;
}
