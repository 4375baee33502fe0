/** Normal noise added to the input while training. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { randomNormal } from '../../runtime/ops/random.ts';
import { check, knownOptions } from '../checks.ts';
import type { CallContext } from './context.ts';
import { RANDOM_LAYER_OPTIONS, RandomLayer, type RandomLayerOptions } from './randomLayer.ts';

/** Keras's `GaussianNoise`: x + z, z normal with mean 0 and deviation `stddev`; x itself outside of training. */
export class GaussianNoise extends RandomLayer {
  readonly stddev: number;

  /** Throws RangeError unless 0 ≤ stddev ≤ 1, as in Keras. */
  constructor(options: RandomLayerOptions & { readonly stddev: number }) {
    const { stddev } = options;
    super(options);
    check(this.className, 'stddev', stddev, stddev >= 0 && stddev <= 1, 'from 0 to 1');
    this.stddev = stddev;
  }

  override get className(): string {
    return 'GaussianNoise';
  }

  override call(x: Tensor, context: CallContext): Tensor {
    if (!context.training || this.stddev === 0) return x;
    return add(x, multiply(randomNormal(x.shape, this.source(context)), this.stddev));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), stddev: this.stddev, seed: this.seed ?? null };
  }
}

/** Makes a layer that adds normal noise of deviation `stddev` while training. */
export function gaussianNoise(stddev: number, options: RandomLayerOptions = {}): GaussianNoise {
  return new GaussianNoise({ ...knownOptions('gaussianNoise(0.1, { seed: 1 })', options, RANDOM_LAYER_OPTIONS), stddev });
}
