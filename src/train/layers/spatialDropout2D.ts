/** Dropout of whole channels of images. */
import { knownOptions } from '../checks.ts';
import { SPATIAL_DROPOUT_OPTIONS, SpatialDropout, type SpatialDropoutOptions } from './spatialDropout.ts';

/** Keras's `SpatialDropout2D`: drops channels of [batch, height, width, channels] as a whole while training. */
export class SpatialDropout2D extends SpatialDropout {
  constructor(options: SpatialDropoutOptions & { readonly rate: number }) {
    super(2, options);
  }

  override get className(): string {
    return 'SpatialDropout2D';
  }
}

/** Makes a layer that drops the share `rate` of the channels of images while training. */
export function spatialDropout2D(rate: number, options: SpatialDropoutOptions = {}): SpatialDropout2D {
  return new SpatialDropout2D({ ...knownOptions('spatialDropout2D(0.2, { seed: 1 })', options, SPATIAL_DROPOUT_OPTIONS), rate });
}
