/** Group normalization: groups of channels of each sample by their own mean and variance. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { groupNormalize } from '../../runtime/ops/groupNormalize.ts';
import { alongAxis } from '../activations/lastAxis.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
import { AFFINE_OPTIONS, AffineLayer, type AffineOptions } from './affineLayer.ts';
import { axisSizes, singleShape } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of `groupNormalization`. */
export interface GroupNormalizationOptions extends AffineOptions {
  /** Number of groups, a divisor of the number of channels; -1: each channel by itself. Default 32. */
  readonly groups?: number | undefined;
  /** The channels' axis, counted with the batch. Default -1. */
  readonly axis?: number | undefined;
}

const GROUP_NORMALIZATION_OPTIONS: OptionNames<GroupNormalizationOptions> = { ...AFFINE_OPTIONS, groups: true, axis: true };

/** Keras's `GroupNormalization` (Wu and He 2018). */
export class GroupNormalization extends AffineLayer {
  /** Once built the number itself, as in Keras. */
  groups: number;
  readonly axis: number;

  /** Throws RangeError unless groups is a positive integer or -1 and the axis an integer other than the batch's. */
  constructor(options: GroupNormalizationOptions = {}) {
    const { groups = 32, axis = -1 } = options;
    const part = 'GroupNormalization';
    check(part, 'groups', groups, Number.isSafeInteger(groups) && (groups > 0 || groups === -1), 'a positive integer, or -1');
    check(part, 'axis', axis, Number.isSafeInteger(axis) && axis !== 0, 'an integer other than 0, the batch');
    super(part, options);
    this.groups = groups;
    this.axis = axis;
  }

  override get className(): string {
    return 'GroupNormalization';
  }

  /** Throws RangeError for an input that lacks the axis or leaves it open, or whose channels the groups do not divide. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const shape = axisSizes(singleShape(inputShape), [this.axis]);
    const channels = shape[0]!;
    if (this.groups === -1) this.groups = channels;
    if (channels % this.groups) {
      throw new RangeError(
        `Cannot build the layer: ${channels} channels came for ${this.groups} groups, their number must be a multiple of the groups`,
      );
    }
    this.addAffine(shape);
  }

  override call(x: Tensor): Tensor {
    return alongAxis(x, this.axis, (channelsLast) => groupNormalize(channelsLast, this.groups, this.affine));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), groups: this.groups, axis: this.axis };
  }
}

/** Makes a layer that normalizes groups of channels. */
export function groupNormalization(options: GroupNormalizationOptions = {}): GroupNormalization {
  return new GroupNormalization(knownOptions('groupNormalization({ groups: 8 })', options, GROUP_NORMALIZATION_OPTIONS));
}
