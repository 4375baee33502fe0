/** LeCun's normal distribution, made for SELU. */
import type { SeedOptions } from './randomInitializer.ts';
import { NamedScaling } from './varianceScaling.ts';

/** Keras's `LecunNormal`: normal, cut off at two standard deviations, variance 1 / inputs. */
export class LecunNormal extends NamedScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 1, mode: 'fan_in', distribution: 'truncated_normal', seed });
  }

  override get className(): string {
    return 'LecunNormal';
  }
}

/** Makes the initializer of LeCun et al. 1998, normally distributed. */
export function lecunNormal(options: SeedOptions = {}): LecunNormal {
  return new LecunNormal(options);
}
