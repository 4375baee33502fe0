/** Functions of tensors that take options, which are checked: Python's spelling of one would be passed over without a word. Part of `ops.ts`. */
import type { TensorLike } from '../runtime/graph/leaf.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import * as matmulOp from '../runtime/ops/matmul.ts';
import * as reduce from '../runtime/ops/reduce.ts';
import { knownOptions } from './checks.ts';

/**
 * a [..., m, k] · b [..., k, n] → [..., m, n]; leading axes of a and b are equal, or b has none. Throws RangeError otherwise, TypeError for options that it
 * does not have.
 */
export function matmul(a: TensorLike, b: TensorLike, options?: matmulOp.MatmulOptions): Tensor {
  return matmulOp.matmul(a, b, knownOptions('ops.matmul(a, b, { transposeA: true })', options, { transposeA: true, transposeB: true }));
}

/** Largest value over axes; tied elements share the gradient evenly. Throws RangeError for axes, TypeError for options that it does not have. */
export function max(x: TensorLike, options?: reduce.ReduceOptions): Tensor {
  return reduce.max(x, checked('max', options));
}

/** Mean over axes. Throws RangeError for axes, TypeError for options that it does not have. */
export function mean(x: TensorLike, options?: reduce.ReduceOptions): Tensor {
  return reduce.mean(x, checked('mean', options));
}

/** Smallest value over axes; tied elements share the gradient evenly. Throws RangeError for axes, TypeError for options that it does not have. */
export function min(x: TensorLike, options?: reduce.ReduceOptions): Tensor {
  return reduce.min(x, checked('min', options));
}

/** Product over axes; its gradient needs elements other than 0. Throws RangeError for axes, TypeError for options that it does not have. */
export function prod(x: TensorLike, options?: reduce.ReduceOptions): Tensor {
  return reduce.prod(x, checked('prod', options));
}

/** Sum over axes. Throws RangeError for axes, TypeError for options that it does not have. */
export function sum(x: TensorLike, options?: reduce.ReduceOptions): Tensor {
  return reduce.sum(x, checked('sum', options));
}

function checked(name: string, options: reduce.ReduceOptions | undefined): reduce.ReduceOptions {
  return knownOptions(`ops.${name}(x, { axis: -1 })`, options, { axis: true, keepDims: true });
}
