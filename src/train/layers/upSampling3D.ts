/** Volumes with their elements repeated. */
import { knownOptions } from '../checks.ts';
import { UP_SAMPLING_OPTIONS, UpSampling, type UpSamplingOptions } from './upSampling.ts';

/** Keras's `UpSampling3D`: repeats each element along the spatial axes of [batch, depth, height, width, channels]. */
export class UpSampling3D extends UpSampling {
  constructor(options: UpSamplingOptions = {}) {
    super(3, options);
  }

  override get className(): string {
    return 'UpSampling3D';
  }
}

/** Makes a layer that repeats the elements of volumes. */
export function upSampling3D(options: UpSamplingOptions = {}): UpSampling3D {
  return new UpSampling3D(knownOptions('upSampling3D({ size: 3 })', options, UP_SAMPLING_OPTIONS));
}
