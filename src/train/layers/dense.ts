/** The fully connected layer: one matrix product whose epilogue adds the bias and applies the activation. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add } from '../../runtime/ops/elementwise.ts';
import { matrixLayout } from '../../runtime/ops/filledLayout.ts';
import { matmul } from '../../runtime/ops/matmul.ts';
import { type Activation, type ActivationFunction, activationName, resolveActivation } from '../activations/resolve.ts';
import { checkPositiveInteger, knownOptions, type OptionNames } from '../checks.ts';
import type { Constraint } from '../constraints/constraint.ts';
import { resolveConstraint } from '../constraints/resolve.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { resolveInitializer } from '../initializers/resolve.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { resolveRegularizer } from '../regularizers/resolve.ts';
import { serializeObject, serializeOptional } from '../serialization.ts';
import type { Weight } from '../weight.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of `dense`. */
export interface DenseOptions extends LayerOptions {
  /** Default: none. */
  readonly activation?: Activation | null | undefined;
  /** Default true. */
  readonly useBias?: boolean | undefined;
  /** Default 'glorot_uniform'. */
  readonly kernelInitializer?: Initializer | string | undefined;
  /** Default 'zeros'. */
  readonly biasInitializer?: Initializer | string | undefined;
  readonly kernelRegularizer?: Regularizer | string | null | undefined;
  readonly biasRegularizer?: Regularizer | string | null | undefined;
  readonly kernelConstraint?: Constraint | string | null | undefined;
  readonly biasConstraint?: Constraint | string | null | undefined;
}

const DENSE_OPTIONS: OptionNames<DenseOptions> = {
  ...LAYER_OPTIONS,
  activation: true,
  useBias: true,
  kernelInitializer: true,
  biasInitializer: true,
  kernelRegularizer: true,
  biasRegularizer: true,
  kernelConstraint: true,
  biasConstraint: true,
};

/** Keras's `Dense`: activation(x kernel + bias), [batch, ..., in] → [batch, ..., units]. */
export class Dense extends Layer {
  readonly units: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  /** [in, units]; made by `build`. */
  kernel!: Weight;
  /** [units]; made by `build`, unless there is none. */
  bias: Weight | undefined;
  private readonly kernelInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly biasRegularizer: Regularizer | undefined;
  private readonly kernelConstraint: Constraint | undefined;
  private readonly biasConstraint: Constraint | undefined;

  /** Throws RangeError unless units is a positive integer, and for unknown strings; TypeError for kinds. */
  constructor(options: DenseOptions & { readonly units: number }) {
    checkPositiveInteger('Dense', 'units', options.units);
    super(options);
    this.units = options.units;
    this.activation = resolveActivation(options.activation);
    this.useBias = options.useBias ?? true;
    this.kernelInitializer = resolveInitializer(options.kernelInitializer ?? 'glorot_uniform');
    this.biasInitializer = resolveInitializer(options.biasInitializer ?? 'zeros');
    this.kernelRegularizer = resolveRegularizer(options.kernelRegularizer);
    this.biasRegularizer = resolveRegularizer(options.biasRegularizer);
    this.kernelConstraint = resolveConstraint(options.kernelConstraint);
    this.biasConstraint = resolveConstraint(options.biasConstraint);
  }

  override get className(): string {
    return 'Dense';
  }

  /** Throws RangeError for an input without a last axis of known size. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const shape = [inputsOf(singleShape(inputShape)), this.units];
    const kernel = { initializer: this.kernelInitializer, regularizer: this.kernelRegularizer, constraint: this.kernelConstraint };
    const bias = { initializer: this.biasInitializer, regularizer: this.biasRegularizer, constraint: this.biasConstraint };
    this.kernel = this.addWeight({ name: 'kernel', shape, layout: matrixLayout(shape), ...kernel });
    if (this.useBias) this.bias = this.addWeight({ name: 'bias', shape: [this.units], ...bias });
  }

  override call(x: Tensor): Tensor {
    const product = matmul(x, this.kernel);
    return this.activation(this.bias ? add(product, this.bias) : product);
  }

  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    return [...singleShape(inputShape).slice(0, -1), this.units];
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: activationName(this.activation),
      use_bias: this.useBias,
      kernel_initializer: serializeObject(this.kernelInitializer),
      bias_initializer: serializeObject(this.biasInitializer),
      kernel_regularizer: serializeOptional(this.kernelRegularizer),
      bias_regularizer: serializeOptional(this.biasRegularizer),
      kernel_constraint: serializeOptional(this.kernelConstraint),
      bias_constraint: serializeOptional(this.biasConstraint),
    };
  }
}

/** Makes a fully connected layer of `units` outputs. */
export function dense(units: number, options: DenseOptions = {}): Dense {
  return new Dense({ ...knownOptions("dense(10, { activation: 'relu' })", options, DENSE_OPTIONS), units });
}

function inputsOf(shape: LayerShape): number {
  const size = shape.at(-1);
  if (shape.length > 1 && typeof size === 'number') return size;
  throw new RangeError(
    `Cannot build the layer: its input has shape ${showLayerShape(shape)}, it must have a last axis of known size beside the batch`,
  );
}
