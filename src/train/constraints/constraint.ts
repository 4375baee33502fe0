/** What a constraint is: a projection of a weight after each update. One per file in this folder. */
import type { Tensor } from '../../runtime/graph/tensor.ts';

/** A projection of a weight. */
export abstract class Constraint {
  /** Keras's class name, as files hold it. */
  abstract readonly className: string;
  /** Keras's public path of the module. */
  get kerasModule(): string {
    return 'keras.constraints';
  }
  /** The allowed value next to `weight`, of the same shape. */
  abstract call(weight: Tensor): Tensor;
  /** Keras's configuration. */
  abstract getConfig(): Record<string, unknown>;
}
