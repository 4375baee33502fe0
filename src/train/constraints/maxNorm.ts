/** Limits the lengths of a weight's vectors. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { clip } from '../../runtime/ops/elementwise.ts';
import { checkNotNegative } from '../checks.ts';
import { Constraint } from './constraint.ts';
import { checkAxis, type NormOptions, normsOf, rescaled } from './norm.ts';

/** Options of `MaxNorm`. */
export interface MaxNormOptions extends NormOptions {
  /** Greatest length; default 2. */
  readonly maxValue?: number | undefined;
}

/** Keras's `MaxNorm`: longer vectors are shortened to a greatest length. */
export class MaxNorm extends Constraint {
  readonly maxValue: number;
  readonly axis: number | readonly number[];

  /** Throws RangeError for a negative length. */
  constructor({ maxValue = 2, axis = 0 }: MaxNormOptions = {}) {
    super();
    checkNotNegative('MaxNorm', 'maxValue', maxValue);
    checkAxis('MaxNorm', axis);
    this.maxValue = maxValue;
    this.axis = axis;
  }

  get className(): string {
    return 'MaxNorm';
  }

  call(weight: Tensor): Tensor {
    const norms = normsOf(weight, this.axis);
    return rescaled(weight, norms, clip(norms, 0, this.maxValue));
  }

  getConfig(): Record<string, unknown> {
    return { max_value: this.maxValue, axis: this.axis };
  }
}

/** Makes a limit on the lengths of a weight's vectors. */
export function maxNorm(maxValue = 2, options: NormOptions = {}): MaxNorm {
  return new MaxNorm({ ...options, maxValue });
}
