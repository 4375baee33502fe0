/** `loadModel` without its code: file formats and the table of all layers are imported on first use. */
import type { Model } from '../model.ts';
import { onFirstUse } from '../onFirstUse.ts';
import type { LoadModelOptions } from './loadModel.ts';

/** Loads a model saved by `model.save` or by Keras; `customObjects` are the classes of layers of one's own by Keras's class name. */
export async function loadModel(path: string, options: LoadModelOptions = {}): Promise<Model> {
  const { loadModel: load } = await onFirstUse('loadModel', () => import('./loadModel.ts'));
  return load(path, options);
}
