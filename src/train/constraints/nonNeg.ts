/** Allows no negative weights. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { relu } from '../../runtime/ops/elementwise.ts';
import { Constraint } from './constraint.ts';

/** Keras's `NonNeg`: negative values become 0. */
export class NonNeg extends Constraint {
  get className(): string {
    return 'NonNeg';
  }

  call(weight: Tensor): Tensor {
    return relu(weight);
  }

  getConfig(): Record<string, unknown> {
    return {};
  }
}

/** Makes a constraint that turns negative values into 0. */
export function nonNeg(): NonNeg {
  return new NonNeg();
}
