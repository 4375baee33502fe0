/** The largest element of each channel of sequences. */
import { max } from '../../runtime/ops/reduce.ts';
import { knownOptions } from '../checks.ts';
import { GLOBAL_POOLING_OPTIONS, GlobalPooling, type GlobalPoolingOptions } from './globalPooling.ts';

/** Keras's `GlobalMaxPooling1D`: the largest element of each channel, [batch, steps, channels] → [batch, channels]; tied elements share the gradient evenly, as in Keras on JAX. */
export class GlobalMaxPooling1D extends GlobalPooling {
  constructor(options: GlobalPoolingOptions = {}) {
    super(1, max, options);
  }

  override get className(): string {
    return 'GlobalMaxPooling1D';
  }
}

/** Makes a layer that takes the largest element of each channel of sequences. */
export function globalMaxPooling1D(options: GlobalPoolingOptions = {}): GlobalMaxPooling1D {
  return new GlobalMaxPooling1D(knownOptions('globalMaxPooling1D({ keepdims: true })', options, GLOBAL_POOLING_OPTIONS));
}
