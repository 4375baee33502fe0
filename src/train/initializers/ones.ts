/** Ones, the usual start of scales. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import { Initializer } from './initializer.ts';

/** Keras's `Ones`. */
export class Ones extends Initializer {
  get className(): string {
    return 'Ones';
  }

  values(shape: Shape): Float32Array {
    return new Float32Array(sizeOf(shape)).fill(1);
  }

  getConfig(): Record<string, unknown> {
    return {};
  }
}

/** Makes an initializer that gives 1 everywhere. */
export function ones(): Ones {
  return new Ones();
}
