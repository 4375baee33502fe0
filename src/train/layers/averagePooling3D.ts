/** The mean of each window of volumes. */
import { averagePool } from '../../runtime/ops/averagePool.ts';
import { knownOptions } from '../checks.ts';
import { POOLING_OPTIONS, Pooling, type PoolingOptions } from './pooling.ts';

/** Keras's `AveragePooling3D`: the mean of each window of [batch, depth, height, width, channels]; padding does not count. */
export class AveragePooling3D extends Pooling {
  constructor(options: PoolingOptions = {}) {
    super(3, averagePool, options);
  }

  override get className(): string {
    return 'AveragePooling3D';
  }
}

/** Makes a layer that takes the mean of each window of volumes. */
export function averagePooling3D(options: PoolingOptions = {}): AveragePooling3D {
  return new AveragePooling3D(knownOptions("averagePooling3D({ poolSize: 3, padding: 'same' })", options, POOLING_OPTIONS));
}
