/** How layers that normalize along axes see their input: as rows of what lies along these axes. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import { sameShape, sizeOf, type Tensor } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import { rmsNormalize } from '../../runtime/ops/layerNormalize.ts';
import type { Affine } from '../../runtime/ops/normalize.ts';
import { reshape } from '../../runtime/ops/reshape.ts';
import { alongAxis } from '../activations/lastAxis.ts';

/** Whether an option names axes other than the batch. */
export function areAxes(axis: unknown): boolean {
  return [axis].flat().every((one) => Number.isSafeInteger(one) && one !== 0);
}

/** `normalize`, which takes rows [rows, columns] with gamma and beta [columns], along axes of x; gamma and beta have the axes' sizes. */
export function alongRows(
  x: Tensor,
  axis: number | readonly number[],
  { gamma, beta, epsilon }: Affine,
  normalize: (x: Tensor, affine: Affine) => Tensor,
): Tensor {
  const flat = (weight: TensorLike | undefined) => (weight === undefined ? undefined : reshape(weight, [-1]));
  return alongAxis(x, inOrder(axis, x), (last) => {
    const columns = last.shape.at(-1) ?? 1;
    const rows = reshape(last, [sizeOf(last.shape) / columns, columns]);
    return reshape(normalize(rows, { gamma: flat(gamma), beta: flat(beta), epsilon }), last.shape);
  });
}

/** `rmsNormalize` along axes of x, then times a scale that is broadcast to x. One kernel does both where the scale has the shape of the axes and they are the last. */
export function rmsAlongRows(x: Tensor, axis: number | readonly number[], scale: TensorLike | undefined, epsilon: number): Tensor {
  const axes = inOrder(axis, x);
  const first = x.shape.length - axes.length;
  if (scale === undefined || (axes[0] === first && sameShape(toTensor(scale).shape, x.shape.slice(first))))
    return alongRows(x, axis, { gamma: scale, epsilon }, rmsNormalize);
  return multiply(alongRows(x, axis, { epsilon }, rmsNormalize), scale);
}

/** Axes counted from the front, in their order in x. */
function inOrder(axis: number | readonly number[], { shape }: Tensor): readonly number[] {
  const axes = [axis].flat().map((one) => (one < 0 ? one + shape.length : one));
  return axes.sort((a, b) => a - b);
}
