/** How often the likeliest class is the one that the label names. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { argMax } from '../../runtime/ops/argMax.ts';
import { equal } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { alignClasses } from '../losses/alignLabels.ts';
import { MeanMetric } from './meanMetric.ts';
import { METRIC_OPTIONS, type MetricOptions } from './metric.ts';

/** Keras's `SparseCategoricalAccuracy`: labels [...lead] or [...lead, 1], predictions [...lead, classes]; of equal values the first counts. */
export class SparseCategoricalAccuracy extends MeanMetric {
  override readonly direction = 'up';

  override get className(): string {
    return 'SparseCategoricalAccuracy';
  }

  values(yTrue: Tensor, yPred: Tensor): Tensor {
    return equal(alignClasses(this.className, yTrue, yPred), argMax(yPred));
  }
}

/** Makes the metric: `sparseCategoricalAccuracy({ name: 'hits' })`. */
export function sparseCategoricalAccuracy(options?: MetricOptions): SparseCategoricalAccuracy {
  return new SparseCategoricalAccuracy(knownOptions("sparseCategoricalAccuracy({ name: 'hits' })", options, METRIC_OPTIONS));
}
