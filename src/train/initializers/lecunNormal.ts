/** LeCun's normal distribution, made for SELU. */
import type { SeedOptions } from './randomInitializer.ts';
import { VarianceScaling } from './varianceScaling.ts';

/** Keras's `LecunNormal`: normal, cut off at two standard deviations, variance 1 / inputs. */
export class LecunNormal extends VarianceScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 1, mode: 'fan_in', distribution: 'truncated_normal', seed });
  }

  override get className(): string {
    return 'LecunNormal';
  }

  override getConfig(): Record<string, unknown> {
    return { seed: this.seed ?? null };
  }
}

/** Makes the initializer of LeCun et al. 1998, normally distributed. */
export function lecunNormal(options: SeedOptions = {}): LecunNormal {
  return new LecunNormal(options);
}
