/** ReLU whose slope below 0 is learned. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, negative, relu, subtract } from '../../runtime/ops/elementwise.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
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
import { sampleShape, singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of `prelu`. */
export interface PReLUOptions extends LayerOptions {
  /** Default 'zeros'. */
  readonly alphaInitializer?: Initializer | string | undefined;
  readonly alphaRegularizer?: Regularizer | string | null | undefined;
  readonly alphaConstraint?: Constraint | string | null | undefined;
  /** Axes along which slopes are equal, counted with the batch: 1 is a sample's first. */
  readonly sharedAxes?: number | readonly number[] | null | undefined;
}

const PRELU_OPTIONS: OptionNames<PReLUOptions> = {
  ...LAYER_OPTIONS,
  alphaInitializer: true,
  alphaRegularizer: true,
  alphaConstraint: true,
  sharedAxes: true,
};

/** Keras's `PReLU`: x for x ≥ 0, else alpha x with a learned alpha (He et al. 2015). */
export class PReLU extends ElementwiseLayer {
  readonly sharedAxes: readonly number[] | undefined;
  /** A sample's shape with shared axes of size 1; made by `build`. */
  alpha!: Weight;
  private readonly alphaInitializer: Initializer;
  private readonly alphaRegularizer: Regularizer | undefined;
  private readonly alphaConstraint: Constraint | undefined;

  /** Throws RangeError unless the shared axes are positive integers, and for unknown strings. */
  constructor(options: PReLUOptions = {}) {
    const { sharedAxes } = options;
    const axes = typeof sharedAxes === 'number' ? [sharedAxes] : (sharedAxes ?? undefined);
    const valid = (axes ?? []).every((axis) => Number.isSafeInteger(axis) && axis > 0);
    check('PReLU', 'sharedAxes', sharedAxes, valid, 'a positive integer or a list of them');
    super(options);
    this.sharedAxes = axes;
    this.alphaInitializer = resolveInitializer(options.alphaInitializer ?? 'zeros');
    this.alphaRegularizer = resolveRegularizer(options.alphaRegularizer);
    this.alphaConstraint = resolveConstraint(options.alphaConstraint);
  }

  override get className(): string {
    return 'PReLU';
  }

  /** Throws RangeError for an open axis that is not shared, and for shared axes that the input does not have. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const { alphaInitializer: initializer, alphaRegularizer: regularizer, alphaConstraint: constraint } = this;
    const shape = sampleShape(this.shared(singleShape(inputShape)));
    this.alpha = this.addWeight({ name: 'alpha', shape, initializer, regularizer, constraint });
  }

  override call(x: Tensor): Tensor {
    return subtract(relu(x), multiply(relu(negative(x)), this.alpha));
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      alpha_initializer: serializeObject(this.alphaInitializer),
      alpha_regularizer: serializeOptional(this.alphaRegularizer),
      alpha_constraint: serializeOptional(this.alphaConstraint),
      shared_axes: this.sharedAxes ?? null,
    };
  }

  private shared(shape: LayerShape): LayerShape {
    const beyond = this.sharedAxes?.find((axis) => axis >= shape.length);
    if (beyond === undefined) return shape.map((size, axis) => (this.sharedAxes?.includes(axis) ? 1 : size));
    throw new RangeError(`Cannot build the layer: axis ${beyond} is to be shared, its input has shape ${showLayerShape(shape)}`);
  }
}

/** Makes a layer that learns a slope below 0. */
export function prelu(options: PReLUOptions = {}): PReLU {
  return new PReLU(knownOptions('prelu({ sharedAxes: [1] })', options, PRELU_OPTIONS));
}
