/** The mean of absolute differences as a metric. */

import { knownOptions } from '../checks.ts';
import { MeanAbsoluteError as Loss } from '../losses/meanAbsoluteError.ts';
import { LossMetric } from './lossMetric.ts';
import { METRIC_OPTIONS, type MetricOptions } from './metric.ts';

/** Keras's metric `MeanAbsoluteError`: the mean of |p - y| over all elements. */
export class MeanAbsoluteError extends LossMetric {
  constructor(options: MetricOptions = {}) {
    super(new Loss(), options);
  }
}

/** Makes the metric: `meanAbsoluteError({ name: 'mae' })`. */
export function meanAbsoluteError(options?: MetricOptions): MeanAbsoluteError {
  return new MeanAbsoluteError(knownOptions("meanAbsoluteError({ name: 'error' })", options, METRIC_OPTIONS));
}
