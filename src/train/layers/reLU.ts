/** ReLU as a layer, with Keras's three options. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { type ReluOptions, relu } from '../activations/relu.ts';
import { checkNotNegative, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of `reLU`. */
export interface ReLUOptions extends LayerOptions, ReluOptions {}

const RELU_OPTIONS: OptionNames<ReLUOptions> = { ...LAYER_OPTIONS, maxValue: true, negativeSlope: true, threshold: true };

/** Keras's `ReLU`. */
export class ReLU extends ElementwiseLayer {
  readonly maxValue: number | undefined;
  readonly negativeSlope: number;
  readonly threshold: number;

  /** Throws RangeError for negative options. */
  constructor(options: ReLUOptions = {}) {
    const { maxValue, negativeSlope = 0, threshold = 0 } = options;
    checkNotNegative('ReLU', 'maxValue', maxValue ?? 0);
    checkNotNegative('ReLU', 'negativeSlope', negativeSlope);
    checkNotNegative('ReLU', 'threshold', threshold);
    super(options);
    this.maxValue = maxValue ?? undefined;
    this.negativeSlope = negativeSlope;
    this.threshold = threshold;
  }

  override get className(): string {
    return 'ReLU';
  }

  override call(x: Tensor): Tensor {
    return relu(x, this);
  }

  override getConfig(): Record<string, unknown> {
    const { maxValue = null, negativeSlope, threshold } = this;
    return { ...super.getConfig(), max_value: maxValue, negative_slope: negativeSlope, threshold };
  }
}

/** Makes a layer that applies ReLU. */
export function reLU(options: ReLUOptions = {}): ReLU {
  return new ReLU(knownOptions('reLU({ maxValue: 6 })', options, RELU_OPTIONS));
}
