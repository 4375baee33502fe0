/** Glorot's normal distribution. */
import type { SeedOptions } from './randomInitializer.ts';
import { NamedScaling } from './varianceScaling.ts';

/** Keras's `GlorotNormal`: normal, cut off at two standard deviations, variance 2 / (inputs + outputs). */
export class GlorotNormal extends NamedScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 1, mode: 'fan_avg', distribution: 'truncated_normal', seed });
  }

  override get className(): string {
    return 'GlorotNormal';
  }
}

/** Makes the initializer of Glorot and Bengio 2010, normally distributed. */
export function glorotNormal(options: SeedOptions = {}): GlorotNormal {
  return new GlorotNormal(options);
}
