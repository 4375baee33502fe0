/** Sample weights brought to the shape of values per sample. */
import { showShape, sizeOf, type Tensor } from '../runtime/graph/tensor.ts';
import { broadcastTo } from '../runtime/ops/elementwise.ts';
import { reshape } from '../runtime/ops/reshape.ts';

/** Weights [batch] or [batch, ...] broadcast to the shape of `values` [batch, ...]. Throws RangeError when they do not fit. */
export function alignWeights(weights: Tensor, values: Tensor): Tensor {
  if (sizeOf(weights.shape) === sizeOf(values.shape)) return reshape(weights, values.shape);
  const fits = weights.shape.every((size, axis) => size === values.shape[axis] || size === 1);
  if (!fits) {
    throw new RangeError(
      `Cannot weight values of shape ${showShape(values.shape)}: the sample weights have shape ${showShape(weights.shape)}, one weight per sample is needed`,
    );
  }
  const lead = weights.shape.slice(0, values.shape.length);
  return broadcastTo(reshape(weights, [...lead, ...Array(values.shape.length - lead.length).fill(1)]), values.shape);
}
