/** Brings axes to the end and back, for functions of the last axis; used by `softmax.ts` and its like. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import { showShape, sizeOf, type Tensor } from '../../runtime/graph/tensor.ts';
import { transpose } from '../../runtime/ops/rearrange.ts';
import { reshape } from '../../runtime/ops/reshape.ts';

/** Options of functions along an axis. */
export interface AxisOptions {
  /** One axis or several taken together, negative from the end; default -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/** `fn`, which works along the last axis, along other axes of x. Throws RangeError for axes that x does not have. */
export function alongAxis(x: TensorLike, axis: number | readonly number[], fn: (x: Tensor) => Tensor): Tensor {
  const tensor = toTensor(x);
  const rank = tensor.shape.length;
  const axes = (typeof axis === 'number' ? [axis] : axis).map((one) => checkedAxis(one, tensor));
  if (axes.length === 1 && axes[0] === rank - 1) return fn(tensor);
  const order = [...tensor.shape.keys()].filter((one) => !axes.includes(one)).concat(axes);
  const moved = inOrder(tensor, order);
  const lead = moved.shape.slice(0, rank - axes.length);
  const result = fn(reshape(moved, [...lead, sizeOf(moved.shape.slice(lead.length))]));
  return inOrder(
    reshape(result, moved.shape),
    [...order.keys()].map((one) => order.indexOf(one)),
  );
}

/** x with its axes in the order of `order`; x itself where they are. */
function inOrder(x: Tensor, order: readonly number[]): Tensor {
  return order.every((axis, i) => axis === i) ? x : transpose(x, order);
}

/** An axis counted from the front. Throws RangeError for one that `tensor` does not have. */
export function checkedAxis(axis: number, { shape }: Tensor): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(at) && at >= 0 && at < shape.length) return at;
  throw new RangeError(
    `Cannot use axis ${axis} of ${showShape(shape)}: it must be an integer from ${-shape.length} to ${shape.length - 1}`,
  );
}
