/** Wires functional models as their configurations tell; layers come from `modelFromConfig.ts`. */
import { Functional } from '../functional.ts';
import { InputLayer } from '../layers/inputLayer.ts';
import { type Layer, listOf } from '../layers/layer.ts';
import type { SymbolicTensor } from '../layers/symbolic.ts';
import { Model } from '../model.ts';
import { isRecord } from './parseJson.ts';

/** Sorting uses takes time that grows with the square of their number. */
const MAX_USES = 10_000;

/** A tensor by the name of the layer that gives it, the number of the use, and the number of the output. */
type Reference = readonly [layer: string, use: number, output: number];

/** Where a use of a layer takes its inputs: one, or a list (`several`). */
interface Use {
  readonly layer: string;
  readonly inputs: readonly Reference[];
  readonly several: boolean;
  readonly numbering: Numbering;
}

/** From where the uses of a model within a model are counted: Keras 2 counted its own wiring as the first, Keras 3 does so among outputs only. */
type Numbering = 'inputs' | 'outputs' | 'older inputs';

/** The model of a functional configuration, as Keras 3 or Keras 2 wrote it. Throws RangeError for uses that need each other or what is not there. */
export function functionalFromConfig(config: Readonly<Record<string, unknown>>, makeLayer: (description: unknown) => Layer): Model {
  const { layers, input_layers: inputs, output_layers: outputs } = config;
  if (!isRecordList(layers)) throw new TypeError('Cannot make a functional model: its configuration has no list of layers');
  const wiring = new Wiring();
  for (const description of layers) wiring.add(nameOf(description), makeLayer(description));
  const uses = layers.flatMap(usesOf);
  if (uses.length > MAX_USES)
    throw new RangeError(`Cannot make a functional model: it uses layers ${uses.length} times, at most ${MAX_USES} are allowed`);
  wiring.connect(uses);
  const tensors = (value: unknown) => referencesIn(value).map((reference) => wiring.tensor(reference, 'outputs'));
  return new Functional({ inputs: tensors(inputs), outputs: tensors(outputs), ...modelOptions(config) });
}

/** Name and state of a model, where its configuration tells them. */
export function modelOptions({ name, trainable }: Readonly<Record<string, unknown>>): { name?: string; trainable?: boolean } {
  return { ...(typeof name === 'string' && { name }), ...(typeof trainable === 'boolean' && { trainable }) };
}

/** Layers by name with the tensors that each use of them gives. */
class Wiring {
  private readonly layers = new Map<string, Layer>();
  private readonly given = new Map<string, (readonly SymbolicTensor[])[]>();

  add(name: string, layer: Layer): void {
    this.layers.set(name, layer);
    this.given.set(name, layer instanceof InputLayer ? [[layer.output]] : []); // an input gives its tensor without being used
  }

  /** Uses come in no particular order: those of one layer in turn, and each when its inputs are there. */
  connect(uses: readonly Use[]): void {
    let waiting = uses;
    while (waiting.length > 0) {
      const blocked = new Set<string>();
      const left = waiting.filter((use) => {
        const ready = !blocked.has(use.layer) && use.inputs.every((reference) => this.find(reference, use.numbering));
        if (ready) this.apply(use);
        else blocked.add(use.layer);
        return !ready;
      });
      if (left.length === waiting.length)
        throw new RangeError(`Cannot connect the layer '${left[0]?.layer}': an input of it is never given`);
      waiting = left;
    }
  }

  tensor(reference: Reference, numbering: Numbering): SymbolicTensor {
    const tensor = this.find(reference, numbering);
    if (tensor) return tensor;
    throw new RangeError(
      `Cannot connect the model: output ${reference[2]} of use ${reference[1]} of the layer '${reference[0]}' does not exist`,
    );
  }

  private find([name, use, output]: Reference, numbering: Numbering): SymbolicTensor | undefined {
    const layer = this.layers.get(name);
    const first = numbering === 'outputs' ? layer instanceof Functional : numbering === 'older inputs' && layer instanceof Model;
    return this.given.get(name)?.[use - Number(first)]?.[output];
  }

  private apply({ layer, inputs, several, numbering }: Use): void {
    const tensors = inputs.map((reference) => this.tensor(reference, numbering));
    const maker = this.layers.get(layer) as Layer;
    const result = several ? maker.apply(tensors) : maker.apply(tensors[0] as SymbolicTensor);
    this.given.get(layer)?.push(listOf(result as SymbolicTensor | readonly SymbolicTensor[]));
  }
}

function usesOf(description: Record<string, unknown>): readonly Use[] {
  const nodes = Array.isArray(description.inbound_nodes) ? description.inbound_nodes : [];
  return nodes.map((node) => {
    const older = Array.isArray(node);
    const given = older ? olderInputs(node) : newerInputs(node);
    const inputs = referencesIn(given);
    if (inputs.length === 0) throw new TypeError(`Cannot connect the layer '${nameOf(description)}': a use of it names no input`);
    return {
      layer: nameOf(description),
      inputs,
      several: Array.isArray(given) && !isReference(given),
      numbering: older ? 'older inputs' : 'inputs',
    };
  });
}

/** Keras 3: `{ args: [tensor] }` or `{ args: [[tensor, …]] }`. */
function newerInputs(node: unknown): unknown {
  const args = isRecord(node) && Array.isArray(node.args) ? node.args : [];
  if (args.slice(1).some((extra) => referencesIn(extra).length > 0))
    throw new TypeError('Cannot connect a layer: it takes several arguments, it must take one');
  return historyOf(args[0]) ?? (Array.isArray(args[0]) ? args[0].map(historyOf) : undefined);
}

/** Keras 2: `[["dense", 0, 0, {}], …]`, where one stands for itself. */
function olderInputs(node: readonly unknown[]): unknown {
  const references = node.map((entry) => (Array.isArray(entry) ? entry.slice(0, 3) : undefined));
  return references.length === 1 ? references[0] : references;
}

function historyOf(tensor: unknown): unknown {
  return isRecord(tensor) && tensor.class_name === '__keras_tensor__' && isRecord(tensor.config) ? tensor.config.keras_history : undefined;
}

/** All references in a value: one, a list, or an object keyed by name. */
function referencesIn(value: unknown): readonly Reference[] {
  if (isReference(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isRecord(value) ? Object.values(value).flatMap(referencesIn) : [];
}

function isReference(value: unknown): value is Reference {
  return (
    Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' && Number.isInteger(value[1]) && Number.isInteger(value[2])
  );
}

function nameOf(description: Record<string, unknown>): string {
  const { name, config } = description;
  if (typeof name === 'string') return name;
  if (isRecord(config) && typeof config.name === 'string') return config.name;
  throw new TypeError('Cannot make a layer of a functional model: it has no name');
}

function isRecordList(value: unknown): value is readonly Record<string, unknown>[] {
  return Array.isArray(value) && value.every(isRecord);
}
