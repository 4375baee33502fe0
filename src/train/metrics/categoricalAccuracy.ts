/** How often the likeliest class is the one-hot label's. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { argMax } from '../../runtime/ops/argMax.ts';
import { equal } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { alignLabels } from '../losses/alignLabels.ts';
import { MeanMetric } from './meanMetric.ts';
import { METRIC_OPTIONS, type MetricOptions } from './metric.ts';

/** Keras's `CategoricalAccuracy`: labels and predictions [...lead, classes]; of equal values the first counts. */
export class CategoricalAccuracy extends MeanMetric {
  override readonly direction = 'up';

  override get className(): string {
    return 'CategoricalAccuracy';
  }

  values(yTrue: Tensor, yPred: Tensor): Tensor {
    const [labels, predictions] = alignLabels(this.className, yTrue, yPred);
    return equal(argMax(labels), argMax(predictions));
  }
}

/** Makes the metric: `categoricalAccuracy({ name: 'hits' })`. */
export function categoricalAccuracy(options?: MetricOptions): CategoricalAccuracy {
  return new CategoricalAccuracy(knownOptions("categoricalAccuracy({ name: 'hits' })", options, METRIC_OPTIONS));
}
