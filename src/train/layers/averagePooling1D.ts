/** The mean of each window of sequences. */
import { averagePool } from '../../runtime/ops/averagePool.ts';
import { knownOptions } from '../checks.ts';
import { POOLING_OPTIONS, Pooling, type PoolingOptions } from './pooling.ts';

/** Keras's `AveragePooling1D`: the mean of each window of [batch, steps, channels]; padding does not count. */
export class AveragePooling1D extends Pooling {
  constructor(options: PoolingOptions = {}) {
    super(1, averagePool, options);
  }

  override get className(): string {
    return 'AveragePooling1D';
  }
}

/** Makes a layer that takes the mean of each window of sequences. */
export function averagePooling1D(options: PoolingOptions = {}): AveragePooling1D {
  return new AveragePooling1D(knownOptions("averagePooling1D({ poolSize: 3, padding: 'same' })", options, POOLING_OPTIONS));
}
