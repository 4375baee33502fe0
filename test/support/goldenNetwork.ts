/** Models from the golden files' descriptions of networks and of compile's arguments, made with the public API. */
import type { Layer } from '../../src/index.ts';
import * as library from '../../src/index.ts';
import type { CompileOptions } from '../../src/train/compile.ts';
import { camelCase } from '../../src/train/names.ts';
import type { GoldenPart } from './goldenParts.ts';

/** A use of a layer in a graph: of a new one, or of the one that made another tensor. */
export interface GoldenNode {
  readonly out: string;
  readonly layer?: GoldenPart;
  readonly same_layer_as?: string;
  readonly in: readonly string[];
}

/** A stack of layers, or a graph. */
export interface GoldenNetwork {
  readonly input?: readonly number[];
  readonly layers?: readonly GoldenPart[];
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
  readonly nodes?: readonly GoldenNode[];
  readonly outputs?: readonly string[];
}

/** Arguments of compile in Keras's words, with parts as `{ class, config }`. */
export type GoldenCompile = Readonly<Record<string, unknown>>;

type Maker = new (options: object) => object;

/** Where the golden files' parts are found: by how the key in a configuration ends, else among the layers and optimizers. */
const NAMESPACES: Readonly<Record<string, object>> = {
  regularizer: library.regularizers,
  constraint: library.constraints,
  initializer: library.initializers,
  loss: library.losses,
  metrics: library.metrics,
};

/** The model of a description, with names as in a new session. */
export function buildNetwork(network: GoldenNetwork): library.Model {
  library.clearSession();
  return network.layers ? stack(network) : graph(network);
}

/** The model of a description, compiled. */
export function compiledNetwork(network: GoldenNetwork, options: GoldenCompile): library.Model {
  const model = buildNetwork(network);
  model.compile(compileOptions(options));
  return model;
}

/** Arguments of compile with the parts made. */
export function compileOptions(options: GoldenCompile): CompileOptions {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [camelCase(key), resolve(key, value)]));
}

function stack({ input, layers = [] }: GoldenNetwork): library.Model {
  return library.sequential(layers.map((part, i) => make<Layer>(library, part, i === 0 && input ? { inputShape: input } : {})));
}

function graph({ inputs = {}, nodes = [], outputs = [] }: GoldenNetwork): library.Model {
  const tensors = new Map(Object.entries(inputs).map(([name, shape]) => [name, library.input(shape, { name })]));
  const layers = new Map<string, Layer>();
  const find = (names: readonly string[]) => names.map((name) => tensors.get(name) as library.SymbolicTensor);
  for (const { out, layer: part, same_layer_as: same, in: sources } of nodes) {
    const layer = part ? make<Layer>(library, part) : (layers.get(same as string) as Layer);
    layers.set(out, layer);
    const given = find(sources);
    tensors.set(out, given.length > 1 ? layer.apply(given) : layer.apply(given[0] as library.SymbolicTensor));
  }
  return library.functional({ inputs: find(Object.keys(inputs)), outputs: find(outputs) });
}

function make<T>(namespace: object, { class: name, config }: GoldenPart, more: object = {}): T {
  const Class = (namespace as Readonly<Record<string, Maker>>)[name];
  if (!Class) throw new Error(`Cannot make ${name}: the library has no such class`);
  const options = Object.entries(config).map(([key, value]) => [camelCase(key), resolve(key, value)]);
  return new Class({ ...Object.fromEntries(options), ...more }) as T;
}

/** A part, parts in lists and objects, or a plain value. */
function resolve(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(key, item));
  if (typeof value !== 'object' || value === null) return value;
  const end = Object.keys(NAMESPACES).find((name) => key.endsWith(name));
  if ('class' in value && 'config' in value) return make(end ? (NAMESPACES[end] as object) : library, value as GoldenPart);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(key, item)]));
}
