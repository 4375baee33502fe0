/** Glorot's even distribution, the usual start of kernels. */
import type { SeedOptions } from './randomInitializer.ts';
import { NamedScaling } from './varianceScaling.ts';

/** Keras's `GlorotUniform`: even within ±√(6 / (inputs + outputs)). */
export class GlorotUniform extends NamedScaling {
  constructor({ seed }: SeedOptions = {}) {
    super({ scale: 1, mode: 'fan_avg', distribution: 'uniform', seed });
  }

  override get className(): string {
    return 'GlorotUniform';
  }
}

/** Makes the initializer of Glorot and Bengio 2010, evenly distributed. */
export function glorotUniform(options: SeedOptions = {}): GlorotUniform {
  return new GlorotUniform(options);
}
