/** Layer normalization: each sample, or each of its positions, by its own mean and variance. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { layerNormalize } from '../../runtime/ops/layerNormalize.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
import { AFFINE_OPTIONS, AffineLayer, type AffineOptions } from './affineLayer.ts';
import { alongRows, areAxes } from './rows.ts';
import { axisSizes, singleShape } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of `layerNormalization`. */
export interface LayerNormalizationOptions extends AffineOptions {
  /** The axis that is normalized, or several taken together, counted with the batch. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Deprecated in Keras and not here: only false. */
  readonly rmsScaling?: false | undefined;
}

const LAYER_NORMALIZATION_OPTIONS: OptionNames<LayerNormalizationOptions> = { ...AFFINE_OPTIONS, axis: true, rmsScaling: true };

/** Keras's `LayerNormalization` (Ba et al. 2016). */
export class LayerNormalization extends AffineLayer {
  /** A sorted list once built, as in Keras. */
  axis: number | readonly number[];

  /** Throws RangeError or TypeError unless the axes are integers other than the batch's. */
  constructor(options: LayerNormalizationOptions = {}) {
    const { axis = -1, rmsScaling } = options;
    check('LayerNormalization', 'axis', axis, areAxes(axis), 'an integer other than 0, the batch, or a list of them');
    check('LayerNormalization', 'rmsScaling', rmsScaling, !rmsScaling, 'false, there is rmsNormalization()');
    super('LayerNormalization', options);
    this.axis = axis;
  }

  override get className(): string {
    return 'LayerNormalization';
  }

  /** Throws RangeError for an input that lacks an axis or leaves it open. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const axes = [this.axis].flat().sort((a, b) => a - b);
    this.axis = axes;
    this.addAffine(axisSizes(singleShape(inputShape), axes));
  }

  override call(x: Tensor): Tensor {
    return alongRows(x, this.axis, this.affine, layerNormalize);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis, rms_scaling: false };
  }
}

/** Makes a layer that normalizes samples, each by itself. */
export function layerNormalization(options: LayerNormalizationOptions = {}): LayerNormalization {
  return new LayerNormalization(knownOptions('layerNormalization({ axis: [1, 2] })', options, LAYER_NORMALIZATION_OPTIONS));
}
