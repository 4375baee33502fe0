/** The base of metrics that are a mean over samples, `mean.ts` and all accuracies among them. */
import type { Variable } from '../../runtime/graph/leaf.ts';
import { sizeOf, type Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { ratio } from '../ratio.ts';
import { alignWeights } from '../sampleWeights.ts';
import { Metric } from './metric.ts';

/** Mean of values over samples: the running total and the running weight. A sample of several values counts with their mean. */
export abstract class MeanMetric extends Metric {
  private total!: Variable;
  private count!: Variable;

  build(): void {
    this.total = this.addVariable('total');
    this.count = this.addVariable('count');
  }

  /** Values per sample, unweighted: [batch, ...]. */
  abstract values(yTrue: Tensor, yPred: Tensor): Tensor;

  updateState(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): void {
    this.addValues(this.values(yTrue, yPred), sampleWeight);
  }

  /** Adds values [batch, ...] with their weights to the mean. */
  addValues(values: Tensor, sampleWeight?: Tensor): void {
    const weights = sampleWeight && alignWeights(sampleWeight, values);
    const samples = values.shape[0] ?? 1;
    const perSample = (summed: Tensor) => (samples === sizeOf(values.shape) ? summed : multiply(summed, samples / sizeOf(values.shape)));
    this.assign(this.total, add(this.total, perSample(sum(weights ? multiply(values, weights) : values))));
    this.assign(this.count, add(this.count, weights ? perSample(sum(weights)) : samples));
  }

  /** The mean, 0 while nothing was added. */
  result(): Tensor {
    return ratio(this.total, this.count);
  }
}
