/** Penalties on absolute values and on squares; `l1.ts` and `l2.ts` are one of them alone. */
import { constant } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { absolute, add, multiply, square } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { checkNotNegative } from '../checks.ts';
import { Regularizer } from './regularizer.ts';

/** Options of `L1L2`. */
export interface L1L2Options {
  /** Factor of the sum of absolute values; default 0. */
  readonly l1?: number | undefined;
  /** Factor of the sum of squares; default 0. */
  readonly l2?: number | undefined;
}

/** Keras's `L1L2`: l1 Σ|x| + l2 Σx². */
export class L1L2 extends Regularizer {
  readonly l1: number;
  readonly l2: number;

  /** Throws RangeError for a negative factor. */
  constructor({ l1 = 0, l2 = 0 }: L1L2Options = {}) {
    super();
    checkNotNegative(this.className, 'l1', l1);
    checkNotNegative(this.className, 'l2', l2);
    this.l1 = l1;
    this.l2 = l2;
  }

  get className(): string {
    return 'L1L2';
  }

  call(x: Tensor): Tensor {
    if (this.l1 === 0 && this.l2 === 0) return constant(0);
    // One sum of both: each reduction is a dispatch.
    const first = this.l1 === 0 ? undefined : multiply(absolute(x), this.l1);
    const second = this.l2 === 0 ? undefined : multiply(square(x), this.l2);
    return sum(first && second ? add(first, second) : ((first ?? second) as Tensor));
  }

  getConfig(): Record<string, unknown> {
    return { l1: this.l1, l2: this.l2 };
  }
}

/** Makes a penalty of l1 Σ|x| + l2 Σx². */
export function l1l2(options: L1L2Options = {}): L1L2 {
  return new L1L2(options);
}
