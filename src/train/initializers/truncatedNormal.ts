/** Normally distributed values that lie within two standard deviations of their mean. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import type { Generator } from '../random.ts';
import { type NormalOptions, RandomNormal } from './randomNormal.ts';

/** Keras's `TruncatedNormal`; values further than two standard deviations off are drawn again. */
export class TruncatedNormal extends RandomNormal {
  override get className(): string {
    return 'TruncatedNormal';
  }

  override values(shape: Shape, generator: Generator): Float32Array {
    return drawTruncatedNormal(shape, this.mean, this.stddev, generator);
  }
}

/** Makes an initializer that draws from a normal distribution cut off at two standard deviations. */
export function truncatedNormal(options: NormalOptions = {}): TruncatedNormal {
  return new TruncatedNormal(options);
}

/** Values of a weight of `shape` within two standard deviations of the mean. */
export function drawTruncatedNormal(shape: Shape, mean: number, stddev: number, generator: Generator): Float32Array {
  return new Float32Array(sizeOf(shape)).map(() => {
    let normal = generator.normal();
    while (Math.abs(normal) > 2) normal = generator.normal();
    return mean + stddev * normal;
  });
}
