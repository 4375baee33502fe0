/** Keras's legacy `.h5`: the whole model in one HDF5 file, weights found by their order. One of the formats in `formats.ts`. */
import type { FileFormat } from './fileFormat.ts';
import { findArray, findGroup, type H5Group, h5Group, makeGroup, putArray, unreadable } from './h5.ts';
import { readH5 } from './h5Reader.ts';
import { writeH5 } from './h5Writer.ts';
import { legacyCompileConfig, legacyModelConfig } from './legacyConfig.ts';
import { isRecord, parseJson } from './parseJson.ts';
import { type NamedArray, namedValues, type ObjectConfig, type SavedLayer, type SavedModel } from './savedModel.ts';
import { withState, writeState } from './stateGroup.ts';
import { readTexts, writeTexts } from './textLists.ts';

/** The format of `.h5` files, and of weights that Keras 2 saved under that name. */
export const legacyH5: FileFormat = {
  extensions: ['.h5', '.hdf5'],
  holds: 'model',
  read: async (path, bytes) => readLegacy(path, await readH5(path, bytes)),
  write: (saved) => writeH5(writeLegacy(saved)),
};

/** The model in a file of this layout. Throws FileFormatError when something is missing in it. */
export function readLegacy(path: string, root: H5Group): SavedModel {
  const config = readConfig(path, root, 'model_config');
  const training = readConfig(path, root, 'training_config');
  const weights = root.groups.get('model_weights') ?? root;
  const optimizer = root.groups.get('optimizer_weights');
  return {
    name: isRecord(config?.config) && typeof config.config.name === 'string' ? config.config.name : '',
    ...(config && { config: objectConfig(path, 'model_config', config) }),
    ...(training && { compileConfig: { ...training, optimizer: training.optimizer_config } }),
    layers: readLayers(path, weights),
    ...(optimizer && { optimizer: withState(root, { name: '', variables: readVariables(path, 'optimizer_weights', optimizer) }) }),
    ...textAttribute(root, 'keras_version', 'kerasVersion'),
    ...textAttribute(root, 'backend', 'backend'),
  };
}

/** The layout of a model as HDF5 groups. */
export function writeLegacy(saved: SavedModel): H5Group {
  const about = { backend: saved.backend ?? '', keras_version: saved.kerasVersion ?? '' };
  const root = h5Group(about);
  if (saved.config) root.attributes.set('model_config', JSON.stringify(legacyModelConfig(saved.config)));
  if (saved.compileConfig) root.attributes.set('training_config', JSON.stringify(legacyCompileConfig(saved.compileConfig)));
  const weights = h5Group(about);
  root.groups.set('model_weights', weights);
  const layers = wholeLayers(saved.layers);
  writeTexts(weights, 'layer_names', [...layers.keys()]);
  for (const [name, arrays] of layers) writeVariables(makeGroup(weights, name), arrays);
  writeVariables(makeGroup(weights, 'top_level_model_weights'), []);
  if (saved.optimizer) {
    writeVariables(makeGroup(root, 'optimizer_weights'), saved.optimizer.variables);
    writeState(root, saved.optimizer);
  }
  return root;
}

/** Weights of each layer with those of its parts: first all that training updates. */
function wholeLayers(layers: readonly SavedLayer[]): Map<string, readonly NamedArray[]> {
  const depth = (path: string) => path.split('/').length;
  const whole = new Map<string, NamedArray[]>();
  let name = '';
  for (const layer of layers) {
    if (depth(layer.path ?? '') <= 2) name = layer.name;
    whole.set(name, [...(whole.get(name) ?? []), ...layer.weights]);
  }
  const ordered = (weights: readonly NamedArray[]) => [
    ...weights.filter((weight) => weight.trainable),
    ...weights.filter((weight) => !weight.trainable),
  ];
  return new Map([...whole].map(([key, weights]) => [key, ordered(weights)]));
}

function writeVariables(group: H5Group, variables: readonly NamedArray[]): void {
  writeTexts(
    group,
    'weight_names',
    variables.map(({ path }) => path),
  );
  for (const { path, shape, data } of variables) putArray(group, path, { shape, data });
}

function readLayers(path: string, weights: H5Group): SavedLayer[] {
  const names = readTexts(path, 'its list of layers', weights, 'layer_names');
  const layers = names.map((name) => {
    const group = findGroup(weights, name);
    if (!group) throw unreadable(path, `the layer '${name}'`, 'is listed but has no group', 'the file is damaged, use another copy');
    return { name, weights: readVariables(path, name, group) };
  });
  const own = weights.groups.get('top_level_model_weights');
  const rest = own ? readVariables(path, 'top_level_model_weights', own) : [];
  return rest.length > 0 ? [...layers, { name: 'top_level_model_weights', weights: rest }] : layers;
}

function readVariables(path: string, place: string, group: H5Group): NamedArray[] {
  return readTexts(path, place, group, 'weight_names').map((name) => {
    const array = findArray(group, name);
    if (!array) throw unreadable(path, `${place}/${name}`, 'is listed but not there', 'the file is damaged, use another copy');
    const plain = name.replace(/:\d+$/, ''); // Keras 2 numbers the outputs of operations
    return { name: plain.split('/').at(-1) ?? plain, path: plain, shape: array.shape, ...namedValues(array.data) };
  });
}

function readConfig(path: string, root: H5Group, name: string): Record<string, unknown> | undefined {
  const text = root.attributes.get(name);
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw unreadable(path, name, 'is not text', 'it must be JSON');
  return parseJson(path, name, text);
}

function objectConfig(path: string, place: string, { class_name, config }: Record<string, unknown>): ObjectConfig {
  if (typeof class_name === 'string' && isRecord(config)) return { class_name, config };
  throw unreadable(path, place, 'has no class_name or no config', 'it must be the configuration of a model');
}

function textAttribute<K extends string>(root: H5Group, name: string, key: K): { [key in K]?: string } {
  const value = root.attributes.get(name);
  return (typeof value === 'string' ? { [key]: value } : {}) as { [key in K]?: string };
}
