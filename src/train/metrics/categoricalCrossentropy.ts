/** The cross-entropy of two distributions as a metric. */

import { knownOptions } from '../checks.ts';
import { CategoricalCrossentropy as Loss } from '../losses/categoricalCrossentropy.ts';
import { CROSSENTROPY_METRIC_OPTIONS, type CrossentropyMetricOptions } from './binaryCrossentropy.ts';
import { LossMetric } from './lossMetric.ts';

/** Keras's metric `CategoricalCrossentropy`. */
export class CategoricalCrossentropy extends LossMetric<Loss> {
  /** Throws RangeError for a smoothing outside of 0 to 1. */
  constructor(options: CrossentropyMetricOptions = {}) {
    super(new Loss(options), options);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), from_logits: this.loss.fromLogits, label_smoothing: this.loss.labelSmoothing, axis: -1 };
  }
}

/** Makes the metric: `categoricalCrossentropy({ labelSmoothing: 0.1 })`. */
export function categoricalCrossentropy(options?: CrossentropyMetricOptions): CategoricalCrossentropy {
  return new CategoricalCrossentropy(knownOptions('categoricalCrossentropy({ fromLogits: true })', options, CROSSENTROPY_METRIC_OPTIONS));
}
