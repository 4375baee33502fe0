/** The mean of squared differences as a metric. */

import { knownOptions } from '../checks.ts';
import { MeanSquaredError as Loss } from '../losses/meanSquaredError.ts';
import { LossMetric } from './lossMetric.ts';
import { METRIC_OPTIONS, type MetricOptions } from './metric.ts';

/** Keras's metric `MeanSquaredError`: the mean of (p - y)² over all elements. */
export class MeanSquaredError extends LossMetric {
  constructor(options: MetricOptions = {}) {
    super(new Loss(), options);
  }
}

/** Makes the metric: `meanSquaredError({ name: 'mse' })`. */
export function meanSquaredError(options?: MetricOptions): MeanSquaredError {
  return new MeanSquaredError(knownOptions("meanSquaredError({ name: 'error' })", options, METRIC_OPTIONS));
}
