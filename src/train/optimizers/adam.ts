/** Adam; its fused update is in `runtime/ops/optimizerUpdates.ts`, its variant with weight decay in `adamW.ts`. */
import { toTensor, type Variable } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, divide, maximum, multiply, sqrt, subtract } from '../../runtime/ops/elementwise.ts';
import { adamUpdate } from '../../runtime/ops/optimizerUpdates.ts';
import { checkKept, checkNotNegative, knownOptions, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import { Optimizer } from './optimizer.ts';
import { OPTIMIZER_OPTIONS, type OptimizerOptions } from './optimizerOptions.ts';
import type { OptimizerVariable } from './slots.ts';

/** Options of `Adam`. */
export interface AdamOptions extends OptimizerOptions {
  /** Share of the old mean of gradients that is kept, from 0 up to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the old mean of squared gradients that is kept, from 0 up to 1. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square, 0 or larger. Default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Whether the greatest mean square so far is used in place of the newest. Default false. */
  readonly amsgrad?: boolean | undefined;
}

/** The names of those that other optimizers do not have. */
export const ADAM_OPTIONS: OptionNames<Omit<AdamOptions, keyof OptimizerOptions>> = {
  beta1: true,
  beta2: true,
  epsilon: true,
  amsgrad: true,
};

/** Keras's `Adam` (Kingma and Ba 2015; AMSGrad: Reddi et al. 2018). The learning rate is 0.001 unless given. */
export class Adam extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  private readonly correction1: Variable;
  private readonly correction2: Variable;
  private alpha: Tensor | undefined;

  /** Throws RangeError for betas outside of 0 to 1 and a negative epsilon. */
  constructor(options: AdamOptions = {}) {
    super(options);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
    this.amsgrad = options.amsgrad ?? false;
    checkKept(this.className, 'beta1', this.beta1);
    checkKept(this.className, 'beta2', this.beta2);
    checkNotNegative(this.className, 'epsilon', this.epsilon);
    this.correction1 = this.addState('beta_1_correction', 0);
    this.correction2 = this.addState('beta_2_correction', 0);
  }

  override get className(): string {
    return 'Adam';
  }

  override build(weights: readonly Weight[]): void {
    super.build(weights);
    for (const weight of weights) for (const name of ['momentum', 'velocity']) this.addSlot(name, weight);
    if (this.amsgrad) for (const weight of weights) this.addSlot('velocity_hat', weight);
  }

  override prepare(): void {
    const first = this.correct(this.correction1, this.beta1);
    const second = this.correct(this.correction2, this.beta2);
    this.alpha = divide(multiply(this.learningRateVariable, sqrt(second)), first);
  }

  update(gradient: Tensor, weight: Weight, _learningRate: Tensor): void {
    const [momentum, velocity] = [this.slot('momentum', weight), this.slot('velocity', weight)];
    const values = [toTensor(weight), toTensor(momentum), toTensor(velocity)] as const;
    const { beta1, beta2, epsilon } = this;
    const [value, newMomentum, newVelocity] = adamUpdate(values, gradient, this.alpha as Tensor, { beta1, beta2, epsilon });
    this.assign(momentum, newMomentum);
    this.assign(velocity, newVelocity);
    this.assign(weight, this.amsgrad ? this.bounded(weight, newMomentum, newVelocity) : value);
  }

  override restored(iterations: number): readonly OptimizerVariable[] {
    return [
      { variable: this.correction1, initial: 1 - this.beta1 ** iterations },
      { variable: this.correction2, initial: 1 - this.beta2 ** iterations },
    ];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon, amsgrad: this.amsgrad };
  }

  /** Advances c = 1 - beta^t as c' = c + (1 - beta) (1 - c): a power taken from 1 would lose all but a few digits of the first steps. */
  private correct(variable: Variable, beta: number): Tensor {
    const next = add(variable, multiply(subtract(1, variable), 1 - beta));
    this.assign(variable, next);
    return next;
  }

  private bounded(weight: Weight, momentum: Tensor, velocity: Tensor): Tensor {
    const slot = this.slot('velocity_hat', weight);
    const greatest = maximum(slot, velocity);
    this.assign(slot, greatest);
    return subtract(weight, divide(multiply(momentum, this.alpha as Tensor), add(sqrt(greatest), this.epsilon)));
  }
}

/** Makes Adam: `adam({ learningRate: 1e-3 })`. */
export function adam(options?: AdamOptions): Adam {
  return new Adam(knownOptions('adam({ learningRate: 0.01 })', options, { ...OPTIMIZER_OPTIONS, ...ADAM_OPTIONS }));
}
