/** SiLU by way of straight lines, also called hard swish. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import { hardSigmoid } from './hardSigmoid.ts';

/** x hardSigmoid(x) (Howard et al. 2019). */
export function hardSilu(x: TensorLike): Tensor {
  const tensor = toTensor(x);
  return multiply(tensor, hardSigmoid(tensor));
}
