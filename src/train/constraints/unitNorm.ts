/** Keeps a weight's vectors at length 1. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { Constraint } from './constraint.ts';
import { checkAxis, type NormOptions, normsOf, rescaled } from './norm.ts';

/** Keras's `UnitNorm`. */
export class UnitNorm extends Constraint {
  readonly axis: number | readonly number[];

  constructor({ axis = 0 }: NormOptions = {}) {
    super();
    checkAxis('UnitNorm', axis);
    this.axis = axis;
  }

  get className(): string {
    return 'UnitNorm';
  }

  call(weight: Tensor): Tensor {
    return rescaled(weight, normsOf(weight, this.axis), 1);
  }

  getConfig(): Record<string, unknown> {
    return { axis: this.axis };
  }
}

/** Makes a constraint that brings a weight's vectors to length 1. */
export function unitNorm(options: NormOptions = {}): UnitNorm {
  return new UnitNorm(options);
}
