/** The base of layers that make one element of all spatial axes: `globalMaxPooling2D.ts`, `globalAveragePooling2D.ts` and their like. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import type { ReduceOptions } from '../../runtime/ops/reduce.ts';
import { checkOneOf, type OptionNames } from '../checks.ts';
import { SPATIAL_OPTIONS, SpatialLayer, type SpatialOptions } from './spatialLayer.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of global pooling layers. */
export interface GlobalPoolingOptions extends SpatialOptions {
  /** Whether the spatial axes stay, with size 1. Default false. */
  readonly keepdims?: boolean | undefined;
}

/** Their names. */
export const GLOBAL_POOLING_OPTIONS: OptionNames<GlobalPoolingOptions> = { ...SPATIAL_OPTIONS, keepdims: true };

/** A layer that reduces all spatial axes: [batch, ...spatial, channels] → [batch, channels]. */
export class GlobalPooling extends SpatialLayer {
  readonly keepdims: boolean;
  private readonly reduce: (x: Tensor, options: ReduceOptions) => Tensor;

  /** Throws TypeError unless keepdims is a boolean. */
  constructor(rank: number, reduce: (x: Tensor, options: ReduceOptions) => Tensor, options: GlobalPoolingOptions) {
    const { keepdims = false } = options;
    super(rank, options);
    checkOneOf(this.className, 'keepdims', keepdims, [true, false]);
    this.keepdims = keepdims;
    this.reduce = reduce;
  }

  override call(x: Tensor): Tensor {
    const axis = Array.from({ length: this.rank }, (_, i) => i + 1);
    return this.reduce(x, { axis, keepDims: this.keepdims });
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), keepdims: this.keepdims };
  }

  protected override outputSizes(sizes: LayerShape): LayerShape {
    return this.keepdims ? sizes.map(() => 1) : [];
  }
}
