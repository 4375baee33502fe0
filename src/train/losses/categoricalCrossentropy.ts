/** The cross-entropy of two distributions, one-hot labels for example; its kernels from logits are in `runtime/ops/softmax.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, negative } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { crossEntropy, logitsOf } from '../../runtime/ops/softmax.ts';
import { alignLabels } from './alignLabels.ts';
import { CROSSENTROPY_OPTIONS, Crossentropy } from './crossentropy.ts';
import type { LabelRule } from './loss.ts';
import { lossMaker } from './lossMaker.ts';
import { logProbabilities } from './probabilities.ts';

const HINT = ", one value for each class; for class numbers there is 'sparse_categorical_crossentropy'";

/**
 * Keras's `CategoricalCrossentropy`: -Σ y ln p over the last axis. Both [...lead, classes] → [...lead]. Behind a softmax it is computed from the
 * values before it.
 */
export class CategoricalCrossentropy extends Crossentropy {
  override get className(): string {
    return 'CategoricalCrossentropy';
  }

  override get labels(): LabelRule {
    return { kind: 'distribution' };
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    const [labels, predictions] = alignLabels(this.className, yTrue, yPred, HINT);
    const target = this.smoothed(labels, labels.shape.at(-1) ?? 1);
    const logits = this.fromLogits ? predictions : logitsOf(predictions);
    return logits ? crossEntropy(target, logits) : negative(sum(multiply(target, logProbabilities(predictions)), { axis: -1 }));
  }
}

/** Makes the loss, or computes its values: `categoricalCrossentropy({ labelSmoothing: 0.1 })`. */
export const categoricalCrossentropy = /* @__PURE__ */ lossMaker(
  CategoricalCrossentropy,
  'categoricalCrossentropy({ fromLogits: true })',
  CROSSENTROPY_OPTIONS,
);
