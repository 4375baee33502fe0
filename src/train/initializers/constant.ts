/** One value everywhere; `zeros.ts` and `ones.ts` are the common ones. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import { checkFinite } from '../checks.ts';
import { Initializer } from './initializer.ts';

/** Keras's `Constant`. */
export class Constant extends Initializer {
  readonly value: number;

  /** Throws RangeError for a value that is not finite. */
  constructor({ value = 0 }: { readonly value?: number | undefined } = {}) {
    super();
    checkFinite('Constant', 'value', value);
    this.value = value;
  }

  get className(): string {
    return 'Constant';
  }

  values(shape: Shape): Float32Array {
    return new Float32Array(sizeOf(shape)).fill(this.value);
  }

  getConfig(): Record<string, unknown> {
    return { value: this.value };
  }
}

/** Makes an initializer that gives `value` everywhere. */
export function constant(value = 0): Constant {
  return new Constant({ value });
}
