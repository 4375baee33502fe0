/** Other shapes of the same storage: they cost nothing. */
import { constant, constantValue, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Shape, sameShape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';

const reshapeOp: Op<{ shape: Shape }> = {
  name: 'reshape',
  infer: ([x], { shape }) => {
    const { shape: from, dtype } = x as Tensor;
    if (sizeOf(from) !== sizeOf(shape)) {
      throw new RangeError(
        `Cannot reshape ${showShape(from)} to ${showShape(shape)}: ${sizeOf(from)} elements, the new shape holds ${sizeOf(shape)}`,
      );
    }
    return [{ shape, dtype }];
  },
  form: { kind: 'view' },
  gathered: ({ inputs: [x], attributes: { shape } }) => {
    const source = x as Tensor;
    return source.shape[0] === shape[0] ? source.node.op.gathered?.(source.node) : undefined;
  },
  onFilledRows: ({ inputs: [x], attributes: { shape } }, fill) => {
    const rows = fill(x as Tensor);
    return (x as Tensor).shape.at(-1) === shape.at(-1) ? [reshape(rows, [...shape.slice(0, -1), rows.shape.at(-1) as number])] : undefined;
  },
  gradient: ({ inputs: [x] }, [dy]) => [dy && reshape(dy, (x as Tensor).shape)],
};

/** x with another shape of as many elements; one axis may be -1 and is computed. Throws RangeError when the counts differ. */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const tensor = toTensor(x);
  const full = computed(tensor.shape, shape);
  const value = constantValue(tensor);
  if (value !== undefined && sizeOf(full) === sizeOf(tensor.shape)) return constant(value, full, tensor.dtype);
  return sameShape(tensor.shape, full) ? tensor : apply1(reshapeOp, [tensor], { shape: full });
}

/** x with an axis of size 1 inserted at `axis` (of the new shape). */
export function expandDims(x: TensorLike, axis: number): Tensor {
  const tensor = toTensor(x);
  const at = axis < 0 ? axis + tensor.shape.length + 1 : axis;
  return reshape(tensor, [...tensor.shape.slice(0, at), 1, ...tensor.shape.slice(at)]);
}

/** x without `axis`, whose size must be 1. */
export function squeeze(x: TensorLike, axis = -1): Tensor {
  const tensor = toTensor(x);
  const at = axis < 0 ? axis + tensor.shape.length : axis;
  if (tensor.shape[at] !== 1) throw new RangeError(`Cannot squeeze axis ${axis} of ${showShape(tensor.shape)}: its size must be 1`);
  return reshape(tensor, tensor.shape.toSpliced(at, 1));
}

function computed(from: Shape, shape: Shape): Shape {
  const unknown = shape.indexOf(-1);
  if (unknown < 0) return shape;
  const rest = sizeOf(shape.toSpliced(unknown, 1));
  const size = sizeOf(from) / rest;
  if (rest > 0 && Number.isInteger(size) && shape.lastIndexOf(-1) === unknown) return shape.with(unknown, size);
  throw new RangeError(
    `Cannot reshape ${showShape(from)} to ${showShape(shape)}: ${sizeOf(from)} elements, one axis must follow from the others`,
  );
}
