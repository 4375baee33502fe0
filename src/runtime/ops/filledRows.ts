/**
 * Rows filled up with zeros to whole vectors, so that kernels load four neighbours at once whatever the size of the last axis. Ops whose kernels gain by it
 * fill up what they read and cut off what they give; here the two cancel, and what lies between them works on filled-up rows. `graph/lower.ts` asks.
 */
import { base } from '../graph/group.ts';
import { broadcastWalks } from '../graph/indexing.ts';
import { constant, constantValue, readVariable } from '../graph/leaf.ts';
import type { Elementwise, Op } from '../graph/op.ts';
import { apply, apply1, type Node, type Shape, sameShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { makesZeros } from '../graph/zeros.ts';
import { broadcastTo } from './elementwise.ts';
import { inRow } from './inRow.ts';
import { moving } from './rearrange.ts';

/** `user`: the one node that reads it, which computes it as it goes. */
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
  const { form, onFilledRows: own } = node.op;
  if (form.kind === 'view' && form.waits) return [waiting(node)];
  const isCut = uncut(node.inputs[0] as Tensor) !== undefined;
  const outputs = form.kind === 'elementwise' && !own ? elementwise(node) : isCut ? own?.(node, fillRows) : undefined;
  return outputs?.map((output, i) => cropOrPad(output, (node.outputs[i] as Tensor).shape));
}

/** An elementwise node on filled-up rows; `undefined` where it moves elements, tells them apart by their places, or updates variables that are stored otherwise. */
function elementwise(node: Node): readonly Tensor[] | undefined {
  const { shape } = node.outputs[0] as Tensor;
  return onOperands(node, (x) => {
    const known = operand(x, DEPTH);
    if (known || (sizeOf(x.shape) === sizeOf(shape) && isOfVariables(x))) return known;
    return { x: apply1(cropOrPadOp, [x], { shape: rowsFilled(shape), user: node.id }), isZero: true };
  });
}

/** An input of an elementwise node for filled-up rows, and whether it is 0 beyond the beginnings of rows. */
interface Operand {
  readonly x: Tensor;
  readonly isZero: boolean;
}

/** The outputs of an elementwise node of other operands, set to 0 beyond the beginnings of rows. */
function onOperands(node: Node, operandOf: (x: Tensor) => Operand | undefined): readonly Tensor[] | undefined {
  const { identity, usesIndex, scalarInputs } = node.op.form as Elementwise<unknown>;
  if (identity || usesIndex) return undefined;
  const operands = node.inputs.map((x, i) => (scalarInputs?.includes(i) ? { x, isZero: false } : operandOf(x)));
  const inputs = operands.map((each) => each?.x);
  if (!inputs.every((x) => x !== undefined)) return undefined;
  const length = node.outputs[0]?.shape.at(-1) as number;
  const outputs = apply(node.op, inputs, node.attributes);
  return makesZeros(node, (_, i) => operands[i]?.isZero === true) ? outputs : outputs.map((output) => inRow(output, length));
}

/** Elementwise nodes up to which what depends on variables and constants alone is followed. */
const DEPTH = 4;

/** A tensor for filled-up rows, where it takes no copy. */
function operand(x: Tensor, depth: number): Operand | undefined {
  const value = constantValue(base(x));
  const last = x.shape.at(-1) ?? 1;
  if (value !== undefined) return { x: constant(value, last === 1 ? x.shape : rowsFilled(x.shape)), isZero: value === 0 };
  const other = last === 1 ? x : (repeatedInRows(x) ?? drawn(x));
  if (other) return { x: other, isZero: false };
  const rows = uncut(x) ?? (x.shape.length === 1 ? readVariable(x)?.whole : undefined) ?? (depth > 0 ? made(x, depth - 1) : undefined);
  return rows && { x: rows, isZero: true };
}

/** A tensor that follows element by element from others for filled-up rows. */
function made(x: Tensor, depth: number): Tensor | undefined {
  const { node, output } = x;
  return node.op.form.kind === 'elementwise' && node.inputs.length
    ? onOperands(node, (input) => operand(input, depth))?.[output]
    : undefined;
}

/** Whether a tensor is a variable, or follows from variables and constants alone, element by element. */
function isOfVariables(x: Tensor, depth = DEPTH): boolean {
  const { op, inputs } = base(x).node;
  if (readVariable(base(x)) || constantValue(base(x)) !== undefined) return true;
  return depth > 0 && op.form.kind === 'elementwise' && inputs.every((input) => isOfVariables(input, depth - 1));
}

/** For a tensor that is the same all along each row: the same for filled-up rows. */
function repeatedInRows({ node, shape }: Tensor): Tensor | undefined {
  const { form } = node.op;
  const [inner] = node.inputs;
  const isBroadcast = form.kind === 'elementwise' && form.identity && !form.moves;
  return isBroadcast && inner?.shape.at(-1) === 1 ? broadcastTo(inner, rowsFilled(shape)) : undefined;
}

/** For random numbers, which depend on scalars alone: the same ones in filled-up rows. */
function drawn({ node, output }: Tensor): Tensor | undefined {
  return node.inputs.every(({ shape }) => !shape.length) ? node.op.onFilledRows?.(node, fillRows)?.[output] : undefined;
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
export function fillRows(x: Tensor): Tensor {
  const known = operand(x, DEPTH);
  return known?.isZero && x.shape.at(-1) !== 1 ? known.x : cropOrPad(x, rowsFilled(x.shape));
}

/** A shape with its last axis filled up. */
export function rowsFilled(shape: Shape): Shape {
  return [...shape.slice(0, -1), filled(shape.at(-1) as number)];
}

/** What a tensor is the beginnings of rows of. */
export function uncut(x: Tensor): Tensor | undefined {
  const [inner] = x.node.inputs;
  return x.node.op === (cropOrPadOp as Op) && inner && sameShape(inner.shape, rowsFilled(x.shape)) ? inner : undefined;
}
