/** What `categoricalCrossentropy.ts` and `binaryCrossentropy.ts` share: cross-entropies whose labels are probabilities. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { checkShare, type OptionNames } from '../checks.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Options of cross-entropies whose labels are probabilities. */
export interface CrossentropyOptions extends LossOptions {
  /** Whether predictions are values before softmax or sigmoid. Default false: probabilities. */
  readonly fromLogits?: boolean | undefined;
  /** Share of every label that is spread evenly over the classes, from 0 to 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/** Their names. */
export const CROSSENTROPY_OPTIONS: OptionNames<CrossentropyOptions> = {
  reduction: true,
  name: true,
  fromLogits: true,
  labelSmoothing: true,
};

/** A cross-entropy whose labels are probabilities. */
export abstract class Crossentropy extends Loss {
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  /** Throws RangeError for a smoothing outside of 0 to 1. */
  constructor(options: CrossentropyOptions = {}) {
    super(options);
    this.fromLogits = options.fromLogits ?? false;
    this.labelSmoothing = options.labelSmoothing ?? 0;
    checkShare(this.className, 'labelSmoothing', this.labelSmoothing);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), from_logits: this.fromLogits, label_smoothing: this.labelSmoothing, axis: -1 };
  }

  /** Labels with a part of their mass spread evenly over `classes`. */
  protected smoothed(labels: Tensor, classes: number): Tensor {
    return this.labelSmoothing ? add(multiply(labels, 1 - this.labelSmoothing), this.labelSmoothing / classes) : labels;
  }
}
