/** A model of any acyclic graph of layers: shared layers, several inputs and outputs. */
import { kindOf } from './describe.ts';
import { type Layer, listOf } from './layers/layer.ts';
import { type Application, type LayerShape, SymbolicTensor } from './layers/symbolic.ts';
import { Model } from './model.ts';
import { collectGraph, type ModelGraph } from './modelGraph.ts';
import { checkOptionNames } from './options.ts';
import { serializeObject } from './serialization.ts';

/** Arguments of `functional`. */
export interface FunctionalOptions {
  readonly inputs: SymbolicTensor | readonly SymbolicTensor[];
  readonly outputs: SymbolicTensor | readonly SymbolicTensor[];
  readonly name?: string;
  readonly trainable?: boolean;
}

/** A model between symbolic inputs and outputs. */
export class Functional extends Model {
  private readonly net: ModelGraph;

  /** Throws RangeError when outputs need inputs that are not named, or two layers share a name, TypeError for other options and kinds. */
  constructor(options: FunctionalOptions) {
    checkOptions(options);
    const { inputs, outputs, ...rest } = options;
    super(rest);
    this.net = collectGraph(listOf(inputs), listOf(outputs));
    checkNames(this.net.layers);
    this.built = true;
  }

  override get className(): string {
    return 'Functional';
  }

  protected override get graph(): ModelGraph {
    return this.net;
  }

  override ensureBuiltFor(): void {}

  override computeOutputShape(): LayerShape | readonly LayerShape[] {
    const shapes = this.outputs.map(({ shape }) => shape);
    return shapes.length === 1 ? (shapes[0] as LayerShape) : shapes;
  }

  override getConfig(): Record<string, unknown> {
    const { layers, applications, inputs, outputs } = this.net;
    const numbering = new Map<Application, number>();
    const uses = new Map<Layer, Application[]>();
    for (const application of applications) {
      const list = uses.get(application.layer) ?? [];
      numbering.set(application, list.length);
      uses.set(application.layer, [...list, application]);
    }
    const reference = ({ origin, index }: SymbolicTensor) => [origin?.layer.name, numbering.get(origin as Application) ?? 0, index];
    // Among outputs, Keras counts the own wiring of a functional model within this one as its first use.
    const end = (tensor: SymbolicTensor) => {
      const [name, use = 0, index] = reference(tensor) as [string, number, number];
      return [name, tensor.origin?.layer instanceof Functional ? use + 1 : use, index];
    };
    const keep = (list: readonly SymbolicTensor[]) => (list.length === 1 ? end(list[0] as SymbolicTensor) : list.map(end));
    return {
      name: this.name,
      trainable: this.trainable,
      layers: layers.map((layer) => ({
        ...serializeObject(layer),
        name: layer.name,
        inbound_nodes: (uses.get(layer) ?? []).filter((use) => use.inputs.length).map((use) => inboundNode(use, reference)),
      })),
      input_layers: keep(inputs),
      output_layers: keep(outputs),
    };
  }
}

/** A model from symbolic inputs to outputs. */
export function functional(options: FunctionalOptions): Functional {
  return new Functional(options);
}

function checkOptions(options: FunctionalOptions): void {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`Cannot make the model: the options are ${kindOf(given)}, they must be { inputs, outputs }`);
  checkOptionNames('functional', given, ['inputs', 'outputs', 'name', 'trainable']);
  checkTensors('inputs', options.inputs);
  checkTensors('outputs', options.outputs);
}

function checkTensors(what: 'inputs' | 'outputs', value: unknown): void {
  const list = listOf(value);
  const wrong = list.findIndex((item) => !(item instanceof SymbolicTensor));
  if (list.length && wrong === -1) return;
  const place = Array.isArray(value) && list.length ? `${what}[${wrong}]` : what;
  const kind = list.length ? kindOf(list[wrong]) : 'an empty array';
  throw new TypeError(`Cannot make the model: ${place} is ${kind}, it must be a symbolic tensor as input([4]) or a layer's apply() gives`);
}

function inboundNode({ layer, inputs }: Application, reference: (tensor: SymbolicTensor) => unknown) {
  const tensors = inputs.map((tensor) => ({
    class_name: '__keras_tensor__',
    config: { shape: tensor.shape, dtype: 'float32', keras_history: reference(tensor) },
  }));
  return { args: layer.takesList ? [tensors] : tensors, kwargs: {} };
}

function checkNames(layers: readonly Layer[]): void {
  const names = layers.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`Cannot make the model: two layers are named '${twice}', names must differ`);
}
