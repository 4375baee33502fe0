/** Squared differences where they are small, absolute ones where they are large. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { absolute, lessEqual, multiply, square, subtract, where } from '../../runtime/ops/elementwise.ts';
import { mean } from '../../runtime/ops/reduce.ts';
import { checkPositive, type OptionNames } from '../checks.ts';
import { alignLabels } from './alignLabels.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossMaker } from './lossMaker.ts';

/** Options of `Huber`. */
export interface HuberOptions extends LossOptions {
  /** Largest difference that is squared, positive. Default 1. */
  readonly delta?: number | undefined;
}

const HUBER_OPTIONS: OptionNames<HuberOptions> = { reduction: true, name: true, delta: true };

/** Keras's `Huber` (Huber 1964): the mean over the last axis of d²/2 for |d| ≤ delta, else delta |d| - delta²/2. Both [...lead, n] → [...lead]. */
export class Huber extends Loss {
  readonly delta: number;

  /** Throws RangeError for a delta that is not positive. */
  constructor(options: HuberOptions = {}) {
    super({ ...options, name: options.name ?? 'huber_loss' });
    this.delta = options.delta ?? 1;
    checkPositive('Huber', 'delta', this.delta);
  }

  override get className(): string {
    return 'Huber';
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    const [y, p] = alignLabels(this.className, yTrue, yPred);
    const difference = subtract(p, y);
    const size = absolute(difference);
    const far = subtract(multiply(size, this.delta), this.delta ** 2 / 2);
    return mean(where(lessEqual(size, this.delta), multiply(square(difference), 0.5), far), { axis: -1 });
  }

  /** Keras's configuration and the delta, which Keras leaves out but accepts. */
  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), delta: this.delta };
  }
}

/** Makes the loss, or computes its values: `huber({ delta: 0.5 })`. */
export const huber = /* @__PURE__ */ lossMaker(Huber, 'huber({ delta: 0.5 })', HUBER_OPTIONS);
