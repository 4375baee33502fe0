/** How often a probability is on the right side of a threshold. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { equal, greater } from '../../runtime/ops/elementwise.ts';
import { checkFinite, knownOptions, type OptionNames } from '../checks.ts';
import { alignLabels } from '../losses/alignLabels.ts';
import { MeanMetric } from './meanMetric.ts';
import type { MetricOptions } from './metric.ts';

/** Options of `BinaryAccuracy`. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** Predictions above it mean 1. Default 0.5. */
  readonly threshold?: number | undefined;
}

const BINARY_ACCURACY_OPTIONS: OptionNames<BinaryAccuracyOptions> = { name: true, threshold: true };

/** Keras's `BinaryAccuracy`: the share of labels 0 and 1 that predictions of the same shape meet. */
export class BinaryAccuracy extends MeanMetric {
  override readonly direction = 'up';
  readonly threshold: number;

  /** Throws RangeError for a threshold that is not finite. */
  constructor(options: BinaryAccuracyOptions = {}) {
    super(options);
    this.threshold = options.threshold ?? 0.5;
    checkFinite('BinaryAccuracy', 'threshold', this.threshold);
  }

  override get className(): string {
    return 'BinaryAccuracy';
  }

  values(yTrue: Tensor, yPred: Tensor): Tensor {
    const [labels, predictions] = alignLabels(this.className, yTrue, yPred);
    return equal(labels, greater(predictions, this.threshold));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), threshold: this.threshold };
  }
}

/** Makes the metric: `binaryAccuracy({ threshold: 0.6 })`. */
export function binaryAccuracy(options?: BinaryAccuracyOptions): BinaryAccuracy {
  return new BinaryAccuracy(knownOptions('binaryAccuracy({ threshold: 0.6 })', options, BINARY_ACCURACY_OPTIONS));
}
