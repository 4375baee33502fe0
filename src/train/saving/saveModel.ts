/** Saving: reads a model (`captureModel.ts`), turns it into bytes (`formats.ts`) and stores them (`fileStore.ts`). Imported by `Model` when it is first asked to. */
import { captureModel } from './captureModel.ts';
import type { FileFormat } from './fileFormat.ts';
import { fileStore } from './fileStore.ts';
import { formatFor } from './formats.ts';
import type { Savable } from './savable.ts';

/** Saves configuration, weights and, when compiled, the compilation and the optimizer's state. Rejects with RangeError for extensions of other files. */
export function saveModel(model: Savable, path: string): Promise<void> {
  return save(model, path, 'model');
}

/** Saves the weights and, when compiled, the optimizer's state. Rejects with RangeError for extensions of other files. */
export function saveWeights(model: Savable, path: string): Promise<void> {
  return save(model, path, 'weights');
}

async function save(model: Savable, path: string, what: FileFormat['holds']): Promise<void> {
  const format = formatFor(what, path);
  await fileStore().write(path, await format.write(await captureModel(model)));
}
