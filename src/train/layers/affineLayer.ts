/** The base of normalizing layers that multiply by a learned gamma and add a learned beta. */
import type { Affine } from '../../runtime/ops/normalize.ts';
import { checkFinite, type OptionNames } from '../checks.ts';
import type { Constraint } from '../constraints/constraint.ts';
import { resolveConstraint } from '../constraints/resolve.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { resolveInitializer } from '../initializers/resolve.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { resolveRegularizer } from '../regularizers/resolve.ts';
import { serializeObject, serializeOptional } from '../serialization.ts';
import type { Weight } from '../weight.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of layers that end in gamma and beta. */
export interface AffineOptions extends LayerOptions {
  /** Added to variances. Default 0.001. */
  readonly epsilon?: number | undefined;
  /** Whether there is a beta. Default true. */
  readonly center?: boolean | undefined;
  /** Whether there is a gamma. Default true. */
  readonly scale?: boolean | undefined;
  /** Default 'zeros'. */
  readonly betaInitializer?: Initializer | string | undefined;
  /** Default 'ones'. */
  readonly gammaInitializer?: Initializer | string | undefined;
  readonly betaRegularizer?: Regularizer | string | null | undefined;
  readonly gammaRegularizer?: Regularizer | string | null | undefined;
  readonly betaConstraint?: Constraint | string | null | undefined;
  readonly gammaConstraint?: Constraint | string | null | undefined;
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
  private readonly betaInitializer: Initializer;
  private readonly gammaInitializer: Initializer;
  private readonly betaRegularizer: Regularizer | undefined;
  private readonly gammaRegularizer: Regularizer | undefined;
  private readonly betaConstraint: Constraint | undefined;
  private readonly gammaConstraint: Constraint | undefined;

  /** Throws RangeError for an epsilon that is not finite, and for unknown strings. */
  constructor(part: string, options: AffineOptions) {
    const { epsilon = 1e-3, center = true, scale = true } = options;
    checkFinite(part, 'epsilon', epsilon);
    super(options);
    this.epsilon = epsilon;
    this.center = center;
    this.scale = scale;
    this.betaInitializer = resolveInitializer(options.betaInitializer ?? 'zeros');
    this.gammaInitializer = resolveInitializer(options.gammaInitializer ?? 'ones');
    this.betaRegularizer = resolveRegularizer(options.betaRegularizer);
    this.gammaRegularizer = resolveRegularizer(options.gammaRegularizer);
    this.betaConstraint = resolveConstraint(options.betaConstraint);
    this.gammaConstraint = resolveConstraint(options.gammaConstraint);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      beta_initializer: serializeObject(this.betaInitializer),
      gamma_initializer: serializeObject(this.gammaInitializer),
      beta_regularizer: serializeOptional(this.betaRegularizer),
      gamma_regularizer: serializeOptional(this.gammaRegularizer),
      beta_constraint: serializeOptional(this.betaConstraint),
      gamma_constraint: serializeOptional(this.gammaConstraint),
    };
  }

  /** Makes gamma and beta, in this order, as far as there are any. */
  protected addAffine(shape: readonly number[]): void {
    const { gammaInitializer, gammaRegularizer, gammaConstraint, betaInitializer, betaRegularizer, betaConstraint } = this;
    const gamma = { initializer: gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint };
    const beta = { initializer: betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint };
    if (this.scale) this.gamma = this.addWeight({ name: 'gamma', shape, ...gamma });
    if (this.center) this.beta = this.addWeight({ name: 'beta', shape, ...beta });
  }

  /** What the ops of normalization take. */
  protected get affine(): Affine {
    return { gamma: this.gamma, beta: this.beta, epsilon: this.epsilon };
  }
}
