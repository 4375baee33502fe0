/** Reads everything that files hold out of a model. Written by the formats, for `saveModel.ts`. */
import type { Variable } from '../../runtime/graph/leaf.ts';
import type { Weight } from '../weight.ts';
import { compileConfig } from './compileConfig.ts';
import { type ModelPart, modelParts } from './modelParts.ts';
import type { Savable } from './savable.ts';
import type { NamedArray, SavedModel, SavedOptimizer } from './savedModel.ts';

/** Version of Keras whose files these are like. */
const KERAS_VERSION = '3.15.1';

/** A model with its weights and, when it is compiled, its compilation and the optimizer's state. Throws when the input shape is not known. */
export async function captureModel(model: Savable): Promise<SavedModel> {
  const { compiled } = model.dataTarget;
  const parts = modelParts(model);
  const weights = parts.flatMap((part) => part.weights);
  const state = compiled?.optimizer.savedVariables ?? [];
  const values = await readAll(model, [...weights, ...state]);
  const arrayOf = (variable: Variable, path: string, trainable?: boolean) => namedArray(variable, path, values, trainable);
  const trainable = new Set<Variable>(model.trainableWeights);
  return {
    name: model.name,
    config: { class_name: model.className, config: model.getConfig() },
    ...(compiled && { compileConfig: compileConfig(compiled) }),
    layers: parts.map((part) => ({
      name: part.layer.name,
      className: part.layer.className,
      path: part.path,
      weights: part.weights.map((weight) => arrayOf(weight, weightPath(model, part, weight), trainable.has(weight))),
    })),
    ...(compiled && { optimizer: captureOptimizer(model, compiled.optimizer.name, state, arrayOf) }),
    kerasVersion: KERAS_VERSION,
    backend: 'webgpu-fit',
  };
}

/** Keras puts a sequential model's name before those of its layers. */
function weightPath(model: Savable, { names }: ModelPart, weight: Weight): string {
  return `${model.className === 'Sequential' ? `${model.name}/` : ''}${names}/${weight.name}`;
}

async function readAll(model: Savable, variables: readonly Variable[]): Promise<ReadonlyMap<Variable, Float32Array | Uint32Array>> {
  const values = variables.length > 0 ? await model.readVariables(variables) : [];
  return new Map(variables.map((variable, i) => [variable, values[i] as Float32Array | Uint32Array]));
}

function namedArray(
  variable: Variable,
  path: string,
  values: ReadonlyMap<Variable, Float32Array | Uint32Array>,
  trainable?: boolean,
): NamedArray {
  const data = values.get(variable) as Float32Array | Uint32Array;
  const common = { name: variable.name, path, shape: variable.shape, ...(trainable !== undefined && { trainable }) };
  // Keras counts steps in a signed integer.
  return data instanceof Uint32Array ? { ...common, dtype: 'int32', data: Int32Array.from(data) } : { ...common, dtype: 'float32', data };
}

function captureOptimizer(
  model: Savable,
  name: string,
  state: readonly Variable[],
  arrayOf: (variable: Variable, path: string) => NamedArray,
): SavedOptimizer {
  const paths = weightPaths(model);
  const nameOf = slotNames(model.trainableWeights, paths);
  return { name, variables: state.map((variable) => arrayOf(variable, `${name}/${nameOf(variable)}`)) };
}

function weightPaths(model: Savable): ReadonlyMap<Weight, string> {
  const all = modelParts(model).flatMap((part) => part.weights.map((weight) => [weight, weightPath(model, part, weight)] as const));
  return new Map(all);
}

/** Slots are named after their weights' paths. A slot's own name tells only the weight's short name, but each kind of slot was made for all weights in turn. */
function slotNames(weights: readonly Weight[], paths: ReadonlyMap<Weight, string>): (variable: Variable) => string {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return (variable) => {
    const kindFor = (weight: Weight) => variable.name.slice(weight.name.length + 1);
    const owner = weights.find(
      (weight, i) => variable.name === `${weight.name}_${kindFor(weight)}` && (counts.get(kindFor(weight)) ?? 0) === i,
    );
    if (owner) counts.set(kindFor(owner), (counts.get(kindFor(owner)) ?? 0) + 1);
    const wanted = owner ? `${paths.get(owner)?.replaceAll('/', '_')}_${kindFor(owner)}` : variable.name;
    const name = taken.has(wanted) ? `${wanted}_${taken.size}` : wanted;
    taken.add(name);
    return name;
  };
}
