/** LeCun's even distribution. */
import type { SeedOptions } from './randomInitializer.ts';
import { NamedScaling } from './varianceScaling.ts';

/** Keras's `LecunUniform`: even within ±√(3 / inputs). */
export class LecunUniform extends NamedScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 1, mode: 'fan_in', distribution: 'uniform', seed });
  }

  override get className(): string {
    return 'LecunUniform';
  }
}

/** Makes the initializer of LeCun et al. 1998, evenly distributed. */
export function lecunUniform(options: SeedOptions = {}): LecunUniform {
  return new LecunUniform(options);
}
