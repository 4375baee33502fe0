/** The base of layers that add zeros around their input: `zeroPadding1D.ts` to `zeroPadding3D.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { pad } from '../../runtime/ops/rearrange.ts';
import type { OptionNames } from '../checks.ts';
import { type PerEnd, perEnd, SPATIAL_OPTIONS, SpatialLayer, type SpatialOptions } from './spatialLayer.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of `zeroPadding1D` to `zeroPadding3D`. */
export interface ZeroPaddingOptions extends SpatialOptions {
  /** Zeros to add: a number, one per axis, or `[before, after]` per axis. Default 1. */
  readonly padding?: PerEnd | undefined;
}

/** Their names. */
export const ZERO_PADDING_OPTIONS: OptionNames<ZeroPaddingOptions> = { ...SPATIAL_OPTIONS, padding: true };

/** A layer that adds zeros before and after each spatial axis. */
export class ZeroPadding extends SpatialLayer {
  /** `[before, after]` per spatial axis. */
  readonly padding: readonly (readonly [number, number])[];

  /** Throws RangeError or TypeError unless the padding is made of integers, 0 or more. */
  constructor(rank: number, options: ZeroPaddingOptions) {
    super(rank, options);
    this.padding = perEnd(this.className, 'padding', options.padding ?? 1, rank);
  }

  override call(x: Tensor): Tensor {
    return pad(x, [[0, 0], ...this.padding, [0, 0]]);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), padding: this.rank === 1 ? this.padding[0] : this.padding };
  }

  protected override outputSizes(sizes: LayerShape): LayerShape {
    return sizes.map((size, axis) => size && size + this.padding[axis]![0] + this.padding[axis]![1]);
  }
}
