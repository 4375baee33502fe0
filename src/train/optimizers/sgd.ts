/** Gradient descent, with momentum on request; its fused update is in `runtime/ops/optimizerUpdates.ts`. */
import { toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, subtract } from '../../runtime/ops/elementwise.ts';
import { sgdMomentumUpdate } from '../../runtime/ops/optimizerUpdates.ts';
import { checkShare, knownOptions } from '../checks.ts';
import type { Weight } from '../weight.ts';
import { Optimizer } from './optimizer.ts';
import { OPTIMIZER_OPTIONS, type OptimizerOptions } from './optimizerOptions.ts';

/** Options of `SGD`. */
export interface SGDOptions extends OptimizerOptions {
  /** Share of the last step that is kept, from 0 to 1. Default 0. */
  readonly momentum?: number | undefined;
  /** Whether the gradient acts as if taken one step ahead. Default false. */
  readonly nesterov?: boolean | undefined;
}

/** Keras's `SGD`: w - rate g, or with momentum m: m' = momentum m - rate g, w + m'. The learning rate is 0.01 unless given. */
export class SGD extends Optimizer {
  readonly momentum: number;
  readonly nesterov: boolean;

  /** Throws RangeError for a momentum outside of 0 to 1. */
  constructor(options: SGDOptions = {}) {
    super({ ...options, learningRate: options.learningRate ?? 0.01 });
    this.momentum = options.momentum ?? 0;
    this.nesterov = options.nesterov ?? false;
    checkShare('SGD', 'momentum', this.momentum);
  }

  override get className(): string {
    return 'SGD';
  }

  override build(weights: readonly Weight[]): void {
    super.build(weights);
    if (this.momentum) for (const weight of weights) this.addSlot('momentum', weight);
  }

  update(gradient: Tensor, weight: Weight, learningRate: Tensor): void {
    if (!this.momentum) this.assign(weight, subtract(weight, multiply(gradient, learningRate)));
    else this.updateWithMomentum(gradient, weight, learningRate);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), momentum: this.momentum, nesterov: this.nesterov };
  }

  private updateWithMomentum(gradient: Tensor, weight: Weight, learningRate: Tensor): void {
    const slot = this.slot('momentum', weight);
    const { momentum, nesterov } = this;
    const [value, velocity] = sgdMomentumUpdate([toTensor(weight), toTensor(slot)], gradient, learningRate, { momentum, nesterov });
    this.assign(slot, velocity);
    this.assign(weight, value);
  }
}

/** Makes gradient descent: `sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true })`. */
export function sgd(options?: SGDOptions): SGD {
  return new SGD(knownOptions('sgd({ learningRate: 0.01 })', options, { ...OPTIMIZER_OPTIONS, momentum: true, nesterov: true }));
}
