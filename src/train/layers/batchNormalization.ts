/** Batch normalization: each channel by its mean and variance over the batch while training, by their moving averages otherwise. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { batchNormalize, normalize } from '../../runtime/ops/normalize.ts';
import { alongAxis } from '../activations/lastAxis.ts';
import { check, checkFinite, knownOptions, type OptionNames } from '../checks.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { resolveInitializer } from '../initializers/resolve.ts';
import { serializeObject } from '../serialization.ts';
import type { Weight } from '../weight.ts';
import { AFFINE_OPTIONS, AffineLayer, type AffineOptions } from './affineLayer.ts';
import type { CallContext } from './context.ts';
import { axisSizes, singleShape } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of `batchNormalization`. */
export interface BatchNormalizationOptions extends AffineOptions {
  /** The channels' axis, counted with the batch. Default -1. */
  readonly axis?: number | undefined;
  /** Share of the moving averages that a step keeps. Default 0.99. */
  readonly momentum?: number | undefined;
  /** Default 'zeros'. */
  readonly movingMeanInitializer?: Initializer | string | undefined;
  /** Default 'ones'. */
  readonly movingVarianceInitializer?: Initializer | string | undefined;
  /** Statistics over several devices; there is one device, so only false. */
  readonly synchronized?: false | undefined;
  /** Batch renormalization, which is not here: only false. */
  readonly renorm?: false | undefined;
}

const BATCH_NORMALIZATION_OPTIONS: OptionNames<BatchNormalizationOptions> = {
  ...AFFINE_OPTIONS,
  axis: true,
  momentum: true,
  movingMeanInitializer: true,
  movingVarianceInitializer: true,
  synchronized: true,
  renorm: true,
};

/** Keras's `BatchNormalization`; with `trainable` false it uses the moving averages in training as well, and leaves them alone. */
export class BatchNormalization extends AffineLayer {
  readonly axis: number;
  readonly momentum: number;
  /** [channels]; made by `build`. */
  movingMean!: Weight;
  /** [channels], of the biased variance; made by `build`. */
  movingVariance!: Weight;
  private readonly movingMeanInitializer: Initializer;
  private readonly movingVarianceInitializer: Initializer;

  /** Throws RangeError unless the axis is an integer other than the batch's, TypeError for what Keras has and this has not. */
  constructor(options: BatchNormalizationOptions = {}) {
    const { axis = -1, momentum = 0.99, synchronized, renorm } = options;
    const part = 'BatchNormalization';
    check(part, 'axis', axis, Number.isSafeInteger(axis) && axis !== 0, 'an integer other than 0, the batch');
    checkFinite(part, 'momentum', momentum);
    check(part, 'synchronized', synchronized, !synchronized, 'false');
    check(part, 'renorm', renorm, !renorm, 'false');
    super(part, options);
    this.axis = axis;
    this.momentum = momentum;
    this.movingMeanInitializer = resolveInitializer(options.movingMeanInitializer ?? 'zeros');
    this.movingVarianceInitializer = resolveInitializer(options.movingVarianceInitializer ?? 'ones');
  }

  override get className(): string {
    return 'BatchNormalization';
  }

  /** Throws RangeError for an input that lacks the axis or leaves it open. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const shape = axisSizes(singleShape(inputShape), [this.axis]);
    this.addAffine(shape);
    const moving = (name: string, initializer: Initializer) => this.addWeight({ name, shape, initializer, trainable: false });
    this.movingMean = moving('moving_mean', this.movingMeanInitializer);
    this.movingVariance = moving('moving_variance', this.movingVarianceInitializer);
  }

  override call(x: Tensor, { training }: CallContext): Tensor {
    return alongAxis(x, this.axis, (channelsLast) =>
      training && this.trainable
        ? this.byBatch(channelsLast)
        : normalize(channelsLast, toTensor(this.movingMean), toTensor(this.movingVariance), this.affine),
    );
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: this.axis,
      momentum: this.momentum,
      moving_mean_initializer: serializeObject(this.movingMeanInitializer),
      moving_variance_initializer: serializeObject(this.movingVarianceInitializer),
      synchronized: false,
    };
  }

  private byBatch(x: Tensor): Tensor {
    const { y, mean, variance } = batchNormalize(x, this.affine);
    this.assign(this.movingMean, this.moved(this.movingMean, mean));
    this.assign(this.movingVariance, this.moved(this.movingVariance, variance));
    return y;
  }

  private moved(average: TensorLike, value: Tensor): Tensor {
    return add(multiply(average, this.momentum), multiply(value, 1 - this.momentum));
  }
}

/** Makes a layer that normalizes channels over the batch. */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(knownOptions('batchNormalization({ momentum: 0.9 })', options, BATCH_NORMALIZATION_OPTIONS));
}
