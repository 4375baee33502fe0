/** Moves elements: transpose, slice, pad, concatenate. Each one's gradient is another of them. */
import { broadcastWalks, type Walk } from '../graph/indexing.ts';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Elementwise, Moves, Op } from '../graph/op.ts';
import { apply1, type Node, type Shape, showShape, type Tensor } from '../graph/tensor.ts';
import { add } from './elementwise.ts';
import { stored } from './stored.ts';

/** The form of an op whose output has the elements of its input in other places. */
export function moving<A>(moves: (node: Node<A>) => Moves): Elementwise<A> {
  return { kind: 'elementwise', source: '', function: 'move', vector: true, identity: true, moves };
}

/** The walks of a tensor as it is. */
function walksOf(shape: Shape): readonly Walk[] {
  return broadcastWalks(shape, shape);
}

const transposeOp: Op<{ axes: Shape }> = {
  name: 'transpose',
  infer: ([x], { axes }) => [{ shape: axes.map((axis) => (x as Tensor).shape[axis] as number), dtype: 'f32' }],
  form: moving(({ inputs: [x], attributes: { axes } }) => ({ walks: axes.map((axis) => walksOf((x as Tensor).shape)[axis] as Walk) })),
  gradient: ({ attributes: { axes } }, [dy]) => [
    dy &&
      transpose(
        dy,
        axes.map((_, axis) => axes.indexOf(axis)),
      ),
  ],
};

/** x with its axes in the order of `axes` (default: reversed). */
export function transpose(x: TensorLike, axes?: Shape): Tensor {
  const tensor = stored(toTensor(x));
  const order = axes ?? tensor.shape.map((_, axis) => tensor.shape.length - 1 - axis);
  if ([...order].sort((a, b) => a - b).some((axis, i) => axis !== i) || order.length !== tensor.shape.length) {
    throw new RangeError(`Cannot transpose ${showShape(tensor.shape)} to axes ${showShape(order)}: each axis must be named once`);
  }
  return apply1(transposeOp, [tensor], { axes: order });
}

const sliceOp: Op<{ start: Shape; size: Shape }> = {
  name: 'slice',
  infer: ([x], { start, size }) => {
    const { shape } = x as Tensor;
    const fits =
      shape.length === size.length &&
      shape.every((length, axis) => (start[axis] ?? 0) >= 0 && (start[axis] ?? 0) + (size[axis] ?? 0) <= length);
    if (!fits)
      throw new RangeError(`Cannot slice ${showShape(shape)} from ${showShape(start)} by ${showShape(size)}: the slice must lie inside`);
    return [{ shape: size, dtype: 'f32' }];
  },
  form: moving(({ inputs: [x], attributes: { start, size } }) => ({
    walks: walksOf((x as Tensor).shape).map((walk, axis) => ({ ...walk, size: size[axis] as number, before: -(start[axis] as number) })),
  })),
  onFilledRows: ({ inputs: [x], attributes: { start, size } }, fill) => {
    const [length, rows] = [(x as Tensor).shape.at(-1), fill(x as Tensor)];
    return size.at(-1) === length ? [slice(rows, start, [...size.slice(0, -1), rows.shape.at(-1) as number])] : undefined;
  },
  gradient: ({ inputs: [x], attributes: { start, size } }, [dy]) => [
    dy &&
      pad(
        dy,
        (x as Tensor).shape.map((length, axis) => [start[axis] as number, length - (start[axis] as number) - (size[axis] as number)]),
      ),
  ],
};

/** The block of x that begins at `start` and has shape `size`. */
export function slice(x: TensorLike, start: Shape, size: Shape): Tensor {
  return apply1(sliceOp, [stored(toTensor(x))], { start, size });
}

type Padding = readonly (readonly [number, number])[];

const padOp: Op<{ padding: Padding; value: number }> = {
  name: 'pad',
  infer: ([x], { padding }) => [{ shape: padded((x as Tensor).shape, padding), dtype: 'f32' }],
  form: moving(({ inputs: [x], outputs: [y], attributes: { padding, value } }) => ({
    walks: walksOf((x as Tensor).shape).map((walk, axis) => ({
      ...walk,
      size: (y as Tensor).shape[axis] as number,
      before: (padding[axis] as readonly [number, number])[0],
    })),
    outside: value,
  })),
  onFilledRows: ({ inputs: [x], attributes: { padding, value } }, fill) =>
    value === 0 && padding.at(-1)?.every((size) => size === 0) ? [pad(fill(x as Tensor), padding)] : undefined,
  gradient: ({ inputs: [x], attributes: { padding } }, [dy]) => [
    dy &&
      slice(
        dy,
        padding.map(([before]) => before),
        (x as Tensor).shape,
      ),
  ],
};

/** x with `[before, after]` elements of `value` added at each axis. */
export function pad(x: TensorLike, padding: Padding, value = 0): Tensor {
  return apply1(padOp, [stored(toTensor(x))], { padding, value });
}

/** Tensors joined along an axis; their other axes must be equal. */
export function concatenate(tensors: readonly TensorLike[], axis = -1): Tensor {
  const list = tensors.map((tensor) => toTensor(tensor));
  const first = list[0];
  if (!first) throw new RangeError('Cannot concatenate: there are 0 tensors, at least 1 is needed');
  const at = axis < 0 ? axis + first.shape.length : axis;
  for (const { shape } of list) checkJoinable(first.shape, shape, at);
  const total = list.reduce((sum, { shape }) => sum + (shape[at] as number), 0);
  let before = 0;
  const parts = list.map((tensor) => {
    const length = tensor.shape[at] as number;
    const part = pad(
      tensor,
      first.shape.map((_, i): readonly [number, number] => (i === at ? [before, total - before - length] : [0, 0])),
    );
    before += length;
    return part;
  });
  return parts.reduce((sum, part) => add(sum, part));
}

function checkJoinable(first: Shape, shape: Shape, axis: number): void {
  const fits =
    shape.length === first.length && axis >= 0 && axis < shape.length && shape.every((size, i) => i === axis || size === first[i]);
  if (!fits)
    throw new RangeError(`Cannot concatenate ${showShape(first)} and ${showShape(shape)} along axis ${axis}: all other axes must be equal`);
}

function padded(shape: Shape, padding: Padding): Shape {
  if (padding.length !== shape.length || padding.some(([before, after]) => before < 0 || after < 0)) {
    throw new RangeError(
      `Cannot pad ${showShape(shape)}: one pair of non-negative paddings per axis is needed, ${JSON.stringify(padding)} came`,
    );
  }
  return shape.map((size, axis) => size + (padding[axis]?.[0] ?? 0) + (padding[axis]?.[1] ?? 0));
}
