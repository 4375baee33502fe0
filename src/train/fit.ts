/** `fit`: the training loop on one screen. Data by `fitData.ts`, steps by `trainPass.ts`, hooks by `callbacks/`. */
import { admit } from './admit.ts';
import { CallbackList, checkCallbacks } from './callbacks/callbackList.ts';
import type { History } from './callbacks/history.ts';
import { type Evaluation, evaluatePass } from './evaluatePass.ts';
import type { Columns, Feed } from './feeds/feed.ts';
import { feedColumns } from './feeds/feedColumns.ts';
import { arraysOf, validationFeed } from './fitData.ts';
import type { FitOptions } from './fitOptions.ts';
import { objectiveFor, requireLoss, streamFeed } from './inputs.ts';
import { prepare } from './loop.ts';
import type { Model } from './model.ts';
import { fetchAhead } from './onFirstUse.ts';
import { checkFitOptions } from './options.ts';
import type { Logs } from './run.ts';
import { type Fitting, TrainPass } from './trainPass.ts';

/** Trains the model and resolves with the History. Everything that can be known is refused before the first GPU call. */
export async function fit(model: Model, x: unknown, y: unknown, options: FitOptions): Promise<History> {
  checkFitOptions(options);
  checkCallbacks(options.callbacks);
  // Before the first wait: from here on whoever sets it means this fit.
  model.stopTraining = false;
  const { columns, validation } = await arraysOf(model, x, y, options);
  const target = model.dataTarget;
  requireLoss(model, target);
  options.signal?.throwIfAborted();
  const engine = await model.ensureEngine();
  const batchSize = options.batchSize ?? defaultBatch(columns, options);
  const validationBatch = options.validationBatchSize ?? batchSize;
  const take = (first: Columns, rows: number) => {
    engine.adopt(objectiveFor(target, first.y), model.requireCompiled().optimizer);
    admit(engine, 'train', first, rows);
  };
  if (columns) take(columns, batchSize);
  admit(engine, 'validation', validation, validationBatch);
  const feed = columns
    ? await feedColumns(engine.device, columns, batchSize)
    : await streamFeed(engine.device, target, x as never, { classWeight: options.classWeight, take });
  let evaluation: Evaluation | undefined;
  let callbacks: CallbackList | undefined;
  try {
    evaluation = await validationFeed(model, engine, target, validation ?? options.validationData, validationBatch);
    await Promise.all([prepare(engine, 'train', feed), engine.prepareLogs('train')]);
    fetchAhead();
    callbacks = callbackList(model, feed, options);
    await epochs({ model, engine, feed, callbacks, options, batchSize }, evaluation);
    await engine.device.settle();
    return callbacks.history as History;
  } finally {
    callbacks?.release();
    await feed.dispose();
    await evaluation?.feed.dispose();
  }
}

async function epochs(fitting: Fitting, evaluation: Evaluation | undefined): Promise<void> {
  const { model, engine, callbacks, options } = fitting;
  const { initialEpoch = 0, epochs: last = 1 } = options;
  const pass = new TrainPass(fitting);
  let logs: Logs = {};
  await callbacks.onTrainBegin();
  for (let epoch = initialEpoch; epoch < last; epoch++) {
    if (!(await pass.ready(epoch))) break;
    await callbacks.onEpochBegin(epoch);
    const read = await pass.run();
    const validated =
      evaluation && isDue(epoch, options.validationFreq ?? 1)
        ? await evaluatePass(engine, evaluation, callbacks, {
            steps: options.validationSteps,
            signal: options.signal,
            group: model.requireCompiled().stepsPerExecution,
          })
        : {};
    logs = await read();
    for (const [key, value] of Object.entries(validated)) logs[`val_${key}`] = value;
    await callbacks.onEpochEnd(epoch, logs);
    if (model.stopTraining) break;
  }
  await engine.finalize(model.trainableWeights);
  await callbacks.onTrainEnd(logs);
}

function callbackList(model: Model, feed: Feed, options: FitOptions): CallbackList {
  const verbose = options.verbose === undefined || options.verbose === 'auto' ? 1 : options.verbose;
  const steps = options.stepsPerEpoch ?? feed.steps ?? null;
  return new CallbackList(
    options.callbacks ?? [],
    model,
    { verbose, epochs: options.epochs ?? 1, steps },
    { addHistory: true, addProgbar: verbose > 0 },
  );
}

function defaultBatch(columns: Columns | undefined, { stepsPerEpoch }: FitOptions): number {
  const rows = columns?.x[0]?.rows ?? 0;
  return stepsPerEpoch && rows ? Math.ceil(rows / stepsPerEpoch) : 32;
}

function isDue(epoch: number, frequency: number | readonly number[]): boolean {
  return typeof frequency === 'number' ? (epoch + 1) % frequency === 0 : frequency.includes(epoch + 1);
}
