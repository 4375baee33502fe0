/** Reverse-mode differentiation on the graph: each op answers with the gradients of its inputs. */
import { broadcast } from '../graph/indexing.ts';
import { constant, type Variable } from '../graph/leaf.ts';
import { topological } from '../graph/lower.ts';
import { type Node, type StandIns, sameShape, showShape, sizeOf, type Tensor, withScope } from '../graph/tensor.ts';
import { add } from './elementwise.ts';
import { sumTo } from './reduce.ts';

/** d(sum of loss)/d(each target); `undefined` for a target that the loss does not depend on. */
export function gradients(loss: Tensor, targets: readonly (Tensor | Variable)[]): readonly (Tensor | undefined)[] {
  const wanted = targets.map((target) => ('before' in target ? target.before : target));
  const order = topological([loss]);
  const needed = dependents(order, new Set(wanted.map(({ node }) => node)));
  const dys = new Map<Tensor, Tensor>([[loss, constant(1, loss.shape)]]);
  const block = order.find(({ blocks }) => blocks.length)?.blocks[0];
  const pass: Pass = { needed, wanted: new Set(wanted), dys, standIns: block?.standIns(order), found: [] };
  for (const node of order.toReversed()) if (needed.has(node)) propagate(node, pass);
  return wanted.map((target) => dys.get(target));
}

/** One way through the graph from the loss to the targets. */
interface Pass {
  readonly needed: ReadonlySet<Node>;
  readonly wanted: ReadonlySet<Tensor>;
  readonly dys: Map<Tensor, Tensor>;
  /** Absent where no node lies in a block. */
  readonly standIns: StandIns | undefined;
  /** Gradients of targets since a block was last reached. Their kernels read activations, which are free before more are computed again. */
  readonly found: Tensor[];
}

function propagate(node: Node, { needed, wanted, dys, standIns, found }: Pass): void {
  const dy = node.outputs.map((output) => dys.get(output));
  if (!node.inputs.length || dy.every((value) => value === undefined)) return;
  const { gradient } = node.op;
  if (!gradient)
    throw new Error(
      `Cannot differentiate ${node.op.name}${node.scope ? ` of ${node.scope}` : ''}: it has no gradient, stop it from reaching the loss`,
    );
  const arrived = () => [...dy.filter((value) => value !== undefined), ...found.splice(0)];
  const read = standIns?.of(node, arrived) ?? node;
  withScope(node.scope, () => {
    const dxs = gradient(read, dy);
    node.inputs.forEach((input, i) => {
      const dx = dxs[i];
      if (!dx || !needed.has(input.node)) return;
      const fitted = toShapeOf(input, dx, node);
      const sum = dys.get(input);
      dys.set(input, sum ? add(sum, fitted) : fitted);
      if (wanted.has(input)) found.push(fitted);
    });
  });
}

/** The gradient with respect to an input from that with respect to the input broadcast, which is summed. */
function toShapeOf(input: Tensor, dx: Tensor, { op }: Node): Tensor {
  if (sizeOf(dx.shape) === sizeOf(input.shape)) return dx;
  const shape = broadcast(input.shape, dx.shape);
  if (shape && sameShape(shape, dx.shape)) return sumTo(dx, input.shape);
  throw new Error(`Cannot differentiate ${op.name}: its gradient has shape ${showShape(dx.shape)}, the input ${showShape(input.shape)}`);
}

/** Nodes of `order` that depend on one of `sources`, sources included. */
function dependents(order: readonly Node[], sources: ReadonlySet<Node>): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (const node of order) {
    if (sources.has(node) || node.inputs.some((input) => found.has(input.node))) found.add(node);
  }
  return found;
}
