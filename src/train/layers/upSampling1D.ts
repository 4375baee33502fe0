/** Sequences with their elements repeated. */
import { knownOptions } from '../checks.ts';
import { UP_SAMPLING_OPTIONS, UpSampling, type UpSamplingOptions } from './upSampling.ts';

/** Keras's `UpSampling1D`: repeats each element along the spatial axis of [batch, steps, channels]. */
export class UpSampling1D extends UpSampling {
  constructor(options: UpSamplingOptions = {}) {
    super(1, options);
  }

  override get className(): string {
    return 'UpSampling1D';
  }

  /** Keras's own has one number and no data format. */
  override getConfig(): Record<string, unknown> {
    const { data_format: _, ...config } = super.getConfig();
    return { ...config, size: this.size[0] };
  }
}

/** Makes a layer that repeats the elements of sequences. */
export function upSampling1D(options: UpSamplingOptions = {}): UpSampling1D {
  return new UpSampling1D(knownOptions('upSampling1D({ size: 3 })', options, UP_SAMPLING_OPTIONS));
}
