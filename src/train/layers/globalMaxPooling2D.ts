/** The largest element of each channel of images. */
import { max } from '../../runtime/ops/reduce.ts';
import { knownOptions } from '../checks.ts';
import { GLOBAL_POOLING_OPTIONS, GlobalPooling, type GlobalPoolingOptions } from './globalPooling.ts';

/** Keras's `GlobalMaxPooling2D`: the largest element of each channel, [batch, height, width, channels] → [batch, channels]; tied elements share the gradient evenly, as in Keras on JAX. */
export class GlobalMaxPooling2D extends GlobalPooling {
  constructor(options: GlobalPoolingOptions = {}) {
    super(2, max, options);
  }

  override get className(): string {
    return 'GlobalMaxPooling2D';
  }
}

/** Makes a layer that takes the largest element of each channel of images. */
export function globalMaxPooling2D(options: GlobalPoolingOptions = {}): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(knownOptions('globalMaxPooling2D({ keepdims: true })', options, GLOBAL_POOLING_OPTIONS));
}
