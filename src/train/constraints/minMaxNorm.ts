/** Keeps the lengths of a weight's vectors between two bounds, or draws them there. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, clip, multiply } from '../../runtime/ops/elementwise.ts';
import { check, checkNotNegative } from '../checks.ts';
import { Constraint } from './constraint.ts';
import { checkAxis, type NormOptions, normsOf, rescaled } from './norm.ts';

/** Options of `MinMaxNorm`. */
export interface MinMaxNormOptions extends NormOptions {
  /** Least length; default 0. */
  readonly minValue?: number | undefined;
  /** Greatest length; default 1. */
  readonly maxValue?: number | undefined;
  /** Share of the way to the bounds that one step goes; default 1. */
  readonly rate?: number | undefined;
}

/** Keras's `MinMaxNorm`. */
export class MinMaxNorm extends Constraint {
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
  readonly axis: number | readonly number[];

  /** Throws RangeError for negative or swapped bounds, and for a rate outside of 0 to 1. */
  constructor({ minValue = 0, maxValue = 1, rate = 1, axis = 0 }: MinMaxNormOptions = {}) {
    super();
    checkNotNegative('MinMaxNorm', 'minValue', minValue);
    check('MinMaxNorm', 'maxValue', maxValue, Number.isFinite(maxValue) && maxValue >= minValue, `at least minValue, ${minValue}`);
    check('MinMaxNorm', 'rate', rate, rate >= 0 && rate <= 1, 'from 0 to 1');
    checkAxis('MinMaxNorm', axis);
    this.minValue = minValue;
    this.maxValue = maxValue;
    this.rate = rate;
    this.axis = axis;
  }

  get className(): string {
    return 'MinMaxNorm';
  }

  call(weight: Tensor): Tensor {
    const norms = normsOf(weight, this.axis);
    const within = clip(norms, this.minValue, this.maxValue);
    const desired = this.rate === 1 ? within : add(multiply(within, this.rate), multiply(norms, 1 - this.rate));
    return rescaled(weight, norms, desired);
  }

  getConfig(): Record<string, unknown> {
    return { min_value: this.minValue, max_value: this.maxValue, rate: this.rate, axis: this.axis };
  }
}

/** Makes bounds on the lengths of a weight's vectors. */
export function minMaxNorm(options: MinMaxNormOptions = {}): MinMaxNorm {
  return new MinMaxNorm(options);
}
