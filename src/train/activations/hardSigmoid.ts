/** Sigmoid made of three straight lines; `hardSilu.ts` uses it. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { relu6 } from './relu6.ts';

/** x / 6 + 1/2, limited to [0, 1]. */
export function hardSigmoid(x: TensorLike): Tensor {
  return multiply(relu6(add(x, 3)), 1 / 6);
}
