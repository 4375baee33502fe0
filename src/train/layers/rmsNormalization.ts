/** Normalization by the root mean square: each sample, or each of its positions, is divided by its own. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { check, checkFinite, knownOptions, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { areAxes, rmsAlongRows } from './rows.ts';
import { axisSizes, singleShape } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of `rmsNormalization`. */
export interface RMSNormalizationOptions extends LayerOptions {
  /** The axis that is normalized, or several taken together, counted with the batch. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to mean squares. Default 1e-6. */
  readonly epsilon?: number | undefined;
}

const RMS_NORMALIZATION_OPTIONS: OptionNames<RMSNormalizationOptions> = { ...LAYER_OPTIONS, axis: true, epsilon: true };

/** Keras's `RMSNormalization` (Zhang and Sennrich 2019). */
export class RMSNormalization extends ElementwiseLayer {
  /** A sorted list once built, as in Keras. */
  axis: number | readonly number[];
  readonly epsilon: number;
  /** Of the axes' sizes; made by `build`. */
  scale!: Weight;

  /** Throws RangeError or TypeError unless the axes are integers other than the batch's and epsilon is finite. */
  constructor(options: RMSNormalizationOptions = {}) {
    const { axis = -1, epsilon = 1e-6 } = options;
    check('RMSNormalization', 'axis', axis, areAxes(axis), 'an integer other than 0, the batch, or a list of them');
    checkFinite('RMSNormalization', 'epsilon', epsilon);
    super(options);
    this.axis = axis;
    this.epsilon = epsilon;
  }

  override get className(): string {
    return 'RMSNormalization';
  }

  /** Throws RangeError for an input that lacks an axis or leaves it open. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const axes = [this.axis].flat().sort((a, b) => a - b);
    this.axis = axes;
    this.scale = this.addWeight({ name: 'scale', shape: axisSizes(singleShape(inputShape), axes), initializer: 'ones' });
  }

  /** Throws RangeError where Keras does: the scale goes with the last axes of the input, whichever are normalized. */
  override call(x: Tensor): Tensor {
    return rmsAlongRows(x, this.axis, this.scale, this.epsilon);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis, epsilon: this.epsilon };
  }
}

/** Makes a layer that divides samples by their root mean squares. */
export function rmsNormalization(options: RMSNormalizationOptions = {}): RMSNormalization {
  return new RMSNormalization(knownOptions('rmsNormalization({ epsilon: 1e-5 })', options, RMS_NORMALIZATION_OPTIONS));
}
