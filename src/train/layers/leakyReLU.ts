/** ReLU with a slope below 0, as a layer. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { leakyRelu } from '../activations/leakyRelu.ts';
import { checkNotNegative, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of `leakyReLU`. */
export interface LeakyReLUOptions extends LayerOptions {
  /** Slope below 0; default 0.3. */
  readonly negativeSlope?: number | undefined;
}

const LEAKY_RELU_OPTIONS: OptionNames<LeakyReLUOptions> = { ...LAYER_OPTIONS, negativeSlope: true };

/** Keras's `LeakyReLU`: x for x ≥ 0, else negativeSlope x. */
export class LeakyReLU extends ElementwiseLayer {
  readonly negativeSlope: number;

  /** Throws RangeError for a negative slope. */
  constructor(options: LeakyReLUOptions = {}) {
    const { negativeSlope = 0.3 } = options;
    checkNotNegative('LeakyReLU', 'negativeSlope', negativeSlope);
    super(options);
    this.negativeSlope = negativeSlope;
  }

  override get className(): string {
    return 'LeakyReLU';
  }

  override call(x: Tensor): Tensor {
    return leakyRelu(x, this);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), negative_slope: this.negativeSlope };
  }
}

/** Makes a layer that applies ReLU with a slope below 0. */
export function leakyReLU(options: LeakyReLUOptions = {}): LeakyReLU {
  return new LeakyReLU(knownOptions('leakyReLU({ negativeSlope: 0.1 })', options, LEAKY_RELU_OPTIONS));
}
