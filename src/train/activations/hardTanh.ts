/** Tanh made of three straight lines. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { clip } from '../../runtime/ops/elementwise.ts';

/** x limited to [-1, 1]. */
export function hardTanh(x: TensorLike): Tensor {
  return clip(x, -1, 1);
}
