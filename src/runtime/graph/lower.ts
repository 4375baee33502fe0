/** Makes a traced graph ready to plan: rewrites ops for the device's profile and merges equal nodes. Next: `fuse.ts`. */
import { assignOp } from './leaf.ts';
import type { Op } from './op.ts';
import type { Profile } from './profile.ts';
import { remembered } from './remembered.ts';
import { apply, type Node, type Tensor, withScope } from './tensor.ts';

/** Rewrites the graphs that end in `roots`; the answer maps any tensor of them to the one that stands for it. */
export function lower(roots: readonly Tensor[], profile: Profile): (tensor: Tensor) => Tensor {
  const done = new Map<Node, readonly Tensor[]>();
  const equal = new Map<string, Node>();
  const visit = (node: Node): void => {
    if (done.has(node)) return;
    const inputs = node.inputs.map((input) => outputFrom(done, input));
    const same = inputs.every((input, i) => input === node.inputs[i]);
    const outputs = same ? node.outputs : withScope(node.scope, () => apply(node.op, inputs, node.attributes));
    const rebuilt = (outputs[0] as Tensor).node;
    const lowered = withScope(node.scope, () => byInput(rebuilt) ?? rebuilt.op.lower?.(rebuilt, profile));
    if (lowered) {
      for (const inner of topological(lowered)) visit(inner);
      done.set(
        node,
        lowered.map((tensor) => outputFrom(done, tensor)),
      );
    } else done.set(node, merged(equal, rebuilt).outputs);
    if (rebuilt !== node) done.set(rebuilt, done.get(node) as readonly Tensor[]);
  };
  for (const node of topological(roots)) visit(node);
  return (tensor) => outputFrom(done, tensor);
}

/** What the op of one of its inputs makes of a node. */
function byInput(node: Node): readonly Tensor[] | undefined {
  return node.inputs.find((input) => input.node.op.inUser)?.node.op.inUser?.(node);
}

/** All nodes that `roots` depend on, inputs before users, in a fixed order. */
export function topological(roots: readonly Tensor[]): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack = roots.map((root) => ({ node: root.node, next: 0 })).reverse();
  while (stack.length) {
    const top = stack[stack.length - 1] as { node: Node; next: number };
    const input = top.node.inputs[top.next++];
    if (seen.has(top.node)) stack.pop();
    else if (input) {
      if (!seen.has(input.node)) stack.push({ node: input.node, next: 0 });
    } else {
      seen.add(top.node);
      order.push(top.node);
      stack.pop();
    }
  }
  return order;
}

function outputFrom(done: ReadonlyMap<Node, readonly Tensor[]>, tensor: Tensor): Tensor {
  return done.get(tensor.node)?.[tensor.output] ?? tensor;
}

function merged(equal: Map<string, Node>, node: Node): Node {
  const key = keyOf(node);
  return key ? remembered(equal, key, () => node) : node;
}

/** Equal for nodes that must give equal values; `undefined` for those that are never merged. */
function keyOf(node: Node): string | undefined {
  if (node.op === (assignOp as unknown) || hasVariable(node.attributes)) return undefined;
  const inputs = node.inputs.map((input) => `${input.node.id}.${input.output}`).join();
  const number = remembered(opNumbers, node.op, () => opCount++);
  return `${node.op.name}|${number}|${inputs}|${JSON.stringify(node.attributes)}`;
}

function hasVariable(attributes: unknown): boolean {
  return typeof attributes === 'object' && attributes !== null && 'variable' in attributes;
}

const opNumbers = new WeakMap<Op, number>();
let opCount = 0;
