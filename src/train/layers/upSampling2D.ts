/** Images made larger, by repeating elements or by linear interpolation. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { upSampleBilinear } from '../../runtime/ops/upSampleBilinear.ts';
import { checkOneOf, knownOptions, type OptionNames } from '../checks.ts';
import { UP_SAMPLING_OPTIONS, UpSampling, type UpSamplingOptions } from './upSampling.ts';

/** Options of `upSampling2D`. */
export interface UpSampling2DOptions extends UpSamplingOptions {
  /** Default 'nearest'. */
  readonly interpolation?: 'nearest' | 'bilinear' | undefined;
}

const UP_SAMPLING_2D_OPTIONS: OptionNames<UpSampling2DOptions> = { ...UP_SAMPLING_OPTIONS, interpolation: true };

/** Keras's `UpSampling2D`: [batch, height, width, channels], `size` times as high and as wide. */
export class UpSampling2D extends UpSampling {
  readonly interpolation: 'nearest' | 'bilinear';

  /** Throws RangeError for sizes, TypeError for an interpolation other than these two. */
  constructor(options: UpSampling2DOptions = {}) {
    const { interpolation = 'nearest' } = options;
    super(2, options);
    checkOneOf(this.className, 'interpolation', interpolation, ['nearest', 'bilinear']);
    this.interpolation = interpolation;
  }

  override get className(): string {
    return 'UpSampling2D';
  }

  override call(x: Tensor): Tensor {
    return this.interpolation === 'nearest' ? super.call(x) : upSampleBilinear(x, this.size);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), interpolation: this.interpolation };
  }
}

/** Makes a layer that makes images larger. */
export function upSampling2D(options: UpSampling2DOptions = {}): UpSampling2D {
  return new UpSampling2D(knownOptions("upSampling2D({ size: 2, interpolation: 'bilinear' })", options, UP_SAMPLING_2D_OPTIONS));
}
