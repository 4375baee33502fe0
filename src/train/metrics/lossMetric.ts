/** Losses watched as metrics: `meanSquaredError.ts` and the cross-entropies of this folder extend it. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import type { Loss } from '../losses/loss.ts';
import { alignWeights } from '../sampleWeights.ts';
import { MeanMetric } from './meanMetric.ts';
import type { MetricOptions } from './metric.ts';

/** The mean over samples of a loss's values; smaller is better. */
export class LossMetric<L extends Loss = Loss> extends MeanMetric {
  override readonly direction = 'down';
  protected readonly loss: L;

  constructor(loss: L, { name }: MetricOptions = {}) {
    super({ name: name ?? loss.name });
    this.loss = loss;
  }

  /** Keras's metrics of losses bear the names of the losses. */
  override get className(): string {
    return this.loss.className;
  }

  values(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.loss.call(yTrue, yPred);
  }

  override updateState(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): void {
    this.addValues(this.values(yTrue, yPred), sampleWeight && this.masked(sampleWeight, yTrue, yPred));
  }

  /** Weights of 0 where the loss has a mask. Without weights Keras counts what is masked as a loss of 0. */
  private masked(weights: Tensor, yTrue: Tensor, yPred: Tensor): Tensor {
    const mask = this.loss.mask(yTrue, yPred);
    return mask ? multiply(mask, alignWeights(weights, mask)) : weights;
  }
}
