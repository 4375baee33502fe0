/** He's normal distribution, made for ReLU. */
import type { SeedOptions } from './randomInitializer.ts';
import { VarianceScaling } from './varianceScaling.ts';

/** Keras's `HeNormal`: normal, cut off at two standard deviations, variance 2 / inputs. */
export class HeNormal extends VarianceScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 2, mode: 'fan_in', distribution: 'truncated_normal', seed });
  }

  override get className(): string {
    return 'HeNormal';
  }

  override getConfig(): Record<string, unknown> {
    return { seed: this.seed ?? null };
  }
}

/** Makes the initializer of He et al. 2015, normally distributed. */
export function heNormal(options: SeedOptions = {}): HeNormal {
  return new HeNormal(options);
}
