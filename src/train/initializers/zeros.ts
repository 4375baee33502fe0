/** Zeros, the usual start of biases. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import { Initializer } from './initializer.ts';

/** Keras's `Zeros`. */
export class Zeros extends Initializer {
  get className(): string {
    return 'Zeros';
  }

  values(shape: Shape): Float32Array {
    return new Float32Array(sizeOf(shape));
  }

  getConfig(): Record<string, unknown> {
    return {};
  }
}

/** Makes an initializer that gives 0 everywhere. */
export function zeros(): Zeros {
  return new Zeros();
}
