/** The base of all losses: a value per sample, and how samples become one number. One loss per file in this folder. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { sizeOf } from '../../runtime/graph/tensor.ts';
import { divide, multiply } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { alignWeights } from '../sampleWeights.ts';

/** How values per sample become the loss; the first divides by the number of values, not by the sum of weights. */
export type Reduction = 'sum_over_batch_size' | 'mean' | 'sum' | 'mean_with_sample_weight' | 'none';

/** Options of every loss. */
export interface LossOptions {
  readonly reduction?: Reduction;
  readonly name?: string;
}

/** What a loss asks of labels: class numbers, one value per class, or probabilities. */
export type LabelRule =
  | { readonly kind: 'classes'; readonly ignoreClass?: number | undefined }
  | { readonly kind: 'distribution' }
  | { readonly kind: 'probabilities' };

/** A loss per sample as a function: (yTrue, yPred) → [batch, ...]. */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** A loss. Extend it with `call`. */
export abstract class Loss {
  readonly name: string | undefined;
  readonly reduction: Reduction;

  constructor({ reduction = 'sum_over_batch_size', name }: LossOptions = {}) {
    this.reduction = reduction;
    this.name = name;
  }

  /** What labels must be, checked on the host before training; `undefined`: anything. */
  get labels(): LabelRule | undefined {
    return undefined;
  }

  /** Keras's class name, as files hold it. */
  get className(): string {
    return this.constructor.name;
  }

  /** Values per sample, unweighted: [batch, ...]. */
  abstract call(yTrue: Tensor, yPred: Tensor): Tensor;

  /** Keras's configuration. */
  getConfig(): Record<string, unknown> {
    return { name: this.name ?? null, reduction: this.reduction };
  }

  /** The loss of a batch, weighted: a scalar, or values per sample for the reduction 'none'. */
  compute(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const values = this.call(yTrue, yPred);
    const weights = sampleWeight && alignWeights(sampleWeight, values);
    const weighted = weights ? multiply(values, weights) : values;
    if (this.reduction === 'none') return weighted;
    const total = sum(weighted);
    if (this.reduction === 'sum') return total;
    if (this.reduction === 'mean_with_sample_weight' && weights) return divide(total, sum(weights));
    return multiply(total, 1 / sizeOf(values.shape));
  }
}
