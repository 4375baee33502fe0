/** What an initializer is: first values of a weight, drawn on the host. One per file in this folder. */
import type { Shape } from '../../runtime/graph/tensor.ts';
import type { Generator } from '../random.ts';

/** Draws the first values of a weight. */
export abstract class Initializer {
  /** Keras's class name, as files hold it. */
  abstract readonly className: string;
  /** Keras's public path of the module. */
  get kerasModule(): string {
    return 'keras.initializers';
  }
  /** Own seed; without one a seed is drawn when the weight is made. */
  readonly seed: number | undefined;

  constructor(seed?: number) {
    this.seed = seed;
  }

  /** Row-major values of a weight of `shape`. */
  abstract values(shape: Shape, generator: Generator): Float32Array;

  /** Keras's configuration. */
  abstract getConfig(): Record<string, unknown>;
}
