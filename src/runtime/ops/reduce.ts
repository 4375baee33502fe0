/** Reductions over axes: sum, mean, max, min, product. Long ones run in two stages of fixed order. */
import columns from '../../shaders/reduce/columns.wgsl?raw';
import columns4 from '../../shaders/reduce/columns4.wgsl?raw';
import columnsOdd from '../../shaders/reduce/columnsOdd.wgsl?raw';
import columnsTree from '../../shaders/reduce/columnsTree.wgsl?raw';
import combineMax from '../../shaders/reduce/combineMax.wgsl?raw';
import combineMin from '../../shaders/reduce/combineMin.wgsl?raw';
import combineProduct from '../../shaders/reduce/combineProduct.wgsl?raw';
import combineSum from '../../shaders/reduce/combineSum.wgsl?raw';
import rows4 from '../../shaders/reduce/rows4.wgsl?raw';
import rowsTree from '../../shaders/reduce/rowsTree.wgsl?raw';
import tree4 from '../../shaders/reduce/tree4.wgsl?raw';
import { constant, constantValue, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { type Profile, WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Node, type Shape, sameShape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { broadcastTo, divide, equal, multiply } from './elementwise.ts';
import { reshape } from './reshape.ts';
import { isTree, type Span, sliceCount, spanOf } from './span.ts';
import { stored } from './stored.ts';

/** Which axes, and whether they stay with size 1. */
export interface ReduceOptions {
  /** One axis or several, negative from the end; absent: all. */
  readonly axis?: number | readonly number[] | null;
  readonly keepDims?: boolean;
}

/** A reduction of x to `kept`, the shape of x with size 1 for the axes that are reduced. */
interface Reduction extends Span {
  readonly kept: Shape;
}

type Backward = (x: Tensor, y: Tensor, dy: Tensor) => Tensor;

/** Rows from which on a reduction is split in two stages. */
const LONG = 2048;

/** Fours of columns up to which each may get a workgroup. */
const TREE_COLUMNS = 1024;

/** `isZero`: it makes nothing else of further zeros, so that rows may be filled up with them and reduced as well. */
function reduction(name: string, combine: string, backward: Backward, isZero = false): Op<Reduction> {
  const op: Op<Reduction> = {
    name,
    infer: (_, { kept }) => [{ shape: kept, dtype: 'f32' }],
    form: { kind: 'kernel', kernel: (node, profile) => kernel(node, combine, profile) },
    gradient: ({ inputs: [x], outputs: [y] }, [dy]) => (dy ? [backward(x as Tensor, y as Tensor, dy)] : [undefined]),
    onFilledRows: ({ inputs: [x], attributes }, fill) => {
      const rows = fill(x as Tensor);
      const longer = (size: number) => (size / ((x as Tensor).shape.at(-1) as number)) * (rows.shape.at(-1) as number);
      const { reduced, inner, kept } = attributes;
      if (kept.at(-1) === 1) return isZero ? [apply1(op, [rows], { ...attributes, reduced: longer(reduced) })] : undefined;
      return [apply1(op, [rows], { ...attributes, inner: longer(inner), kept: [...kept.slice(0, -1), rows.shape.at(-1) as number] })];
    },
    lower: ({ inputs: [x], attributes }, profile) => twoStages(op, x as Tensor, attributes, profile),
  };
  return op;
}

const sumOp = reduction('sum', combineSum, (x, _, dy) => broadcastTo(dy, x.shape), true);
const productOp = reduction('product', combineProduct, (x, y, dy) => divide(multiply(dy, y), x));
const maxOp = reduction('max', combineMax, ties);
const minOp = reduction('min', combineMin, ties);

/** Sum over axes. */
export function sum(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(sumOp, toTensor(x), options);
}

/** Mean over axes. */
export function mean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const tensor = toTensor(x);
  const total = sum(tensor, options);
  return multiply(total, sizeOf(total.shape) / sizeOf(tensor.shape));
}

/** Product over axes; its gradient needs elements other than 0. */
export function prod(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(productOp, toTensor(x), options);
}

/** Largest value over axes; tied elements share the gradient evenly. */
export function max(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(maxOp, toTensor(x), options);
}

/** Smallest value over axes; tied elements share the gradient evenly. */
export function min(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce(minOp, toTensor(x), options);
}

/** Sums out the axes along which `shape` was broadcast to x's shape: the gradient of broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const value = constantValue(x);
  if (value !== undefined) return constant((value * sizeOf(x.shape)) / sizeOf(shape), shape);
  const missing = x.shape.length - shape.length;
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis < missing || (shape[axis - missing] === 1 && x.shape[axis] !== 1));
  return reshape(sum(x, { axis: axes }), shape);
}

/** Axes that do not neighbour each other are reduced one run after the other, the innermost first. */
function reduce(op: Op<Reduction>, x: Tensor, { axis, keepDims = false }: ReduceOptions): Tensor {
  const axes = normalized(x.shape, axis);
  let shape = x.shape;
  let result = x;
  for (const [first, last] of runs(axes).reverse()) {
    const span = spanOf(shape, first, last);
    shape = [...shape.slice(0, first), ...shape.slice(first, last + 1).map(() => 1), ...shape.slice(last + 1)];
    if (span.reduced > 1) result = apply1(op, [stored(result)], { ...span, kept: shape });
  }
  return keepDims
    ? result
    : reshape(
        result,
        shape.filter((_, i) => !axes.includes(i)),
      );
}

function normalized(shape: Shape, axis: ReduceOptions['axis']): readonly number[] {
  if (axis === undefined || axis === null) return shape.map((_, i) => i);
  const list = typeof axis === 'number' ? [axis] : axis;
  return [...new Set(list.map((i) => inRange(shape, i)))].sort((a, b) => a - b);
}

function inRange(shape: Shape, axis: number): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(at) || at < 0 || at >= shape.length) {
    throw new RangeError(
      `Cannot reduce axis ${axis} of ${showShape(shape)}: it must be an integer from ${-shape.length} to ${shape.length - 1}`,
    );
  }
  return at;
}

function runs(axes: readonly number[]): [number, number][] {
  const result: [number, number][] = [];
  for (const axis of axes) {
    const last = result.at(-1);
    if (last && last[1] === axis - 1) last[1] = axis;
    else result.push([axis, axis]);
  }
  return result;
}

/** Splits a long reduction with few outputs, which would leave most of the device idle. */
function twoStages(op: Op<Reduction>, x: Tensor, reduction: Reduction, profile: Profile): readonly Tensor[] | undefined {
  const { outer, reduced, inner } = reduction;
  const parts = reduced < LONG ? 1 : sliceCount(reduction, profile);
  if (parts === 1) return undefined;
  const first = outer * parts;
  const partial = apply1(op, [x], { outer: first, reduced: reduced / parts, inner, kept: [first, inner] });
  return [apply1(op, [partial], { ...reduction, reduced: parts })];
}

function kernel({ attributes }: Node<Reduction>, combine: string, profile: Profile): Kernel {
  const { outer, reduced, inner } = attributes;
  const shared = { inputs: ['x'], outputs: [], once: true };
  if (inner > 1 || (reduced % 4 && (profile.name === 'software' || reduced < 64))) return columnKernel(attributes, combine, profile);
  if (profile.name === 'gpu' && reduced >= 64) {
    return { ...shared, sources: [rowsTree, combine], knobs: { OUTER: outer, REDUCED: reduced }, width: 1, workgroups: outer };
  }
  return { ...shared, sources: [rows4, combine], knobs: { OUTER: outer, REDUCED: reduced }, width: 1, workgroups: groups(outer) };
}

function columnKernel(span: Span, combine: string, profile: Profile): Kernel {
  const { outer, reduced, inner } = span;
  const width = inner >= 4 ? 4 : 1;
  const owners = (outer * inner) / width;
  const tree = isTree(span, profile) && owners <= TREE_COLUMNS;
  return {
    sources: [...(tree ? [columnsTree, tree4] : [width === 1 ? columns : inner % 4 ? columnsOdd : columns4]), combine],
    knobs: { OUTER: outer, REDUCED: reduced, INNER: inner },
    inputs: ['x'],
    outputs: [],
    width,
    endsInZeros: width === 4 && inner % 4 > 0,
    once: true,
    workgroups: tree ? owners : groups(owners),
  };
}

function groups(invocations: number): number {
  return Math.ceil(invocations / WORKGROUP_SIZE);
}

function ties(x: Tensor, y: Tensor, dy: Tensor): Tensor {
  const hits = equal(x, y);
  return multiply(hits, divide(dy, sumTo(hits, y.shape)));
}
