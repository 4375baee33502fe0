/** Puts the weights of a file into a model: by their places where the file tells them, else by their order. Used by `loadModel.ts`; slots come from `restoreOptimizer.ts`. */
import { showShape } from '../../runtime/graph/tensor.ts';
import type { Weight } from '../weight.ts';
import { modelParts } from './modelParts.ts';
import type { Savable } from './savable.ts';
import type { NamedArray, SavedLayer, SavedModel } from './savedModel.ts';

/** Sets all weights of `model`, or none: throws RangeError when number or shapes differ, with `path` as the file's name. */
export function restoreWeights(model: Savable, saved: SavedModel, path: string): void {
  const byPath = saved.layers.some((layer) => layer.path !== undefined);
  const pairs = byPath ? pairsByPath(model, saved.layers, path) : pairsByOrder(model, saved.layers, path);
  const values = pairs.flatMap((pair) => matched(model, pair, path));
  for (const [weight, data] of values) model.writeVariable(weight, data);
}

/** Weights that belong together, and what to call them. */
interface Pair {
  readonly layer: string;
  readonly weights: readonly Weight[];
  readonly arrays: readonly NamedArray[];
}

function pairsByPath(model: Savable, layers: readonly SavedLayer[], path: string): readonly Pair[] {
  const places = new Map(layers.map((layer) => [layer.path, layer.weights]));
  const parts = modelParts(model);
  const known = new Set<string | undefined>(parts.map((part) => part.path));
  const stranger = layers.find((layer) => layer.weights.length > 0 && !known.has(layer.path));
  if (stranger) throw misfit(model, path, `${stranger.path} is in the file`, 'no such layer is in the model');
  return parts.map((part) => ({ layer: part.names, weights: part.weights, arrays: places.get(part.path) ?? [] }));
}

function pairsByOrder(model: Savable, layers: readonly SavedLayer[], path: string): readonly Pair[] {
  const own = model.layers.filter((layer) => layer.weights.length > 0);
  const saved = layers.filter(({ weights }) => weights.length > 0);
  if (own.length !== saved.length)
    throw misfit(model, path, `${saved.length} layers in the file have weights`, `in the model ${own.length} have`);
  return own.map((layer, i) => ({
    layer: layer.name,
    weights: [...layer.trainableWeights, ...layer.nonTrainableWeights],
    arrays: saved[i]?.weights ?? [],
  }));
}

function matched(model: Savable, { layer, weights, arrays }: Pair, path: string): (readonly [Weight, Float32Array])[] {
  if (weights.length !== arrays.length)
    throw misfit(model, path, `the layer '${layer}' has ${arrays.length} arrays in the file`, `in the model ${weights.length}`);
  return weights.map((weight, i) => {
    const { shape, data } = arrays[i] as NamedArray;
    if (showShape(shape) === showShape(weight.shape) && data instanceof Float32Array) return [weight, data];
    throw misfit(model, path, `${weight.name} of '${layer}' is ${showShape(shape)} in the file`, `in the model ${showShape(weight.shape)}`);
  });
}

function misfit({ name }: Savable, path: string, is: string, but: string): RangeError {
  return new RangeError(`Cannot load weights of ${path} into ${name}: ${is}, ${but}, they must be equal`);
}
