/** Scaled exponential linear unit: keeps mean 0 and variance 1 from layer to layer. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import { elu } from './elu.ts';

/** The fixed point of Klambauer et al. 2017. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** 1.0507 elu(x) with alpha 1.6733. */
export function selu(x: TensorLike): Tensor {
  return multiply(elu(x, { alpha: ALPHA }), SCALE);
}
