/** The cross-entropy of class numbers and predicted distributions; its kernels from logits are in `runtime/ops/softmax.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, negative, notEqual, where } from '../../runtime/ops/elementwise.ts';
import { oneHot } from '../../runtime/ops/oneHot.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { logitsOf, sparseCrossEntropy } from '../../runtime/ops/softmax.ts';
import { check, type OptionNames } from '../checks.ts';
import { alignClasses } from './alignLabels.ts';
import { type LabelRule, Loss, type LossOptions } from './loss.ts';
import { lossMaker } from './lossMaker.ts';
import { logProbabilities } from './probabilities.ts';

/** Options of `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are values before softmax. Default false: probabilities. */
  readonly fromLogits?: boolean | undefined;
  /** A label whose samples do not count, -1 for example. */
  readonly ignoreClass?: number | null | undefined;
}

const SPARSE_CROSSENTROPY_OPTIONS: OptionNames<SparseCategoricalCrossentropyOptions> = {
  reduction: true,
  name: true,
  fromLogits: true,
  ignoreClass: true,
};

/**
 * Keras's `SparseCategoricalCrossentropy`: -ln p at the label. Labels [...lead] or [...lead, 1], predictions [...lead, classes] → [...lead].
 * Behind a softmax it is computed from the values before it.
 */
export class SparseCategoricalCrossentropy extends Loss {
  readonly fromLogits: boolean;
  readonly ignoreClass: number | undefined;

  /** Throws RangeError for an `ignoreClass` that is not an integer. */
  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    super(options);
    this.fromLogits = options.fromLogits ?? false;
    this.ignoreClass = options.ignoreClass ?? undefined;
    check(this.className, 'ignoreClass', this.ignoreClass, Number.isSafeInteger(this.ignoreClass ?? 0), 'an integer');
  }

  override get className(): string {
    return 'SparseCategoricalCrossentropy';
  }

  override get labels(): LabelRule {
    return { kind: 'classes', ignoreClass: this.ignoreClass };
  }

  call(yTrue: Tensor, yPred: Tensor): Tensor {
    const labels = alignClasses(this.className, yTrue, yPred);
    if (this.ignoreClass === undefined) return this.values(labels, yPred);
    const counts = notEqual(labels, this.ignoreClass);
    return where(counts, this.values(where(counts, labels, 0), yPred), 0);
  }

  override mask(yTrue: Tensor, yPred: Tensor): Tensor | undefined {
    return this.ignoreClass === undefined ? undefined : notEqual(alignClasses(this.className, yTrue, yPred), this.ignoreClass);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), from_logits: this.fromLogits, ignore_class: this.ignoreClass ?? null };
  }

  private values(labels: Tensor, yPred: Tensor): Tensor {
    const logits = this.fromLogits ? yPred : logitsOf(yPred);
    if (logits) return sparseCrossEntropy(labels, logits);
    return negative(sum(multiply(oneHot(labels, yPred.shape.at(-1) ?? 1), logProbabilities(yPred)), { axis: -1 }));
  }
}

/** Makes the loss, or computes its values: `sparseCategoricalCrossentropy({ fromLogits: true })`. */
export const sparseCategoricalCrossentropy = /* @__PURE__ */ lossMaker(
  SparseCategoricalCrossentropy,
  'sparseCategoricalCrossentropy({ fromLogits: true })',
  SPARSE_CROSSENTROPY_OPTIONS,
);
