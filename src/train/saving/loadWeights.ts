/** Loading of weights: bytes from the store (`fileStore.ts`), values into a model that is there (`restoreWeights.ts`, `restoreOptimizer.ts`). */
import { fileStore } from './fileStore.ts';
import { formatOf } from './formats.ts';
import { restoreOptimizer } from './restoreOptimizer.ts';
import { restoreWeights } from './restoreWeights.ts';
import type { Savable } from './savable.ts';

/** Loads the weights of a file of any format into a model and, when it is compiled, the optimizer's state. Rejects with RangeError when they do not fit. */
export async function loadWeights(model: Savable, path: string): Promise<void> {
  const format = formatOf(path);
  const saved = await format.read(path, await fileStore().read(path));
  restoreWeights(model, saved, path);
  restoreOptimizer(model, saved, path);
}
