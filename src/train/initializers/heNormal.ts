/** He's normal distribution, made for ReLU. */
import type { SeedOptions } from './randomInitializer.ts';
import { NamedScaling } from './varianceScaling.ts';

/** Keras's `HeNormal`: normal, cut off at two standard deviations, variance 2 / inputs. */
export class HeNormal extends NamedScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 2, mode: 'fan_in', distribution: 'truncated_normal', seed });
  }

  override get className(): string {
    return 'HeNormal';
  }
}

/** Makes the initializer of He et al. 2015, normally distributed. */
export function heNormal(options: SeedOptions = {}): HeNormal {
  return new HeNormal(options);
}
