/** The mean of each channel of volumes. */
import { mean } from '../../runtime/ops/reduce.ts';
import { knownOptions } from '../checks.ts';
import { GLOBAL_POOLING_OPTIONS, GlobalPooling, type GlobalPoolingOptions } from './globalPooling.ts';

/** Keras's `GlobalAveragePooling3D`: the mean of each channel, [batch, depth, height, width, channels] → [batch, channels]. */
export class GlobalAveragePooling3D extends GlobalPooling {
  constructor(options: GlobalPoolingOptions = {}) {
    super(3, mean, options);
  }

  override get className(): string {
    return 'GlobalAveragePooling3D';
  }
}

/** Makes a layer that takes the mean of each channel of volumes. */
export function globalAveragePooling3D(options: GlobalPoolingOptions = {}): GlobalAveragePooling3D {
  return new GlobalAveragePooling3D(knownOptions('globalAveragePooling3D({ keepdims: true })', options, GLOBAL_POOLING_OPTIONS));
}
