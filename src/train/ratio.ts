/** Division for means of what may be nothing: by losses, metrics and the running means of losses. */
import type { TensorLike } from '../runtime/graph/leaf.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import { divide, equal, where } from '../runtime/ops/elementwise.ts';

/** a / b, and 0 where b is 0: nothing counts. */
export function ratio(a: TensorLike, b: TensorLike): Tensor {
  const nothing = equal(b, 0);
  return where(nothing, 0, divide(a, where(nothing, 1, b)));
}
