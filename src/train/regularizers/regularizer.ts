/** What a regularizer is: a penalty on a weight or an output that is added to the loss. One per file in this folder. */
import type { Tensor } from '../../runtime/graph/tensor.ts';

/** A penalty. */
export abstract class Regularizer {
  /** Keras's class name, as files hold it. */
  abstract readonly className: string;
  /** Keras's public path of the module. */
  get kerasModule(): string {
    return 'keras.regularizers';
  }
  /** The penalty of x (any shape) → scalar. */
  abstract call(x: Tensor): Tensor;
  /** Keras's configuration. */
  abstract getConfig(): Record<string, unknown>;
}
