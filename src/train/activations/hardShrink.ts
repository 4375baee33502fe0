/** Small values become 0, others stay; `softShrink.ts` moves them as well. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { absolute, lessEqual, where } from '../../runtime/ops/elementwise.ts';

/** Options of `hardShrink` and `softShrink`. */
export interface ShrinkOptions {
  /** Values up to it on either side become 0; default 0.5. */
  readonly threshold?: number | undefined;
}

/** x where |x| > threshold, else 0. NaN passes; Keras makes it 0. */
export function hardShrink(x: TensorLike, { threshold = 0.5 }: ShrinkOptions = {}): Tensor {
  const tensor = toTensor(x);
  return where(lessEqual(absolute(tensor), threshold), 0, tensor);
}
