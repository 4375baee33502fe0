/** RMSprop: steps divided by the root of a running mean of squared gradients. */
import { toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, divide, multiply, sqrt, square, subtract } from '../../runtime/ops/elementwise.ts';
import { checkKept, checkNotNegative, checkShare, knownOptions } from '../checks.ts';
import type { Weight } from '../weight.ts';
import { Optimizer } from './optimizer.ts';
import { OPTIMIZER_OPTIONS, type OptimizerOptions } from './optimizerOptions.ts';

/** Options of `RMSprop`. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Share of the old mean of squared gradients that is kept, from 0 up to 1. Default 0.9. */
  readonly rho?: number | undefined;
  /** Share of the last step that is kept, from 0 to 1. Default 0. */
  readonly momentum?: number | undefined;
  /** Added to the mean square under the root, 0 or larger. Default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Whether the variance of gradients is used in place of their mean square. Default false. */
  readonly centered?: boolean | undefined;
}

/** Keras's `RMSprop` (Hinton 2012): rate g / √(v + epsilon), the momentum added after. The learning rate is 0.001 unless given. */
export class RMSprop extends Optimizer {
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  /** Throws RangeError for rho and momentum outside of 0 to 1 and a negative epsilon. */
  constructor(options: RMSpropOptions = {}) {
    super(options);
    this.rho = options.rho ?? 0.9;
    this.momentum = options.momentum ?? 0;
    this.epsilon = options.epsilon ?? 1e-7;
    this.centered = options.centered ?? false;
    checkKept('RMSprop', 'rho', this.rho);
    checkShare('RMSprop', 'momentum', this.momentum);
    checkNotNegative('RMSprop', 'epsilon', this.epsilon);
  }

  override get className(): string {
    return 'RMSprop';
  }

  override build(weights: readonly Weight[]): void {
    super.build(weights);
    for (const weight of weights) this.addSlot('velocity', weight);
    if (this.momentum) for (const weight of weights) this.addSlot('momentum', weight);
    if (this.centered) for (const weight of weights) this.addSlot('average_gradient', weight);
  }

  update(gradient: Tensor, weight: Weight, learningRate: Tensor): void {
    const step = divide(multiply(gradient, learningRate), sqrt(this.denominator(gradient, weight)));
    this.assign(weight, subtract(weight, this.momentum ? this.withMomentum(step, weight) : step));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rho: this.rho, momentum: this.momentum, epsilon: this.epsilon, centered: this.centered };
  }

  private denominator(gradient: Tensor, weight: Weight): Tensor {
    const meanSquare = this.runningMean('velocity', square(gradient), weight);
    const spread = this.centered ? subtract(meanSquare, square(this.runningMean('average_gradient', gradient, weight))) : meanSquare;
    return add(spread, this.epsilon);
  }

  private runningMean(name: string, value: Tensor, weight: Weight): Tensor {
    const slot = this.slot(name, weight);
    this.assign(slot, add(multiply(slot, this.rho), multiply(value, 1 - this.rho)));
    return toTensor(slot);
  }

  private withMomentum(step: Tensor, weight: Weight): Tensor {
    const slot = this.slot('momentum', weight);
    this.assign(slot, add(multiply(slot, this.momentum), step));
    return toTensor(slot);
  }
}

/** Makes RMSprop: `rmsprop({ rho: 0.9, centered: true })`. */
export function rmsprop(options?: RMSpropOptions): RMSprop {
  const names = { ...OPTIMIZER_OPTIONS, rho: true, momentum: true, epsilon: true, centered: true } as const;
  return new RMSprop(knownOptions('rmsprop({ learningRate: 0.01 })', options, names));
}
