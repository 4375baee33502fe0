/** The largest element of each window of volumes. */
import { maxPool } from '../../runtime/ops/maxPool.ts';
import { knownOptions } from '../checks.ts';
import { POOLING_OPTIONS, Pooling, type PoolingOptions } from './pooling.ts';

/** Keras's `MaxPooling3D`: the largest element of each window of [batch, depth, height, width, channels]; padding never wins. */
export class MaxPooling3D extends Pooling {
  constructor(options: PoolingOptions = {}) {
    super(3, maxPool, options);
  }

  override get className(): string {
    return 'MaxPooling3D';
  }
}

/** Makes a layer that takes the largest element of each window of volumes. */
export function maxPooling3D(options: PoolingOptions = {}): MaxPooling3D {
  return new MaxPooling3D(knownOptions("maxPooling3D({ poolSize: 3, padding: 'same' })", options, POOLING_OPTIONS));
}
