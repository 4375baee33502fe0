/** Reverse-mode differentiation on the graph: each op answers with the gradients of its inputs. */
import { constant, type Variable } from '../graph/leaf.ts';
import { topological } from '../graph/lower.ts';
import { type Node, showShape, sizeOf, type Tensor, withScope } from '../graph/tensor.ts';
import { add } from './elementwise.ts';

/** d(sum of loss)/d(each target); `undefined` for a target that the loss does not depend on. */
export function gradients(loss: Tensor, targets: readonly (Tensor | Variable)[]): readonly (Tensor | undefined)[] {
  const wanted = targets.map((target) => ('before' in target ? target.before : target));
  const order = topological([loss]);
  const needed = dependents(order, new Set(wanted.map(({ node }) => node)));
  const dys = new Map<Tensor, Tensor>([[loss, constant(1, loss.shape)]]);
  for (const node of order.toReversed()) if (needed.has(node)) propagate(node, needed, dys);
  return wanted.map((target) => dys.get(target));
}

function propagate(node: Node, needed: ReadonlySet<Node>, dys: Map<Tensor, Tensor>): void {
  const dy = node.outputs.map((output) => dys.get(output));
  if (!node.inputs.length || dy.every((value) => value === undefined)) return;
  const { gradient } = node.op;
  if (!gradient) throw new Error(`Cannot differentiate ${node.op.name}${node.scope ? ` of ${node.scope}` : ''}: it has no gradient, stop it from reaching the loss`);
  const dxs = withScope(node.scope, () => gradient(node, dy));
  node.inputs.forEach((input, i) => {
    const dx = dxs[i];
    if (!dx || !needed.has(input.node)) return;
    if (sizeOf(dx.shape) !== sizeOf(input.shape)) {
      throw new Error(`Cannot differentiate ${node.op.name}: its gradient has shape ${showShape(dx.shape)}, the input ${showShape(input.shape)}`);
    }
    const sum = dys.get(input);
    dys.set(input, sum ? add(sum, dx) : dx);
  });
}

/** Nodes of `order` that depend on one of `sources`, sources included. */
function dependents(order: readonly Node[], sources: ReadonlySet<Node>): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (const node of order) {
    if (sources.has(node) || node.inputs.some((input) => found.has(input.node))) found.add(node);
  }
  return found;
}
