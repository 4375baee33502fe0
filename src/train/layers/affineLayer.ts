/** The base of normalizing layers that multiply by a learned gamma and add a learned beta. */
import type { Affine } from '../../runtime/ops/normalize.ts';
import { checkFinite, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import {
  type ConstraintOption,
  type InitializerOption,
  partsConfig,
  type RegularizerOption,
  type WeightParts,
  weightParts,
} from './weightParts.ts';

/** Options of layers that end in gamma and beta. */
export interface AffineOptions extends LayerOptions {
  /** Added to variances. Default 0.001. */
  readonly epsilon?: number | undefined;
  /** Whether there is a beta. Default true. */
  readonly center?: boolean | undefined;
  /** Whether there is a gamma. Default true. */
  readonly scale?: boolean | undefined;
  /** Default 'zeros'. */
  readonly betaInitializer?: InitializerOption;
  /** Default 'ones'. */
  readonly gammaInitializer?: InitializerOption;
  readonly betaRegularizer?: RegularizerOption;
  readonly gammaRegularizer?: RegularizerOption;
  readonly betaConstraint?: ConstraintOption;
  readonly gammaConstraint?: ConstraintOption;
}

/** Their names. */
export const AFFINE_OPTIONS: OptionNames<AffineOptions> = {
  ...LAYER_OPTIONS,
  epsilon: true,
  center: true,
  scale: true,
  betaInitializer: true,
  gammaInitializer: true,
  betaRegularizer: true,
  gammaRegularizer: true,
  betaConstraint: true,
  gammaConstraint: true,
};

/** A layer whose output is multiplied by gamma, with beta added. */
export class AffineLayer extends ElementwiseLayer {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  /** Made by `build`, unless there is none. */
  gamma: Weight | undefined;
  /** Made by `build`, unless there is none. */
  beta: Weight | undefined;
  private readonly betaParts: WeightParts;
  private readonly gammaParts: WeightParts;

  /** Throws RangeError for an epsilon that is not finite, and for unknown strings. */
  constructor(part: string, options: AffineOptions) {
    const { epsilon = 1e-3, center = true, scale = true } = options;
    checkFinite(part, 'epsilon', epsilon);
    super(options);
    this.epsilon = epsilon;
    this.center = center;
    this.scale = scale;
    this.betaParts = weightParts(options.betaInitializer ?? 'zeros', options.betaRegularizer, options.betaConstraint);
    this.gammaParts = weightParts(options.gammaInitializer ?? 'ones', options.gammaRegularizer, options.gammaConstraint);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      ...partsConfig('beta', this.betaParts),
      ...partsConfig('gamma', this.gammaParts),
    };
  }

  /** Makes gamma and beta, in this order, as far as there are any. */
  protected addAffine(shape: readonly number[]): void {
    if (this.scale) this.gamma = this.addWeight({ name: 'gamma', shape, ...this.gammaParts });
    if (this.center) this.beta = this.addWeight({ name: 'beta', shape, ...this.betaParts });
  }

  /** What the ops of normalization take. */
  protected get affine(): Affine {
    return { gamma: this.gamma, beta: this.beta, epsilon: this.epsilon };
  }
}
