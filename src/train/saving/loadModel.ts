/** Loading: bytes from the store (`fileStore.ts`), a model of its configuration (`modelFromConfig.ts`), values into it (`restoreWeights.ts`, `restoreOptimizer.ts`). */
import { FileFormatError } from '../errors.ts';
import type { Model } from '../model.ts';
import { compileFromConfig } from './compileFromConfig.ts';
import type { CustomObjects } from './customObjects.ts';
import { fileStore } from './fileStore.ts';
import { formatFor } from './formats.ts';
import { modelFromConfig } from './modelFromConfig.ts';
import { restoreOptimizer } from './restoreOptimizer.ts';
import { restoreWeights } from './restoreWeights.ts';
import type { SavedModel } from './savedModel.ts';

/** Options of `loadModel`. */
export interface LoadModelOptions {
  /**
   * Classes and functions of your own by the names that the file holds. Of a class, the static `fromConfig(config)` is called, or its constructor
   * with the configuration as one object in camelCase.
   */
  readonly customObjects?: CustomObjects;
  /** Whether to compile the model as it was when it was saved. Default true. */
  readonly compile?: boolean;
}

/** Loads a model saved by `model.save` or by Keras. Rejects with FileNotFoundError, FileFormatError, or RangeError for an unknown extension. */
export async function loadModel(path: string, { customObjects = {}, compile = true }: LoadModelOptions = {}): Promise<Model> {
  const format = formatFor('model', path);
  const saved = await format.read(path, await fileStore().read(path));
  return explained(path, () => rebuild(saved, path, customObjects, compile));
}

function rebuild(saved: SavedModel, path: string, custom: CustomObjects, compile: boolean): Model {
  if (!saved.config) throw new RangeError('it holds only weights, load them by loadWeights() into a model of the same layers');
  const model = modelFromConfig(saved.config, custom);
  restoreWeights(model, saved, path);
  if (!compile || !saved.compileConfig) return model;
  model.compile(compileFromConfig(saved.compileConfig, custom));
  restoreOptimizer(model, saved, path);
  return model;
}

/** Whatever cannot be made of a file's content is the file's fault, or that of missing customObjects: the message tells both. */
function explained<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    throw new FileFormatError(`Cannot load ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
