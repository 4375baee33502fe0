/** The mean of squared differences. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { square, subtract } from '../../runtime/ops/elementwise.ts';
import { mean } from '../../runtime/ops/reduce.ts';
import { alignLabels } from './alignLabels.ts';
import { LOSS_OPTIONS, Loss } from './loss.ts';
import { lossMaker } from './lossMaker.ts';

/** Keras's `MeanSquaredError`: the mean over the last axis of (p - y)². Both [...lead, n] → [...lead]. */
export class MeanSquaredError extends Loss {
  override get className(): string {
    return 'MeanSquaredError';
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    const [y, p] = alignLabels(this.className, yTrue, yPred);
    return mean(square(subtract(p, y)), { axis: -1 });
  }
}

/** Makes the loss, or computes its values: `meanSquaredError(yTrue, yPred)`. */
export const meanSquaredError = /* @__PURE__ */ lossMaker(MeanSquaredError, "meanSquaredError({ reduction: 'sum' })", LOSS_OPTIONS);
