/** The base of layers that repeat elements: `upSampling1D.ts` to `upSampling3D.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { upSample } from '../../runtime/ops/averagePool.ts';
import type { OptionNames } from '../checks.ts';
import { SPATIAL_OPTIONS, SpatialLayer, type SpatialOptions } from './spatialLayer.ts';
import type { LayerShape } from './symbolic.ts';
import { type PerAxis, perAxis } from './windows.ts';

/** Options of `upSampling1D` and `upSampling3D`. */
export interface UpSamplingOptions extends SpatialOptions {
  /** How many times as long each spatial axis becomes. Default 2. */
  readonly size?: PerAxis | undefined;
}

/** Their names. */
export const UP_SAMPLING_OPTIONS: OptionNames<UpSamplingOptions> = { ...SPATIAL_OPTIONS, size: true };

/** A layer that repeats each element along the spatial axes. */
export class UpSampling extends SpatialLayer {
  readonly size: readonly number[];

  /** Throws RangeError or TypeError unless the sizes are positive integers. */
  constructor(rank: number, options: UpSamplingOptions) {
    super(rank, options);
    this.size = perAxis(this.className, 'size', options.size ?? 2, rank);
  }

  override call(x: Tensor): Tensor {
    return upSample(x, this.size);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), size: this.size };
  }

  protected override outputSizes(sizes: LayerShape): LayerShape {
    return sizes.map((length, axis) => length && length * this.size[axis]!);
  }
}
