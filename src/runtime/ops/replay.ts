/**
 * Gradient checkpointing (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): gradients of the nodes of a block read copies of them,
 * computed again from what enters the block. Asked by `gradients.ts`, by way of the blocks.
 */
import { constantValue } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply, apply1, type Block, type Node, type StandIns, type Tensor, withBlocks, withScope } from '../graph/tensor.ts';

const afterOp: Op<null> = {
  name: 'after',
  infer: ([x]) => [x as Tensor],
  form: { kind: 'view', waits: true },
  gradient: (_, [dy]) => [dy],
};

/** x itself, for users that run once all of `earlier` are made. A constant waits for nothing. */
export function after(x: Tensor, earlier: readonly Tensor[]): Tensor {
  return constantValue(x) === undefined ? apply1(afterOp, [x, ...earlier], null) : x;
}

/** A block for what `withBlocks` runs: its nodes are computed again in the backward pass. */
export function newBlock(): Block {
  return { standIns: (order) => new Replay(order) };
}

class Replay implements StandIns {
  private readonly order: readonly Node[];
  private readonly copyOf = new Map<number, Node>();
  /** The copies that were made together with each. */
  private readonly company = new Map<Node, readonly Node[]>();

  constructor(order: readonly Node[]) {
    this.order = order;
  }

  /** Copies of a block inside another are made of that one's, so that its inner values need not be kept while the outer block is computed again. */
  of(node: Node, arrived: () => readonly Tensor[]): Node {
    if (!node.blocks.length) return node;
    if (!this.copyOf.has(node.id)) this.copyBlock(node, arrived());
    return this.of(this.copyOf.get(node.id) as Node, arrived);
  }

  private copyBlock(node: Node, arrived: readonly Tensor[]): void {
    const order = this.company.get(node) ?? this.order;
    const isInside = ({ blocks, inputs }: Node) => blocks[0] === node.blocks[0] && inputs.length > 0;
    const given = storedFor(order.filter((other) => !isInside(other)));
    const again = (input: Tensor) => {
      const copy = given.has(input) ? undefined : this.copyOf.get(input.node.id);
      return copy?.outputs[input.output] ?? after(input, arrived);
    };
    const copies: Node[] = [];
    for (const original of order.filter(isInside)) {
      const copy = copied(original, again, given);
      this.copyOf.set(original.id, copy);
      this.company.set(copy, copies);
      copies.push(copy);
    }
  }
}

/** All tensors that `users` read, and those whose storage these are. */
function storedFor(users: readonly Node[]): ReadonlySet<Tensor> {
  const stored = new Set<Tensor>();
  const add = (tensor: Tensor): void => {
    stored.add(tensor);
    if (tensor.node.op.form.kind === 'view') add(tensor.node.inputs[0] as Tensor);
  };
  for (const { inputs } of users) inputs.forEach(add);
  return stored;
}

/** A node one block further out. What its block gives out is there in any case, so the copy has the original's outputs in its place. */
function copied(
  { op, inputs, attributes, outputs, scope, blocks, id }: Node,
  again: (input: Tensor) => Tensor,
  given: ReadonlySet<Tensor>,
): Node {
  const made = withBlocks(blocks.slice(1), () => withScope(scope, () => apply(op, inputs.map(again), attributes)));
  const isThere = (output: Tensor) => given.has(output) || output.node.id !== id;
  return { ...(made[0] as Tensor).node, outputs: outputs.map((output, i) => (isThere(output) ? output : (made[i] as Tensor))) };
}
