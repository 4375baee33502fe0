/** The cross-entropy of single probabilities as a metric. */

import { knownOptions, type OptionNames } from '../checks.ts';
import { BinaryCrossentropy as Loss } from '../losses/binaryCrossentropy.ts';
import type { CrossentropyOptions } from '../losses/crossentropy.ts';
import { LossMetric } from './lossMetric.ts';

/** Options of the cross-entropies over probabilities as metrics. */
export type CrossentropyMetricOptions = Omit<CrossentropyOptions, 'reduction'>;

/** Their names. */
export const CROSSENTROPY_METRIC_OPTIONS: OptionNames<CrossentropyMetricOptions> = {
  name: true,
  fromLogits: true,
  labelSmoothing: true,
};

/** Keras's metric `BinaryCrossentropy`. */
export class BinaryCrossentropy extends LossMetric<Loss> {
  /** Throws RangeError for a smoothing outside of 0 to 1. */
  constructor(options: CrossentropyMetricOptions = {}) {
    super(new Loss(options), options);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), from_logits: this.loss.fromLogits, label_smoothing: this.loss.labelSmoothing };
  }
}

/** Makes the metric: `binaryCrossentropy({ fromLogits: true })`. */
export function binaryCrossentropy(options?: CrossentropyMetricOptions): BinaryCrossentropy {
  return new BinaryCrossentropy(knownOptions('binaryCrossentropy({ fromLogits: true })', options, CROSSENTROPY_METRIC_OPTIONS));
}
