/** The mean of each window of images. */
import { averagePool } from '../../runtime/ops/averagePool.ts';
import { knownOptions } from '../checks.ts';
import { POOLING_OPTIONS, Pooling, type PoolingOptions } from './pooling.ts';

/** Keras's `AveragePooling2D`: the mean of each window of [batch, height, width, channels]; padding does not count. */
export class AveragePooling2D extends Pooling {
  constructor(options: PoolingOptions = {}) {
    super(2, averagePool, options);
  }

  override get className(): string {
    return 'AveragePooling2D';
  }
}

/** Makes a layer that takes the mean of each window of images. */
export function averagePooling2D(options: PoolingOptions = {}): AveragePooling2D {
  return new AveragePooling2D(knownOptions("averagePooling2D({ poolSize: 3, padding: 'same' })", options, POOLING_OPTIONS));
}
