/** He's even distribution, made for ReLU. */
import type { SeedOptions } from './randomInitializer.ts';
import { NamedScaling } from './varianceScaling.ts';

/** Keras's `HeUniform`: even within ±√(6 / inputs). */
export class HeUniform extends NamedScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 2, mode: 'fan_in', distribution: 'uniform', seed });
  }

  override get className(): string {
    return 'HeUniform';
  }
}

/** Makes the initializer of He et al. 2015, evenly distributed. */
export function heUniform(options: SeedOptions = {}): HeUniform {
  return new HeUniform(options);
}
