/** A penalty on squares, weight decay in the loss. */
import { L1L2 } from './l1l2.ts';

/** Keras's `L2`: l2 Σx². */
export class L2 extends L1L2 {
  /** Throws RangeError for a negative factor. */
  constructor({ l2 = 0.01 }: { readonly l2?: number | undefined } = {}) {
    super({ l2 });
  }

  override get className(): string {
    return 'L2';
  }

  override getConfig(): Record<string, unknown> {
    return { l2: this.l2 };
  }
}

/** Makes a penalty of factor Σx². */
export function l2(factor = 0.01): L2 {
  return new L2({ l2: factor });
}
