/** The matrix product of `ops.ts`. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { type MatmulOptions, matmul as product } from '../../runtime/ops/matmul.ts';
import { knownOptions } from '../checks.ts';
import { checkFlag, tensorOf, withoutMore } from './arguments.ts';

const CALL = 'ops.matmul(a, b, { transposeA: true })';

/**
 * a [..., m, k] · b [..., k, n] → [..., m, n]; leading axes of a and b are equal, or b has none. Throws RangeError otherwise, TypeError for kinds and for options
 * that it does not have.
 */
export const matmul = withoutMore(CALL, (a: TensorLike, b: TensorLike, options?: MatmulOptions): Tensor => {
  const known = knownOptions(CALL, options, { transposeA: true, transposeB: true });
  checkFlag('matmul', 'transposeA', known.transposeA);
  checkFlag('matmul', 'transposeB', known.transposeB);
  return product(tensorOf('matmul', 'a', a), tensorOf('matmul', 'b', b), known);
});
