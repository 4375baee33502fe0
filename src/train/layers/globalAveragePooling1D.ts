/** The mean of each channel of sequences. */
import { mean } from '../../runtime/ops/reduce.ts';
import { knownOptions } from '../checks.ts';
import { GLOBAL_POOLING_OPTIONS, GlobalPooling, type GlobalPoolingOptions } from './globalPooling.ts';

/** Keras's `GlobalAveragePooling1D`: the mean of each channel, [batch, steps, channels] → [batch, channels]. */
export class GlobalAveragePooling1D extends GlobalPooling {
  constructor(options: GlobalPoolingOptions = {}) {
    super(1, mean, options);
  }

  override get className(): string {
    return 'GlobalAveragePooling1D';
  }
}

/** Makes a layer that takes the mean of each channel of sequences. */
export function globalAveragePooling1D(options: GlobalPoolingOptions = {}): GlobalAveragePooling1D {
  return new GlobalAveragePooling1D(knownOptions('globalAveragePooling1D({ keepdims: true })', options, GLOBAL_POOLING_OPTIONS));
}
