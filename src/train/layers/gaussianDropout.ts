/** Normal noise that multiplies the input while training. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { randomNormal } from '../../runtime/ops/random.ts';
import { check, knownOptions } from '../checks.ts';
import type { CallContext } from './context.ts';
import { RANDOM_LAYER_OPTIONS, RandomLayer, type RandomLayerOptions } from './randomLayer.ts';

/**
 * Keras's `GaussianDropout`: x z, z normal with mean 1 and the deviation sqrt(rate / (1 - rate)) that dropout at this rate has; x itself outside of
 * training (Srivastava et al. 2014).
 */
export class GaussianDropout extends RandomLayer {
  readonly rate: number;

  /** Throws RangeError unless 0 ≤ rate < 1. */
  constructor(options: RandomLayerOptions & { readonly rate: number }) {
    const { rate } = options;
    super(options);
    check(this.className, 'rate', rate, rate >= 0 && rate < 1, 'at least 0 and below 1');
    this.rate = rate;
  }

  override get className(): string {
    return 'GaussianDropout';
  }

  override call(x: Tensor, context: CallContext): Tensor {
    if (!context.training || this.rate === 0) return x;
    const deviation = Math.sqrt(this.rate / (1 - this.rate));
    return multiply(x, add(1, multiply(randomNormal(x.shape, this.source(context)), deviation)));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed ?? null };
  }
}

/** Makes a layer that multiplies by normal noise while training. */
export function gaussianDropout(rate: number, options: RandomLayerOptions = {}): GaussianDropout {
  return new GaussianDropout({ ...knownOptions('gaussianDropout(0.2, { seed: 1 })', options, RANDOM_LAYER_OPTIONS), rate });
}
