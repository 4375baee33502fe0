/**
 * Rows filled up with zeros to whole vectors, so that kernels load four neighbours at once whatever the size of the last axis. Ops whose kernels gain by it
 * fill up what they read and cut off what they give; here the two cancel, and what lies between them works on filled-up rows. `graph/lower.ts` asks.
 */
import { base } from '../graph/group.ts';
import { broadcastWalks } from '../graph/indexing.ts';
import { constant, constantValue } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply, apply1, type Node, type Shape, sameShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { moving } from './rearrange.ts';

/** `user`: the one node that reads it, which computes it as it goes. Marked for bundlers, which so leave it out of programs without convolutions. */
const cropOrPadOp: Op<{ readonly shape: Shape; readonly user?: number }> = {
  name: 'cropOrPad',
  infer: (_, { shape }) => [{ shape, dtype: 'f32' }],
  form: /* @__PURE__ */ moving(({ inputs: [x], attributes: { shape } }) => ({ walks: broadcastWalks((x as Tensor).shape, shape) })),
  inUser: onFilledRows,
};

/** x with each axis cut off at the end, or filled up with zeros, to `shape`. What is cut off must be 0: filled up again it is x itself. */
export function cropOrPad(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const [inner] = x.node.inputs;
  return x.node.op === (cropOrPadOp as Op) && inner && sameShape(inner.shape, shape) ? inner : apply1(cropOrPadOp, [x], { shape });
}

/** The next multiple of 4. */
export function filled(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** A node's outputs on filled-up rows, cut off again; `undefined` where none of its inputs is cut off, or it needs them so. */
function onFilledRows(node: Node): readonly Tensor[] | undefined {
  if (!node.inputs.some(uncut)) return undefined;
  const { form } = node.op;
  if (form.kind === 'view' && form.waits) return [waiting(node)];
  const isCut = uncut(node.inputs[0] as Tensor) !== undefined;
  const outputs =
    form.kind === 'elementwise' && form.zero ? elementwise(node, form.zero) : isCut ? node.op.onFilledRows?.(node, fillRows) : undefined;
  return outputs?.map((output, i) => cropOrPad(output, (node.outputs[i] as Tensor).shape));
}

/** A view that waits for what its inputs are cut off from. */
function waiting({ op, inputs, attributes, outputs }: Node): Tensor {
  const [view] = apply(
    op,
    inputs.map((input) => uncut(input) ?? input),
    attributes,
  ) as readonly [Tensor];
  return cropOrPad(view, (outputs[0] as Tensor).shape);
}

/** x with its last axis filled up. */
function fillRows(x: Tensor): Tensor {
  return cropOrPad(x, rowsFilled(x.shape));
}

/** A shape with its last axis filled up. */
export function rowsFilled(shape: Shape): Shape {
  return [...shape.slice(0, -1), filled(shape.at(-1) as number)];
}

/** What a tensor is the beginnings of rows of. */
function uncut(x: Tensor): Tensor | undefined {
  const [inner] = x.node.inputs;
  return x.node.op === (cropOrPadOp as Op) && inner && sameShape(inner.shape, rowsFilled(x.shape)) ? inner : undefined;
}

function elementwise(node: Node, zero: 'all' | 'any'): readonly Tensor[] | undefined {
  const { shape } = node.outputs[0] as Tensor;
  const inputs = node.inputs.map((x) => operand(x, shape, zero === 'any', node));
  return inputs.every((x) => x !== undefined) ? apply(node.op, inputs, node.attributes) : undefined;
}

/** An input of an elementwise op for filled-up rows; `undefined` where it has none, or might make others of zeros. */
function operand(x: Tensor, shape: Shape, any: boolean, { id }: Node): Tensor | undefined {
  const value = constantValue(base(x));
  if (value !== undefined) return any || value === 0 ? constant(value) : undefined;
  const last = x.shape.at(-1) ?? 1;
  if (last === 1) return any ? x : undefined;
  const rows = uncut(x);
  if (rows || sizeOf(x.shape) === sizeOf(shape)) return rows;
  return apply1(cropOrPadOp, [x], { shape: rowsFilled(shape), user: id });
}
