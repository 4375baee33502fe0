/** The mean of given values. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { knownOptions } from '../checks.ts';
import { MeanMetric } from './meanMetric.ts';
import { METRIC_OPTIONS, type MetricOptions } from './metric.ts';

/** Keras's `Mean`: the weighted mean of all values it is given. */
export class Mean extends MeanMetric {
  override get className(): string {
    return 'Mean';
  }

  /** Adds values [batch, ...], weighted by sample. */
  override updateState(values: Tensor, sampleWeight?: Tensor): void {
    this.addValues(values, sampleWeight);
  }

  values(values: Tensor): Tensor {
    return values;
  }
}

/** Makes a mean: `mean({ name: 'penalty' })`. */
export function mean(options?: MetricOptions): Mean {
  return new Mean(knownOptions("mean({ name: 'penalty' })", options, METRIC_OPTIONS));
}
