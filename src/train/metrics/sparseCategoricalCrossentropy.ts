/** The cross-entropy of class numbers as a metric. */

import { knownOptions, type OptionNames } from '../checks.ts';
import {
  SparseCategoricalCrossentropy as Loss,
  type SparseCategoricalCrossentropyOptions,
} from '../losses/sparseCategoricalCrossentropy.ts';
import { LossMetric } from './lossMetric.ts';

/** Options of `SparseCategoricalCrossentropy` as a metric. */
export type SparseCrossentropyMetricOptions = Omit<SparseCategoricalCrossentropyOptions, 'reduction'>;

const SPARSE_CROSSENTROPY_METRIC_OPTIONS: OptionNames<SparseCrossentropyMetricOptions> = {
  name: true,
  fromLogits: true,
  ignoreClass: true,
};

/** Keras's metric `SparseCategoricalCrossentropy`. */
export class SparseCategoricalCrossentropy extends LossMetric<Loss> {
  /** Throws RangeError for an `ignoreClass` that is not an integer. */
  constructor(options: SparseCrossentropyMetricOptions = {}) {
    super(new Loss(options), options);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), from_logits: this.loss.fromLogits, ignore_class: this.loss.ignoreClass ?? null, axis: -1 };
  }
}

/** Makes the metric: `sparseCategoricalCrossentropy({ ignoreClass: -1 })`. */
export function sparseCategoricalCrossentropy(options?: SparseCrossentropyMetricOptions): SparseCategoricalCrossentropy {
  return new SparseCategoricalCrossentropy(
    knownOptions('sparseCategoricalCrossentropy({ fromLogits: true })', options, SPARSE_CROSSENTROPY_METRIC_OPTIONS),
  );
}
