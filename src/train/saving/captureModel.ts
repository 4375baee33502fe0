/** Reads everything that files hold out of a model; turned into bytes by the formats, for `saveModel.ts`. */
import type { Variable } from '../../runtime/graph/leaf.ts';
import { compileConfig } from './compileConfig.ts';
import { type ModelPart, modelParts } from './modelParts.ts';
import type { CompiledWith, Savable } from './savable.ts';
import type { NamedArray, SavedLayer, SavedModel, SavedOptimizer } from './savedModel.ts';
import { slotNames } from './slotNames.ts';

/** Version of Keras whose files these are like. */
const KERAS_VERSION = '3.15.1';

type Values = ReadonlyMap<Variable, Float32Array | Uint32Array>;

/** A model with its weights and, when it is compiled, its compilation and the optimizer's state. Throws when the input shape is not known. */
export async function captureModel(model: Savable): Promise<SavedModel> {
  const { compiled } = model.dataTarget;
  compiled?.optimizer.build(model.trainableWeights);
  const parts = modelParts(model);
  const values = await readAll(model, [...parts.flatMap(({ weights }) => weights), ...variablesOf(compiled)]);
  const trainable = new Set<Variable>(model.trainableWeights);
  return {
    name: model.name,
    config: { class_name: model.className, config: model.getConfig() },
    ...(compiled && { compileConfig: compileConfig(compiled) }),
    layers: parts.map((part) => captureLayer(part, values, trainable)),
    ...(compiled && { optimizer: captureOptimizer(model, parts, compiled, values) }),
    kerasVersion: KERAS_VERSION,
    backend: 'webgpu-fit',
  };
}

function variablesOf(compiled: CompiledWith | undefined): readonly Variable[] {
  return compiled?.optimizer.variables.map(({ variable }) => variable) ?? [];
}

/** Read in one go, so that all values are of one moment. */
async function readAll(model: Savable, variables: readonly Variable[]): Promise<Values> {
  const values = variables.length > 0 ? await model.readVariables(variables) : [];
  return new Map(variables.map((variable, i) => [variable, values[i] as Float32Array | Uint32Array]));
}

function captureLayer({ layer, path, names, weights }: ModelPart, values: Values, trainable: ReadonlySet<Variable>): SavedLayer {
  const arrays = weights.map((weight) => ({ ...namedArray(weight, `${names}/${weight.name}`, values), trainable: trainable.has(weight) }));
  return { name: layer.name, className: layer.className, path, weights: arrays };
}

function captureOptimizer(model: Savable, parts: readonly ModelPart[], compiled: CompiledWith, values: Values): SavedOptimizer {
  const { name, savedVariables } = compiled.optimizer;
  const others = variablesOf(compiled).filter((variable) => !savedVariables.includes(variable));
  const paths = new Map(parts.flatMap(({ names, weights }) => weights.map((weight) => [weight, `${names}/${weight.name}`] as const)));
  const nameOf = slotNames(model.trainableWeights.map((weight) => ({ name: weight.name, path: paths.get(weight) ?? weight.name })));
  return {
    name,
    variables: savedVariables.map((variable) => namedArray(variable, `${name}/${nameOf(variable.name)}`, values)),
    state: others.map((variable) => namedArray(variable, variable.name, values)),
  };
}

function namedArray(variable: Variable, path: string, values: Values): NamedArray {
  const data = values.get(variable) as Float32Array | Uint32Array;
  const common = { name: variable.name, path, shape: variable.shape };
  // Keras counts steps in a signed integer.
  return data instanceof Uint32Array ? { ...common, dtype: 'int32', data: Int32Array.from(data) } : { ...common, dtype: 'float32', data };
}
