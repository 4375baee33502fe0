/** A metric given as a function. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { knownOptions } from '../checks.ts';
import { snakeCase } from '../names.ts';
import { MeanMetric } from './meanMetric.ts';
import { METRIC_OPTIONS, type MetricOptions } from './metric.ts';

/** Values per sample as a function: (yTrue, yPred) → [batch, ...]. */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** Keras's `MeanMetricWrapper`: the mean over samples of a function of (yTrue, yPred), called as the function is. */
export class MeanMetricWrapper extends MeanMetric {
  private readonly fn: MetricFunction;

  constructor(fn: MetricFunction, { name }: MetricOptions = {}) {
    super({ name: name ?? (snakeCase(fn.name) || 'metric') });
    this.fn = fn;
  }

  override get className(): string {
    return 'MeanMetricWrapper';
  }

  values(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.fn(yTrue, yPred);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), fn: this.fn.name };
  }
}

/** Makes a metric of a function: `meanMetricWrapper((yTrue, yPred) => …, { name: 'hits' })`. */
export function meanMetricWrapper(fn: MetricFunction, options?: MetricOptions): MeanMetricWrapper {
  return new MeanMetricWrapper(fn, knownOptions("meanMetricWrapper(fn, { name: 'hits' })", options, METRIC_OPTIONS));
}
