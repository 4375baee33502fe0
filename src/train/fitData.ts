/** The data of `fit`: training and validation arrays checked together, validation as a feed. Next: `trainPass.ts`. */

import { isStream } from './data/isStream.ts';
import type { Engine } from './engine.ts';
import type { Evaluation } from './evaluatePass.ts';
import type { Columns } from './feeds/feed.ts';
import { feedColumns } from './feeds/feedColumns.ts';
import type { FitOptions } from './fitOptions.ts';
import { arrayColumns, type DataTarget, streamFeed } from './inputs.ts';
import type { Model } from './model.ts';
import { later } from './onFirstUse.ts';

/** Arrays that were checked before the first GPU call; `undefined` for streams. */
export interface FitArrays {
  readonly columns: Columns | undefined;
  readonly validation: Columns | undefined;
}

/** Arrays of training and of the part split off; checks validation arrays as well, so that all bad input is refused at once. */
export async function arraysOf(model: Model, x: unknown, y: unknown, options: FitOptions): Promise<FitArrays> {
  const { sampleWeight, classWeight, validationSplit = 0, validationData } = options;
  if (isStream(x)) {
    if (validationSplit && validationData === undefined)
      throw new TypeError('Cannot use validationSplit: x is a stream, only arrays can be split');
    return { columns: undefined, validation: undefined };
  }
  model.ensureBuiltFor(x);
  const columns = await arrayColumns(model.dataTarget, x, { y, sampleWeight, classWeight });
  if (validationData !== undefined && !isStream(validationData)) {
    return { columns, validation: await validationColumns(model, validationData) };
  }
  if (!validationSplit || validationData !== undefined) return { columns, validation: undefined };
  return splitColumns(columns, classWeight ? await arrayColumns(model.dataTarget, x, { y }) : columns, validationSplit);
}

/** Class weights count in training only, so the validation part is cut from columns without them. */
async function splitColumns(training: Columns, plain: Columns, split: number): Promise<FitArrays> {
  const { splitValidation } = await later();
  const part = (columns: Columns, which: 'training' | 'validation'): Columns => ({
    x: splitValidation(columns.x, split)[which],
    y: columns.y.length ? splitValidation(columns.y, split)[which] : [],
    weights: columns.weights.length ? splitValidation(columns.weights, split)[which] : [],
  });
  return { columns: part(training, 'training'), validation: part(plain, 'validation') };
}

async function validationColumns(model: Model, data: unknown): Promise<Columns> {
  if (!Array.isArray(data) || data.length < 2 || data.length > 3) {
    throw new TypeError('Cannot use validationData: it must be [x, y], [x, y, sampleWeight] or a stream of batches');
  }
  try {
    return await arrayColumns(model.dataTarget, data[0], { y: data[1], sampleWeight: data[2] });
  } catch (error) {
    if (error instanceof Error) error.message = `validationData: ${error.message}`;
    throw error;
  }
}

/** What `fit` validates on: arrays checked before, or a stream opened now; `undefined` without validation. */
export async function validationFeed(
  model: Model,
  engine: Engine,
  target: DataTarget,
  data: unknown,
  batchSize: number,
): Promise<Evaluation | undefined> {
  if (data === undefined) return undefined;
  if (isStream(data)) return { mode: 'validation', feed: await streamFeed(engine.device, target, data) };
  const columns = Array.isArray(data) ? await validationColumns(model, data) : (data as Columns);
  return { mode: 'validation', feed: await feedColumns(engine.device, columns, batchSize) };
}
