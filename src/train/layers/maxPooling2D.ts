/** The largest element of each window of images. */
import { maxPool } from '../../runtime/ops/maxPool.ts';
import { knownOptions } from '../checks.ts';
import { POOLING_OPTIONS, Pooling, type PoolingOptions } from './pooling.ts';

/** Keras's `MaxPooling2D`: the largest element of each window of [batch, height, width, channels]; padding never wins. */
export class MaxPooling2D extends Pooling {
  constructor(options: PoolingOptions = {}) {
    super(2, maxPool, options);
  }

  override get className(): string {
    return 'MaxPooling2D';
  }
}

/** Makes a layer that takes the largest element of each window of images. */
export function maxPooling2D(options: PoolingOptions = {}): MaxPooling2D {
  return new MaxPooling2D(knownOptions("maxPooling2D({ poolSize: 3, padding: 'same' })", options, POOLING_OPTIONS));
}
