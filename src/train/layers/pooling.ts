/** The base of layers that make one element of each window: `maxPooling2D.ts`, `averagePooling2D.ts` and their like. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import type { PoolOptions } from '../../runtime/ops/poolWindows.ts';
import type { OptionNames } from '../checks.ts';
import { SPATIAL_OPTIONS, SpatialLayer, type SpatialOptions } from './spatialLayer.ts';
import type { LayerShape } from './symbolic.ts';
import { poolWindows } from './windowOps.ts';
import { type Padding, type PerAxis, paddingNamed, perAxis, positions, type Windows } from './windows.ts';

/** Options of pooling layers. */
export interface PoolingOptions extends SpatialOptions {
  /** Size of a window. Default 2. */
  readonly poolSize?: PerAxis | undefined;
  /** Elements from one window to the next. Default: `poolSize`. */
  readonly strides?: PerAxis | null | undefined;
  /** 'valid' leaves out what fills no window, 'same' pads it. Default 'valid'. */
  readonly padding?: 'valid' | 'same' | undefined;
}

/** Their names. */
export const POOLING_OPTIONS: OptionNames<PoolingOptions> = { ...SPATIAL_OPTIONS, poolSize: true, strides: true, padding: true };

/** A layer that makes one element of each window, channel by channel. */
export class Pooling extends SpatialLayer {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  private readonly pool: (x: Tensor, options: PoolOptions) => Tensor;

  /** Throws RangeError for sizes that are no positive integers, TypeError for an unknown padding and for kinds. */
  constructor(rank: number, pool: (x: Tensor, options: PoolOptions) => Tensor, options: PoolingOptions) {
    const { poolSize = 2, strides, padding = 'valid' } = options;
    super(rank, options);
    this.poolSize = perAxis(this.className, 'poolSize', poolSize, rank);
    this.strides = perAxis(this.className, 'strides', strides ?? poolSize, rank);
    this.padding = paddingNamed(this.className, padding);
    this.pool = pool;
  }

  override call(x: Tensor): Tensor {
    return poolWindows(x, this.pool, this.windows);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), pool_size: this.poolSize, padding: this.padding, strides: this.strides };
  }

  protected override outputSizes(sizes: LayerShape): LayerShape {
    return positions(sizes, this.windows);
  }

  private get windows(): Windows {
    return { size: this.poolSize, strides: this.strides, padding: this.padding };
  }
}
