/** The mean of absolute differences. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { absolute, subtract } from '../../runtime/ops/elementwise.ts';
import { mean } from '../../runtime/ops/reduce.ts';
import { alignLabels } from './alignLabels.ts';
import { LOSS_OPTIONS, Loss } from './loss.ts';
import { lossMaker } from './lossMaker.ts';

/** Keras's `MeanAbsoluteError`: the mean over the last axis of |p - y|. Both [...lead, n] → [...lead]. */
export class MeanAbsoluteError extends Loss {
  override get className(): string {
    return 'MeanAbsoluteError';
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    const [y, p] = alignLabels(this.className, yTrue, yPred);
    return mean(absolute(subtract(p, y)), { axis: -1 });
  }
}

/** Makes the loss, or computes its values: `meanAbsoluteError(yTrue, yPred)`. */
export const meanAbsoluteError = /* @__PURE__ */ lossMaker(MeanAbsoluteError, "meanAbsoluteError({ reduction: 'sum' })", LOSS_OPTIONS);
