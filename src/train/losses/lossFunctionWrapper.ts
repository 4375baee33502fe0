/** A loss given as a function. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { snakeCase } from '../names.ts';
import { alignRanks } from './alignLabels.ts';
import { Loss, type LossFunction, type LossOptions } from './loss.ts';

/** Keras's `LossFunctionWrapper`: values per sample by a function (yTrue, yPred) → [batch, ...] of tensors of equal rank. */
export class LossFunctionWrapper extends Loss {
  private readonly fn: LossFunction;

  constructor(fn: LossFunction, options: LossOptions = {}) {
    super({ ...options, name: options.name ?? (snakeCase(fn.name) || 'loss') });
    this.fn = fn;
  }

  override get className(): string {
    return 'LossFunctionWrapper';
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.fn(...alignRanks(yTrue, yPred));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), fn: this.fn.name };
  }
}
