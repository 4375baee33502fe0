/** A penalty on absolute values. */
import { L1L2 } from './l1l2.ts';

/** Keras's `L1`: l1 Σ|x|. */
export class L1 extends L1L2 {
  /** Throws RangeError for a negative factor. */
  constructor({ l1 = 0.01 }: { readonly l1?: number | undefined } = {}) {
    super({ l1 });
  }

  override get className(): string {
    return 'L1';
  }

  override getConfig(): Record<string, unknown> {
    return { l1: this.l1 };
  }
}

/** Makes a penalty of factor Σ|x|. */
export function l1(factor = 0.01): L1 {
  return new L1({ l1: factor });
}
