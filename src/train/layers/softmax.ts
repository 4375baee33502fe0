/** Softmax as a layer. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { softmax as apply } from '../activations/softmax.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of `softmax`. */
export interface SoftmaxOptions extends LayerOptions {
  /** One axis or several taken together, counted with the batch; default -1, the only one whose losses are computed from logits. */
  readonly axis?: number | readonly number[] | undefined;
}

const SOFTMAX_OPTIONS: OptionNames<SoftmaxOptions> = { ...LAYER_OPTIONS, axis: true };

/** Keras's `Softmax`. */
export class Softmax extends ElementwiseLayer {
  readonly axis: number | readonly number[];

  /** Throws RangeError or TypeError unless the axes are integers. */
  constructor(options: SoftmaxOptions = {}) {
    const { axis = -1 } = options;
    const axes = Array.isArray(axis) ? axis : [axis];
    check('Softmax', 'axis', axis, axes.length > 0 && axes.every(Number.isInteger), 'an integer or a list of integers');
    super(options);
    this.axis = axis;
  }

  override get className(): string {
    return 'Softmax';
  }

  override call(x: Tensor): Tensor {
    return apply(x, this);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** Makes a layer that turns values along an axis into probabilities. */
export function softmax(options: SoftmaxOptions = {}): Softmax {
  return new Softmax(knownOptions('softmax({ axis: 1 })', options, SOFTMAX_OPTIONS));
}
