/** A penalty on rows or columns of a matrix that point the same way. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { showShape } from '../../runtime/graph/tensor.ts';
import { absolute, maximum, multiply, rsqrt, square, subtract } from '../../runtime/ops/elementwise.ts';
import { matmul } from '../../runtime/ops/matmul.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { checkNotNegative, checkOneOf } from '../checks.ts';
import { Regularizer } from './regularizer.ts';

/** Options of `OrthogonalRegularizer`. */
export interface OrthogonalRegularizerOptions {
  /** Default 0.01. */
  readonly factor?: number | undefined;
  /** Whether rows or columns should be orthogonal; default 'rows'. */
  readonly mode?: 'rows' | 'columns' | undefined;
}

/** Least squared length that is divided by, as Keras's `normalize` has it. */
const TINY = 1e-14;

/** Keras's `OrthogonalRegularizer`: factor times the mean |cosine| of two different rows or columns. */
export class OrthogonalRegularizer extends Regularizer {
  readonly factor: number;
  readonly mode: 'rows' | 'columns';

  /** Throws RangeError for a negative factor, TypeError for an unknown mode. */
  constructor({ factor = 0.01, mode = 'rows' }: OrthogonalRegularizerOptions = {}) {
    super();
    checkNotNegative('OrthogonalRegularizer', 'factor', factor);
    checkOneOf('OrthogonalRegularizer', 'mode', mode, ['rows', 'columns']);
    this.factor = factor;
    this.mode = mode;
  }

  get className(): string {
    return 'OrthogonalRegularizer';
  }

  /** The penalty of a matrix. Throws RangeError for any other number of axes. */
  call(x: Tensor): Tensor {
    if (x.shape.length !== 2) {
      throw new RangeError(`Cannot regularize a weight of shape ${showShape(x.shape)} by OrthogonalRegularizer: it must have 2 axes`);
    }
    const rows = this.mode === 'rows';
    const size = x.shape[rows ? 0 : 1]!;
    const unit = multiply(x, rsqrt(maximum(sum(square(x), { axis: rows ? 1 : 0, keepDims: true }), TINY)));
    const cosines = matmul(unit, unit, { transposeA: !rows, transposeB: rows });
    const own = sum(square(unit));
    // The diagonal holds the squared lengths, which are not negative: their sum leaves the off-diagonal part of Σ|cosines|.
    return multiply(subtract(sum(absolute(cosines)), own), this.factor / Math.max(1, size * (size - 1)));
  }

  getConfig(): Record<string, unknown> {
    return { factor: this.factor, mode: this.mode };
  }
}

/** Makes a penalty on rows or columns that are not orthogonal. */
export function orthogonalRegularizer(options: OrthogonalRegularizerOptions = {}): OrthogonalRegularizer {
  return new OrthogonalRegularizer(options);
}
