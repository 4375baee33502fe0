/** Dropout of whole channels of volumes. */
import { knownOptions } from '../checks.ts';
import { SPATIAL_DROPOUT_OPTIONS, SpatialDropout, type SpatialDropoutOptions } from './spatialDropout.ts';

/** Keras's `SpatialDropout3D`: drops channels of [batch, depth, height, width, channels] as a whole while training. */
export class SpatialDropout3D extends SpatialDropout {
  constructor(options: SpatialDropoutOptions & { readonly rate: number }) {
    super(3, options);
  }

  override get className(): string {
    return 'SpatialDropout3D';
  }
}

/** Makes a layer that drops the share `rate` of the channels of volumes while training. */
export function spatialDropout3D(rate: number, options: SpatialDropoutOptions = {}): SpatialDropout3D {
  return new SpatialDropout3D({ ...knownOptions('spatialDropout3D(0.2, { seed: 1 })', options, SPATIAL_DROPOUT_OPTIONS), rate });
}
