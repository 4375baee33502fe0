/** Values up to a threshold are replaced. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { lessEqual, where } from '../../runtime/ops/elementwise.ts';

/** Options of `threshold`; neither has a default, so the string 'threshold' names no activation that could be used. */
export interface ThresholdOptions {
  readonly threshold: number;
  /** What stands for values up to the threshold. */
  readonly defaultValue: number;
}

/** x where x > threshold, else defaultValue. NaN passes; Keras replaces it. Throws TypeError without options. */
export function threshold(x: TensorLike, options?: ThresholdOptions): Tensor {
  if (!options) throw new TypeError('Cannot apply threshold: it has no options, it must have threshold and defaultValue');
  const tensor = toTensor(x);
  return where(lessEqual(tensor, options.threshold), options.defaultValue, tensor);
}
