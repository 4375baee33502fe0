/** The largest element of each window of sequences. */
import { maxPool } from '../../runtime/ops/maxPool.ts';
import { knownOptions } from '../checks.ts';
import { POOLING_OPTIONS, Pooling, type PoolingOptions } from './pooling.ts';

/** Keras's `MaxPooling1D`: the largest element of each window of [batch, steps, channels]; padding never wins. */
export class MaxPooling1D extends Pooling {
  constructor(options: PoolingOptions = {}) {
    super(1, maxPool, options);
  }

  override get className(): string {
    return 'MaxPooling1D';
  }
}

/** Makes a layer that takes the largest element of each window of sequences. */
export function maxPooling1D(options: PoolingOptions = {}): MaxPooling1D {
  return new MaxPooling1D(knownOptions("maxPooling1D({ poolSize: 3, padding: 'same' })", options, POOLING_OPTIONS));
}
