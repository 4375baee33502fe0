/** The base of layers that drop whole channels: `spatialDropout1D.ts` to `spatialDropout3D.ts`. */
import type { OptionNames } from '../checks.ts';
import { Dropout } from './dropout.ts';
import type { LayerOptions } from './layer.ts';
import { spatialShape } from './spatialLayer.ts';
import type { LayerShape } from './symbolic.ts';
import { checkChannelsLast } from './windows.ts';

/** Options of `spatialDropout1D` to `spatialDropout3D`: Keras's have no more. */
export interface SpatialDropoutOptions extends Pick<LayerOptions, 'name' | 'inputShape'> {
  /** An integer from 0 to 4294967295 instead of the model's seed. */
  readonly seed?: number | null | undefined;
  /** Where the channels are; only last. */
  readonly dataFormat?: 'channels_last' | null | undefined;
}

/** Their names. */
export const SPATIAL_DROPOUT_OPTIONS: OptionNames<SpatialDropoutOptions> = { name: true, inputShape: true, seed: true, dataFormat: true };

/** A layer that drops channels as a whole while training (Tompson et al. 2015). */
export class SpatialDropout extends Dropout {
  private readonly rank: number;

  /** Throws RangeError unless 0 ≤ rate < 1, TypeError for a data format other than 'channels_last'. */
  constructor(rank: number, options: SpatialDropoutOptions & { readonly rate: number }) {
    super({ ...options, noiseShape: [null, ...Array<number>(rank).fill(1), null] });
    checkChannelsLast(this.className, options.dataFormat);
    this.rank = rank;
  }

  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    return spatialShape(inputShape, this.rank);
  }

  /** Only what Keras's own constructor takes: it refuses anything else. */
  override getConfig(): Record<string, unknown> {
    const config = { rate: this.rate, seed: this.seed ?? null, name: this.name, dtype: 'float32' };
    return this.rank === 1 ? config : { ...config, data_format: 'channels_last' };
  }
}
