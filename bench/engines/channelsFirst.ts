/** Keras's arrays in the layouts of an engine that has channels first. Used by `jaxjsNetwork.ts`. */
import type { FirstWeight, Part } from '../workloads/weights.ts';

/** A layer's weights: kernels `[out, in, height, width]`, and the rows of a dense layer after a flattened image in its order. */
export function channelsFirst({ layer, weights }: Part, previous: Part | undefined): FirstWeight[] {
  const [kernel, ...rest] = weights;
  if (layer.kind === 'conv2D' && kernel) return [transposed(kernel, [3, 2, 0, 1]), ...rest];
  if (layer.kind !== 'dense' || !kernel || previous?.layer.kind !== 'flatten') return [...weights];
  const image = { values: kernel.values, shape: [...previous.inputShape, layer.units] };
  return [{ values: transposed(image, [2, 0, 1, 3]).values, shape: kernel.shape }, ...rest];
}

/** `[rows, height, width, channels]` → `[rows, channels, height, width]`; flat rows stay. */
export function imagesFirst(values: Float32Array<ArrayBuffer>, rows: number, input: readonly number[]): FirstWeight {
  const images = { values, shape: [rows, ...input] };
  return input.length === 3 ? transposed(images, [0, 3, 1, 2]) : images;
}

/** Axis `i` of the result is axis `order[i]` of the array. */
function transposed({ values, shape }: FirstWeight, order: readonly number[]): FirstWeight {
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const [after, strides] = [shape, steps].map((list) => order.map((axis) => list[axis] as number)) as [number[], number[]];
  const result = new Float32Array(values.length);
  const index = after.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[index.reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0)] as number;
    for (let axis = index.length - 1; axis >= 0 && ++(index[axis] as number) === after[axis]; axis--) index[axis] = 0;
  }
  return { values: result, shape: after };
}
