/** Dropout of whole channels of sequences. */
import { knownOptions } from '../checks.ts';
import { SPATIAL_DROPOUT_OPTIONS, SpatialDropout, type SpatialDropoutOptions } from './spatialDropout.ts';

/** Keras's `SpatialDropout1D`: drops channels of [batch, steps, channels] as a whole while training. */
export class SpatialDropout1D extends SpatialDropout {
  constructor(options: SpatialDropoutOptions & { readonly rate: number }) {
    super(1, options);
  }

  override get className(): string {
    return 'SpatialDropout1D';
  }
}

/** Makes a layer that drops the share `rate` of the channels of sequences while training. */
export function spatialDropout1D(rate: number, options: SpatialDropoutOptions = {}): SpatialDropout1D {
  return new SpatialDropout1D({ ...knownOptions('spatialDropout1D(0.2, { seed: 1 })', options, SPATIAL_DROPOUT_OPTIONS), rate });
}
