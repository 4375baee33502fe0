/** The cross-entropy of single probabilities; from log-odds it is one op, `runtime/ops/binaryCrossEntropy.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { binaryCrossEntropy, logOddsOf } from '../../runtime/ops/binaryCrossEntropy.ts';
import { add, log, multiply, negative, subtract } from '../../runtime/ops/elementwise.ts';
import { mean } from '../../runtime/ops/reduce.ts';
import { alignLabels } from './alignLabels.ts';
import { CROSSENTROPY_OPTIONS, Crossentropy } from './crossentropy.ts';
import type { LabelRule } from './loss.ts';
import { lossMaker } from './lossMaker.ts';
import { inside } from './probabilities.ts';

/**
 * Keras's `BinaryCrossentropy`: the mean over the last axis of -y ln p - (1 - y) ln(1 - p). Both [...lead, n] → [...lead]. Behind a sigmoid it is
 * computed from the values before it.
 */
export class BinaryCrossentropy extends Crossentropy {
  override get className(): string {
    return 'BinaryCrossentropy';
  }

  override get labels(): LabelRule {
    return { kind: 'probabilities' };
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    const [labels] = alignLabels(this.className, yTrue, yPred);
    const logits = this.fromLogits ? yPred : logOddsOf(yPred);
    const [target, predictions] = alignLabels(this.className, this.smoothed(labels, 2), logits ?? yPred);
    return mean(logits ? binaryCrossEntropy(target, predictions) : fromProbabilities(target, inside(predictions)), { axis: -1 });
  }
}

function fromProbabilities(y: Tensor, p: Tensor): Tensor {
  return negative(add(multiply(y, log(p)), multiply(subtract(1, y), log(subtract(1, p)))));
}

/** Makes the loss, or computes its values: `binaryCrossentropy({ fromLogits: true })`. */
export const binaryCrossentropy = /* @__PURE__ */ lossMaker(
  BinaryCrossentropy,
  'binaryCrossentropy({ fromLogits: true })',
  CROSSENTROPY_OPTIONS,
);
