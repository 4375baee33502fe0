/** The largest element of each channel of volumes. */
import { max } from '../../runtime/ops/reduce.ts';
import { knownOptions } from '../checks.ts';
import { GLOBAL_POOLING_OPTIONS, GlobalPooling, type GlobalPoolingOptions } from './globalPooling.ts';

/** Keras's `GlobalMaxPooling3D`: the largest element of each channel, [batch, depth, height, width, channels] → [batch, channels]; tied elements share the gradient evenly, as in Keras on JAX. */
export class GlobalMaxPooling3D extends GlobalPooling {
  constructor(options: GlobalPoolingOptions = {}) {
    super(3, max, options);
  }

  override get className(): string {
    return 'GlobalMaxPooling3D';
  }
}

/** Makes a layer that takes the largest element of each channel of volumes. */
export function globalMaxPooling3D(options: GlobalPoolingOptions = {}): GlobalMaxPooling3D {
  return new GlobalMaxPooling3D(knownOptions('globalMaxPooling3D({ keepdims: true })', options, GLOBAL_POOLING_OPTIONS));
}
