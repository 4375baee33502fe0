/** The base of all layers: weights, building by input shape, application to symbolic and traced tensors. Next: `modelGraph.ts` collects applications. */
import { assign, placeholder, type TensorLike, toTensor, type Variable } from '../../runtime/graph/leaf.ts';
import { type Tensor, withScope } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import type { OptionNames } from '../checks.ts';
import type { Constraint } from '../constraints/constraint.ts';
import { resolveConstraint } from '../constraints/resolve.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { resolveInitializer } from '../initializers/resolve.ts';
import { snakeCase, uniqueName } from '../names.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { resolveRegularizer } from '../regularizers/resolve.ts';
import { dtypePolicy, serializeObject } from '../serialization.ts';
import { countValues, Weight, type WeightSpec } from '../weight.ts';
import { type CallContext, callContext, dryRun } from './context.ts';
import { checkReturned, withLayerPath } from './layerChecks.ts';
import { callUnderRule, currentRematRule } from './rematRule.ts';
import { batchless, type LayerShape, SymbolicTensor, showLayerShape } from './symbolic.ts';

/** Options of every layer. */
export interface LayerOptions {
  readonly name?: string;
  readonly trainable?: boolean;
  /** Shape of one sample: makes the layer usable as a model's first. */
  readonly inputShape?: readonly (number | null)[];
  /** Penalty on the outputs, per sample. */
  readonly activityRegularizer?: Regularizer | string | null | undefined;
}

/** Their names. */
export const LAYER_OPTIONS: OptionNames<LayerOptions> = { name: true, trainable: true, inputShape: true, activityRegularizer: true };

/** What `addWeight` takes: like a WeightSpec, with Keras's strings allowed. */
export interface AddWeight extends Pick<WeightSpec, 'name' | 'shape' | 'dtype' | 'layout' | 'trainable'> {
  /** Default 'glorot_uniform'. */
  readonly initializer?: Initializer | string | undefined;
  readonly regularizer?: Regularizer | string | null | undefined;
  readonly constraint?: Constraint | string | null | undefined;
}

/** One tensor or several. */
export type Tensors = Tensor | readonly Tensor[];

const PROBE_BATCH = 7;

/**
 * A layer. Extend it with `build`, `call` and `getConfig`, in Keras's sense. Files are loaded by giving the constructor its options as one object; a
 * layer of your own whose constructor takes anything else needs `static fromConfig(config)`, which makes it of what `getConfig` gave.
 */
export class Layer {
  /** Unique within a model; given or made from the class name. */
  readonly name: string;
  built = false;
  /** Shape of one sample, where the maker gave it. */
  readonly inputShape: readonly (number | null)[] | undefined;
  /** How often it has been applied. */
  applications = 0;
  /** Whether the backward pass computes its inner values again; set by `remat` and `rematScope`. */
  rematRule = currentRematRule();
  protected readonly activityRegularizer: Regularizer | undefined;
  private readonly ownWeights: Weight[] = [];
  private updates: boolean;

  constructor(options: LayerOptions = {}) {
    this.name = options.name ?? uniqueName(snakeCase(this.className));
    this.updates = options.trainable ?? true;
    this.inputShape = options.inputShape;
    this.activityRegularizer = resolveRegularizer(options.activityRegularizer);
  }

  /** Keras's class name, as files hold it. Classes of the library answer literally, since minifiers rename classes. */
  get className(): string {
    return this.constructor.name;
  }

  /** Keras's public path of the module that has the class. */
  get kerasModule(): string {
    return 'keras.layers';
  }

  /** Whether `call` takes a list even of one tensor, as merging layers do. */
  get takesList(): boolean {
    return false;
  }

  /** Makes the weights; called once, before the first `call`. `inputShape` has the batch axis first, as null. */
  build(_inputShape: LayerShape | readonly LayerShape[]): void {}

  /** The layer's function on tensors of one traced batch. */
  call(inputs: Tensors, _context: CallContext): Tensors {
    return inputs;
  }

  /** Shape of the output with the batch axis as null; by default found by tracing `call`. */
  computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape | readonly LayerShape[] {
    const result = this.probe(inputShape);
    const outputs = listOf(result).map(({ shape }) => (shape[0] === PROBE_BATCH ? [null, ...shape.slice(1)] : shape));
    return Array.isArray(result) ? outputs : (outputs[0] as LayerShape);
  }

  /** Keras's configuration; subclasses add their own options to it. */
  getConfig(): Record<string, unknown> {
    const regularizer = this.activityRegularizer;
    const base = { name: this.name, trainable: this.trainable, dtype: dtypePolicy() };
    return regularizer ? { ...base, activity_regularizer: serializeObject(regularizer) } : base;
  }

  /** Makes a weight. Call it from `build`. */
  addWeight(options: AddWeight): Weight {
    const spec: WeightSpec = {
      ...options,
      initializer: resolveInitializer(options.initializer ?? 'glorot_uniform'),
      regularizer: resolveRegularizer(options.regularizer),
      constraint: resolveConstraint(options.constraint),
    };
    const weight = withScope(this.name, () => new Weight(spec));
    this.ownWeights.push(weight);
    return weight;
  }

  /** Adds a scalar to the loss of the step that is being traced. */
  addLoss(loss: Tensor): void {
    callContext().losses.push(loss);
  }

  /** Gives a weight a new value in the step that is being traced. */
  assign(variable: Variable, value: TensorLike): void {
    assign(variable, value);
  }

  /** Whether training updates its weights. Set, it is set for all layers inside as well; a change takes effect at the next `compile`. */
  get trainable(): boolean {
    return this.updates;
  }

  set trainable(value: boolean) {
    this.updates = value;
    for (const layer of this.layers) layer.trainable = value;
  }

  /** Layers inside this one, found among its fields and the lists there. */
  get layers(): readonly Layer[] {
    return Object.values(this).flatMap((value): Layer[] => listOf<unknown>(value).filter((item) => item instanceof Layer));
  }

  /** Throws TypeError: the list is made of the fields. */
  set layers(_layers: never) {
    throw new TypeError(
      `Cannot set the layers of ${this.name}: they are found among its fields, they must be in a field of another name such as this.blocks`,
    );
  }

  /** All weights in Keras's order: own trainable ones, own others, then those of inner layers. */
  get weights(): readonly Weight[] {
    const own = this.ownWeights;
    return [
      ...own.filter(({ trainable }) => trainable),
      ...own.filter(({ trainable }) => !trainable),
      ...this.layers.flatMap(({ weights }) => weights),
    ];
  }

  /** Weights that training updates. */
  get trainableWeights(): readonly Weight[] {
    if (!this.trainable) return [];
    return [...this.ownWeights.filter(({ trainable }) => trainable), ...this.layers.flatMap((layer) => layer.trainableWeights)];
  }

  /** Weights that training leaves alone. */
  get nonTrainableWeights(): readonly Weight[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((weight) => !trainable.has(weight));
  }

  /** Number of values in all weights. Throws while neither the layer nor one inside it is built, where it has something to build. */
  countParams(): number {
    const isOpen = !this.built && this.build !== Layer.prototype.build;
    if (isOpen && !this.layers.some(({ built }) => built))
      throw new Error(`Cannot count the parameters of ${this.name}: it is not built, it must know its input shape first`);
    return countValues(this.weights);
  }

  /** Uses the layer: on symbolic tensors when a model is described, on traced ones inside another layer's `call`. */
  apply(inputs: SymbolicTensor): SymbolicTensor;
  apply(inputs: readonly SymbolicTensor[]): SymbolicTensor;
  apply(inputs: Tensor): Tensor;
  apply(inputs: readonly Tensor[]): Tensor;
  apply(inputs: SymbolicTensor | readonly SymbolicTensor[] | Tensors): SymbolicTensor | readonly SymbolicTensor[] | Tensors {
    const list = Array.isArray(inputs) ? inputs : [inputs];
    if (list.every((item) => item instanceof SymbolicTensor)) return this.applySymbolic(list, Array.isArray(inputs));
    return this.run(inputs as Tensors);
  }

  /** Builds the weights for an input shape unless done before. */
  ensureBuilt(shape: LayerShape | readonly LayerShape[]): void {
    if (this.built) return;
    withLayerPath(this.name, () => this.build(shape));
    this.built = true;
  }

  /** `call` under this layer's scope, with its activity regularizer. */
  run(inputs: Tensors): Tensors {
    const tensors: Tensors = Array.isArray(inputs) ? inputs.map((input) => toTensor(input)) : toTensor(inputs as Tensor);
    this.ensureBuilt(Array.isArray(tensors) ? tensors.map(batchless) : batchless(tensors as Tensor));
    return withScope(this.name, () => {
      const outputs = callUnderRule(this, tensors, callContext());
      for (const output of listOf(outputs)) checkReturned(output);
      for (const output of this.activityRegularizer ? listOf(outputs) : []) {
        this.addLoss(multiply((this.activityRegularizer as Regularizer).call(output), 1 / (output.shape[0] ?? 1)));
      }
      return outputs;
    });
  }

  private applySymbolic(list: readonly SymbolicTensor[], several: boolean): SymbolicTensor | readonly SymbolicTensor[] {
    const shapes = list.map(({ shape }) => shape);
    const shape = several ? shapes : (shapes[0] as LayerShape);
    this.ensureBuilt(shape);
    const result = withLayerPath(this.name, () => this.computeOutputShape(shape));
    // A `computeOutputShape` of one's own traces nothing, so the layers inside are still to be built.
    if (this.layers.some(({ built }) => !built)) withLayerPath(this.name, () => this.probe(shape));
    const outputs = (isShapeList(result) ? result : [result]).map((output, i) => new SymbolicTensor(output, i));
    const application = { layer: this, inputs: list, outputs, index: this.applications++ };
    for (const output of outputs) output.origin = application;
    return isShapeList(result) ? outputs : (outputs[0] as SymbolicTensor);
  }

  /** Traces `call` once on tensors of nothing, which builds the layers inside. */
  private probe(inputShape: LayerShape | readonly LayerShape[]): Tensors {
    const shapes = isShapeList(inputShape) ? inputShape : [inputShape];
    const tensors = shapes.map((shape, i) =>
      placeholder(
        `probe${i}`,
        shape.map((size, axis) => size ?? this.probeSize(shape, axis)),
      ),
    );
    return dryRun(false, () => this.run(isShapeList(inputShape) ? tensors : (tensors[0] as Tensor))).result;
  }

  private probeSize(shape: LayerShape, axis: number): number {
    if (axis === 0) return PROBE_BATCH;
    throw new RangeError(
      `Cannot find the output shape of ${this.name}: the input shape ${showLayerShape(shape)} leaves axis ${axis} open, only the batch may be`,
    );
  }
}

/** Whether a shape argument is a list of shapes. */
export function isShapeList(shape: LayerShape | readonly LayerShape[]): shape is readonly LayerShape[] {
  return Array.isArray(shape[0]);
}

/** A value or a list as a list. */
export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
