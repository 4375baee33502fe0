/** The base of all losses: a value per sample, and how samples become one number. One loss per file in this folder. */
import { sizeOf, type Tensor } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { checkOneOf, type OptionNames } from '../checks.ts';
import { snakeCase } from '../names.ts';
import { ratio } from '../ratio.ts';
import { alignWeights } from '../sampleWeights.ts';

const REDUCTIONS = ['sum_over_batch_size', 'mean', 'sum', 'mean_with_sample_weight', 'none'] as const;

/** How values per sample become the loss; the first two divide by the number of values that count, not by the sum of weights. */
export type Reduction = (typeof REDUCTIONS)[number];

/** Options of every loss. */
export interface LossOptions {
  readonly reduction?: Reduction | undefined;
  readonly name?: string | undefined;
}

/** Their names. */
export const LOSS_OPTIONS: OptionNames<LossOptions> = { reduction: true, name: true };

/** What a loss asks of labels: class numbers, one value per class, or probabilities. */
export type LabelRule =
  | { readonly kind: 'classes'; readonly ignoreClass?: number | undefined }
  | { readonly kind: 'distribution' }
  | { readonly kind: 'probabilities' };

/** A loss per sample as a function: (yTrue, yPred) → [batch, ...]. */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** A loss. Extend it with `call`. */
export abstract class Loss {
  readonly name: string;
  readonly reduction: Reduction;

  /** Throws TypeError for an unknown reduction. */
  constructor({ reduction = 'sum_over_batch_size', name }: LossOptions = {}) {
    checkOneOf(this.className, 'reduction', reduction, REDUCTIONS);
    this.reduction = reduction;
    this.name = name ?? snakeCase(this.className);
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
    return { name: this.name, reduction: this.reduction };
  }

  /** 1 where a value of `call` counts, 0 where it does not, in the shape of the values; `undefined`: all count. */
  mask(_yTrue: Tensor, _yPred: Tensor): Tensor | undefined {
    return undefined;
  }

  /** The loss of a batch, weighted: a scalar, or values per sample for the reduction 'none'. */
  compute(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): Tensor {
    const values = this.call(yTrue, yPred);
    const weights = sampleWeight && alignWeights(sampleWeight, values);
    const mask = this.mask(yTrue, yPred);
    const factors = weights && mask ? multiply(weights, mask) : (weights ?? mask);
    const weighted = factors ? multiply(values, factors) : values;
    if (this.reduction === 'none') return weighted;
    if (this.reduction === 'sum') return sum(weighted);
    // Without a mask, Keras adds up the weights as they were given: not yet spread over the values of a sample.
    const weight = mask ? factors : sampleWeight;
    const divisor = this.reduction === 'mean_with_sample_weight' ? weight : mask;
    return divisor ? ratio(sum(weighted), sum(divisor)) : multiply(sum(weighted), 1 / sizeOf(values.shape));
  }
}
