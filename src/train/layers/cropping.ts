/** The base of layers that cut away the border of their input: `cropping1D.ts` to `cropping3D.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { slice } from '../../runtime/ops/rearrange.ts';
import type { OptionNames } from '../checks.ts';
import { type PerEnd, perEnd, SPATIAL_OPTIONS, SpatialLayer, type SpatialOptions } from './spatialLayer.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of `cropping1D` to `cropping3D`. */
export interface CroppingOptions extends SpatialOptions {
  /** Elements to cut away: a number, one per axis, or `[before, after]` per axis. Default 1, but 0 in two dimensions, as in Keras. */
  readonly cropping?: PerEnd | undefined;
}

/** Their names. */
export const CROPPING_OPTIONS: OptionNames<CroppingOptions> = { ...SPATIAL_OPTIONS, cropping: true };

/** A layer that cuts away elements at both ends of each spatial axis. */
export class Cropping extends SpatialLayer {
  /** `[before, after]` per spatial axis. */
  readonly cropping: readonly (readonly [number, number])[];

  /** Throws RangeError or TypeError unless the cropping is made of integers, 0 or more. */
  constructor(rank: number, options: CroppingOptions) {
    super(rank, options);
    this.cropping = perEnd(this.className, 'cropping', options.cropping ?? (rank === 2 ? 0 : 1), rank);
  }

  override call(x: Tensor): Tensor {
    const [batch = 1, ...rest] = x.shape;
    const sizes = this.outputSizes(rest.slice(0, -1)) as readonly number[];
    return slice(x, [0, ...this.cropping.map(([before]) => before), 0], [batch, ...sizes, rest.at(-1) ?? 1]);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), cropping: this.rank === 1 ? this.cropping[0] : this.cropping };
  }

  protected override outputSizes(sizes: LayerShape): LayerShape {
    const left = sizes.map((size, axis) => size && size - this.cropping[axis]![0] - this.cropping[axis]![1]);
    if (left.every((size) => size === null || size > 0)) return left;
    throw new RangeError(
      `Cannot crop ${showLayerShape(sizes)} by ${JSON.stringify(this.cropping)}: the sizes ${showLayerShape(left)} would be left, they must be positive`,
    );
  }
}
