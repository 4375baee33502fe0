/** Moves elements: transpose, slice, pad, concatenate. Each one's gradient is another of them. */
import copySource from '../../shaders/shape/copy.wgsl?raw';
import padSource from '../../shaders/shape/pad.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Node, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { add } from './elementwise.ts';
import { stored } from './stored.ts';

/** Axes that the copying kernels handle. */
const MAX_RANK = 6;

const transposeOp: Op<{ axes: Shape }> = {
  name: 'transpose',
  infer: ([x], { axes }) => [{ shape: axes.map((axis) => (x as Tensor).shape[axis] as number), dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x], outputs: [y], attributes: { axes } }) => {
      const strides = stridesOf((x as Tensor).shape);
      return copyKernel(
        (y as Tensor).shape,
        axes.map((axis) => strides[axis] as number),
        0,
      );
    },
  },
  gradient: ({ attributes: { axes } }, [dy]) => [
    dy &&
      transpose(
        dy,
        axes.map((_, axis) => axes.indexOf(axis)),
      ),
  ],
};

/** x with its axes in the order of `axes` (default: reversed). At most 6 axes. */
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
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x], attributes: { start, size } }) => {
      const strides = stridesOf((x as Tensor).shape);
      return copyKernel(
        size,
        strides,
        start.reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0),
      );
    },
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
  form: { kind: 'kernel', kernel: padKernel },
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

function padKernel({ inputs: [x], outputs: [y], attributes: { padding, value } }: Node<{ padding: Padding; value: number }>): Kernel {
  const [inner, outer] = [(x as Tensor).shape, (y as Tensor).shape];
  const before = padding.map(([size]) => size);
  const width = [inner, outer, before].every((sizes) => (sizes.at(-1) ?? 1) % 4 === 0) ? 4 : 1;
  const sizes = {
    INNER: innermostFirst(inValues(inner, width), 1),
    OUTER: innermostFirst(inValues(outer, width), 1),
    BEFORE: innermostFirst(inValues(before, width), 0),
  };
  return movingKernel(padSource, { ...sizes, FILL: literal(value) }, sizeOf(outer), width);
}

/** Four neighbours of y move at once where they are neighbours in x as well, the first at a multiple of 4. */
function copyKernel(shape: Shape, strides: Shape, start: number): Kernel {
  const steps = [shape.at(-1) ?? 1, start, ...strides.slice(0, -1)];
  const width = strides.at(-1) === 1 && steps.every((step) => step % 4 === 0) ? 4 : 1;
  const inVectors = strides.map((stride, axis) => (axis === strides.length - 1 ? stride : stride / width));
  const knobs = { START: start / width, SIZES: innermostFirst(inValues(shape, width), 1), STRIDES: innermostFirst(inVectors, 0) };
  return movingKernel(copySource, knobs, sizeOf(shape), width);
}

function movingKernel(source: string, knobs: Readonly<Record<string, number | string>>, elements: number, width: 1 | 4): Kernel {
  const count = elements / width;
  const workgroups = Math.ceil(count / WORKGROUP_SIZE);
  return { sources: [source], knobs: { ...knobs, COUNT: count, WIDTH: width }, inputs: ['x'], outputs: [], width, workgroups };
}

/** Sizes with the innermost axis counted in Values of `width` elements. */
function inValues(sizes: Shape, width: number): Shape {
  return sizes.map((size, axis) => (axis === sizes.length - 1 ? size / width : size));
}

function innermostFirst(values: Shape, rest: number): string {
  if (values.length > MAX_RANK)
    throw new RangeError(`Cannot rearrange a tensor of ${values.length} axes: at most ${MAX_RANK} are supported`);
  const all = [...values.toReversed(), ...Array(MAX_RANK - values.length).fill(rest)];
  return `array<u32, ${MAX_RANK}>(${all.map((value) => `${value}u`).join(', ')})`;
}

function stridesOf(shape: Shape): readonly number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}
