/** The mean of each channel of images. */
import { mean } from '../../runtime/ops/reduce.ts';
import { knownOptions } from '../checks.ts';
import { GLOBAL_POOLING_OPTIONS, GlobalPooling, type GlobalPoolingOptions } from './globalPooling.ts';

/** Keras's `GlobalAveragePooling2D`: the mean of each channel, [batch, height, width, channels] → [batch, channels]. */
export class GlobalAveragePooling2D extends GlobalPooling {
  constructor(options: GlobalPoolingOptions = {}) {
    super(2, mean, options);
  }

  override get className(): string {
    return 'GlobalAveragePooling2D';
  }
}

/** Makes a layer that takes the mean of each channel of images. */
export function globalAveragePooling2D(options: GlobalPoolingOptions = {}): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(knownOptions('globalAveragePooling2D({ keepdims: true })', options, GLOBAL_POOLING_OPTIONS));
}
