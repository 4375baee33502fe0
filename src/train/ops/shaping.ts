/** Functions of `ops.ts` that give tensors other shapes, move their elements or take some of them. */
import { constant as constantOf, type TensorLike } from '../../runtime/graph/leaf.ts';
import { type DType, type Shape, showShape, type Tensor } from '../../runtime/graph/tensor.ts';
import { broadcastTo as broadcast } from '../../runtime/ops/elementwise.ts';
import { gatherRows } from '../../runtime/ops/gather.ts';
import { oneHot as oneHotOf } from '../../runtime/ops/oneHot.ts';
import * as rearrange from '../../runtime/ops/rearrange.ts';
import * as shapes from '../../runtime/ops/reshape.ts';
import { knownOptions } from '../checks.ts';
import { show } from '../describe.ts';
import { axisOf, checkArgument, integers, tensorOf, withoutMore } from './arguments.ts';

/** `shape` filled with `value`. Throws RangeError for sizes that are no positive integers and for values outside of f32, TypeError for kinds. */
export const constant = withoutMore("ops.constant(0, [2, 3], 'f32')", (value: number, shape?: Shape, dtype?: DType): Tensor => {
  checkArgument(
    'constant',
    'value',
    value,
    typeof value === 'number' && Number.isFinite(Math.fround(value)),
    'a number that is finite in f32',
  );
  const known = dtype === undefined || ['f32', 'f16', 'i32', 'u32', 'u8'].includes(dtype);
  checkArgument('constant', 'dtype', dtype, known, "'f32', 'f16', 'i32', 'u32' or 'u8'");
  return constantOf(value, shape === undefined ? [] : integers('constant', 'shape', shape, 1), dtype);
});

/** x repeated along its axes of size 1 to a larger shape. Throws RangeError where x does not broadcast to it, TypeError for kinds. */
export const broadcastTo = withoutMore('ops.broadcastTo(x, [2, 3])', (x: TensorLike, shape: Shape): Tensor => {
  return broadcast(tensorOf('broadcastTo', 'x', x), integers('broadcastTo', 'shape', shape, 1));
});

/** x with another shape of as many elements; one axis may be -1 and is computed. Throws RangeError when the counts differ, TypeError for kinds. */
export const reshape = withoutMore('ops.reshape(x, [2, -1])', (x: TensorLike, shape: Shape): Tensor => {
  const tensor = tensorOf('reshape', 'x', x);
  const must = 'a list of positive integers, one of which may be -1';
  const sizes = integers('reshape', 'shape', shape, -1, must);
  checkArgument('reshape', 'shape', shape, !sizes.includes(0), must);
  return shapes.reshape(tensor, sizes);
});

/** x with an axis of size 1 inserted at `axis` of the new shape. Throws RangeError for an axis outside of that, TypeError for kinds. */
export const expandDims = withoutMore('ops.expandDims(x, -1)', (x: TensorLike, axis: number): Tensor => {
  const tensor = tensorOf('expandDims', 'x', x);
  return shapes.expandDims(tensor, axisOf('expandDims', axis, tensor.shape.length + 1));
});

/** x without `axis`, -1 unless given, whose size must be 1. Throws RangeError for other sizes and for axes that x does not have, TypeError for kinds. */
export const squeeze = withoutMore('ops.squeeze(x, -1)', (x: TensorLike, axis?: number): Tensor => {
  const tensor = tensorOf('squeeze', 'x', x);
  return shapes.squeeze(tensor, axisOf('squeeze', axis ?? -1, tensor.shape.length));
});

/** x with its axes in the order of `axes`; reversed unless given. Throws RangeError unless each axis is named once, TypeError for kinds. */
export const transpose = withoutMore('ops.transpose(x, [1, 0])', (x: TensorLike, axes?: Shape): Tensor => {
  return rearrange.transpose(tensorOf('transpose', 'x', x), axes === undefined ? axes : integers('transpose', 'axes', axes, 0));
});

/** The block of x that begins at `start` and has shape `size`. Throws RangeError unless it lies inside of x, TypeError for kinds. */
export const slice = withoutMore('ops.slice(x, [0, 1], [2, 3])', (x: TensorLike, start: Shape, size: Shape): Tensor => {
  const tensor = tensorOf('slice', 'x', x);
  const [from, by] = [integers('slice', 'start', start, 0), integers('slice', 'size', size, 1)];
  const { length } = tensor.shape;
  checkArgument('slice', 'start', start, from.length === length, `a list of ${length}, one for each axis of ${showShape(tensor.shape)}`);
  return rearrange.slice(tensor, from, by);
});

/** x with `[before, after]` elements of `value`, 0 unless given, added at each axis. Throws RangeError for other than integers, 0 or more, TypeError for kinds. */
export const pad = withoutMore(
  'ops.pad(x, [[0, 1], [2, 2]], 0)',
  (x: TensorLike, padding: readonly (readonly [number, number])[], value?: number): Tensor => {
    const tensor = tensorOf('pad', 'x', x);
    checkPairs(padding, tensor.shape);
    const isNumber = typeof value === 'number' && Number.isFinite(Math.fround(value));
    checkArgument('pad', 'value', value, value === undefined || isNumber, 'a number that is finite in f32');
    return rearrange.pad(tensor, padding, value);
  },
);

function checkPairs(padding: unknown, shape: Shape): void {
  const must = `a list of ${shape.length} pairs [before, after], one for each axis of ${showShape(shape)}`;
  const isList = Array.isArray(padding) && padding.length === shape.length && padding.every((pair) => Array.isArray(pair));
  checkArgument('pad', 'padding', padding, isList, must);
  for (const [axis, ends] of (padding as Shape[]).entries()) {
    checkArgument('pad', `padding[${axis}]`, integers('pad', `padding[${axis}]`, ends, 0), ends.length === 2, 'a pair [before, after]');
  }
}

/** Tensors joined along an axis, -1 unless given. Throws RangeError for no tensors and where other axes differ, TypeError for kinds. */
export const concatenate = withoutMore('ops.concatenate([a, b], -1)', (tensors: readonly TensorLike[], axis?: number): Tensor => {
  const given: unknown = tensors;
  if (!Array.isArray(given)) throw new TypeError(`Cannot call ops.concatenate: tensors is ${show(given)}, it must be a list of tensors`);
  const list = tensors.map((tensor, i) => tensorOf('concatenate', `tensors[${i}]`, tensor));
  return rearrange.concatenate(list, list[0] && axisOf('concatenate', axis ?? -1, list[0].shape.length));
});

/** 1 at the label of each row, else 0: labels [...lead] → [...lead, classes]. A label outside of the classes gives zeros. Throws RangeError unless classes is a positive integer, TypeError for kinds. */
export const oneHot = withoutMore('ops.oneHot(labels, 10)', (labels: TensorLike, classes: number): Tensor => {
  const tensor = tensorOf('oneHot', 'labels', labels);
  checkArgument(
    'oneHot',
    'classes',
    classes,
    Number.isInteger(classes) && classes > 0 && classes < 2 ** 32,
    'an integer from 1 to 4294967295',
  );
  return oneHotOf(tensor, classes);
});

/** Where `take` counts. */
export interface TakeOptions {
  /** Negative from the end; default 0. */
  readonly axis?: number | undefined;
}

/**
 * Slices of x [...before, n, ...after] along `axis` by their numbers, indices [...lead] → [...before, ...lead, ...after]. Numbers in a tensor count from the front
 * alone, those outside of x are clamped. Throws RangeError for an axis that x does not have and for a number that is no index, TypeError for kinds and for options that it does not have.
 */
export const take = withoutMore(
  'ops.take(x, indices, { axis: 0 })',
  (x: TensorLike, indices: TensorLike, options?: TakeOptions): Tensor => {
    const { axis = 0 } = knownOptions('ops.take(x, indices, { axis: 0 })', options, { axis: true });
    const tensor = tensorOf('take', 'x', x);
    const at = axisOf('take', axis, tensor.shape.length);
    const numbers = tensorOf('take', 'indices', typeof indices === 'number' ? indexOf(indices, tensor.shape[at] as number) : indices);
    if (at === 0) return gatherRows(tensor, numbers);
    const first = [at, ...[...tensor.shape.keys()].filter((one) => one !== at)];
    const taken = gatherRows(rearrange.transpose(tensor, first), numbers);
    const [order, lead] = [[...taken.shape.keys()], numbers.shape.length];
    return rearrange.transpose(taken, [...order.slice(lead, lead + at), ...order.slice(0, lead), ...order.slice(lead + at)]);
  },
);

/** A number counted from the front. */
function indexOf(index: number, length: number): number {
  const isIndex = Number.isInteger(index) && index >= -length && index < length;
  checkArgument('take', 'indices', index, isIndex, `an integer from ${-length} to ${length - 1}, for ${length} slices`);
  return index < 0 ? index + length : index;
}
