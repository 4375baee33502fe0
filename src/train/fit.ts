/** `fit`: the training loop on one screen. Data by `inputs.ts`, steps by `loop.ts`, hooks by `callbacks/`. */
import type { Callback } from './callbacks/callback.ts';
import { CallbackList, checkCallbacks } from './callbacks/callbackList.ts';
import type { History } from './callbacks/history.ts';
import { say } from './callbacks/say.ts';
import { splitValidation } from './data/split.ts';
import { isStream } from './data/streams.ts';
import type { ClassWeight } from './data/weights.ts';
import type { Engine } from './engine.ts';
import { type Evaluation, evaluatePass } from './evaluate.ts';
import type { Columns, Feed } from './feeds/feed.ts';
import { feedColumns } from './feeds/feedColumns.ts';
import { arrayColumns, type DataTarget, objectiveFor, streamFeed } from './inputs.ts';
import { prepare, runPass } from './loop.ts';
import type { Model } from './model.ts';
import { checkFitOptions, type LoopOptions } from './options.ts';
import { batchPermutation, permutation } from './random.ts';
import type { Logs } from './run.ts';

/** Arguments of `fit`, in Keras's words. */
export interface FitOptions extends LoopOptions {
  readonly callbacks?: readonly Callback[];
  /** `[x, y]`, `[x, y, sampleWeight]` or a stream. */
  readonly validationData?: unknown;
  readonly classWeight?: ClassWeight;
  readonly sampleWeight?: unknown;
  /** Aborting it rejects `fit` with its reason within two steps; the model stays usable. */
  readonly signal?: AbortSignal | undefined;
}

/** Trains the model and resolves with the History. Everything that can be known is refused before the first GPU call. */
export async function fit(model: Model, x: unknown, y: unknown, options: FitOptions): Promise<History> {
  checkFitOptions(options);
  checkCallbacks(options.callbacks);
  const { columns, validation } = arraysOf(model, x, y, options);
  options.signal?.throwIfAborted();
  // Before the first wait: from here on whoever sets it means this fit.
  model.stopTraining = false;
  const engine = await model.ensureEngine();
  const batchSize = options.batchSize ?? defaultBatch(columns, options);
  const target = model.dataTarget;
  const feed = columns
    ? await feedColumns(engine.device, columns, batchSize)
    : await streamFeed(engine.device, target, x as never, options.classWeight);
  let evaluation: Evaluation | undefined;
  let callbacks: CallbackList | undefined;
  try {
    engine.adopt(objectiveFor(target, feed.specs.y), model.requireCompiled().optimizer);
    evaluation = await validationFeed(
      model,
      engine,
      target,
      validation ?? options.validationData,
      options.validationBatchSize ?? batchSize,
    );
    await prepare(engine, 'train', feed);
    await engine.prepareLogs('train');
    callbacks = callbackList(model, feed, options);
    await epochs(model, engine, feed, evaluation, callbacks, options, batchSize);
    await engine.device.settle();
    return callbacks.history as History;
  } finally {
    callbacks?.release();
    await feed.dispose();
    await evaluation?.feed.dispose();
  }
}

async function epochs(
  model: Model,
  engine: Engine,
  feed: Feed,
  evaluation: Evaluation | undefined,
  callbacks: CallbackList,
  options: FitOptions,
  batchSize: number,
): Promise<void> {
  const { initialEpoch = 0, epochs: last = 1, stepsPerEpoch } = options;
  const pass = new TrainPass(model, engine, feed, callbacks, options, batchSize);
  let logs: Logs = {};
  await callbacks.onTrainBegin();
  for (let epoch = initialEpoch; epoch < last; epoch++) {
    if (!(await pass.ready(epoch))) break;
    await callbacks.onEpochBegin(epoch);
    logs = await pass.run(stepsPerEpoch);
    if (evaluation && isDue(epoch, options.validationFreq ?? 1)) {
      const values = await evaluatePass(engine, evaluation, callbacks, {
        steps: options.validationSteps,
        signal: options.signal,
        group: model.requireCompiled().stepsPerExecution,
      });
      for (const [key, value] of Object.entries(values)) logs[`val_${key}`] = value;
    }
    await callbacks.onEpochEnd(epoch, logs);
    if (model.stopTraining) break;
  }
  await engine.finalize(model.trainableWeights);
  await callbacks.onTrainEnd(logs);
}

/** The training part of an epoch. With `stepsPerEpoch` below the data's steps a pass goes on in the next epoch. */
class TrainPass {
  private readonly model: Model;
  private readonly engine: Engine;
  private readonly feed: Feed;
  private readonly callbacks: CallbackList;
  private readonly options: FitOptions;
  private readonly batchSize: number;
  private begun = false;

  constructor(model: Model, engine: Engine, feed: Feed, callbacks: CallbackList, options: FitOptions, batchSize: number) {
    this.model = model;
    this.engine = engine;
    this.feed = feed;
    this.callbacks = callbacks;
    this.options = options;
    this.batchSize = batchSize;
  }

  /** Starts the data again unless a pass goes on; false when there is none any more. */
  async ready(epoch: number): Promise<boolean> {
    if (this.begun && (await this.feed.hasNext())) return true;
    await this.begin(epoch);
    const ready = await this.feed.hasNext();
    if (!ready)
      say('Warning: the data has come to its end, training ends; there must be a function that makes a new stream for each epoch');
    return ready;
  }

  async run(stepsPerEpoch: number | undefined): Promise<Logs> {
    const { engine, feed, callbacks, model, options } = this;
    engine.resetTracked('train');
    const limit = stepsPerEpoch ?? Number.POSITIVE_INFINITY;
    const optimizer = model.requireCompiled().optimizer;
    const steps = await runPass(
      engine,
      'train',
      feed,
      {
        batchBegin: callbacks.needsTrainBatchBegin ? (step) => callbacks.onTrainBatchBegin(step) : undefined,
        batchEnd:
          callbacks.exactTrainBatchLogs || callbacks.lateTrainBatchLogs ? (step, logs) => callbacks.onTrainBatchEnd(step, logs) : undefined,
        exact: callbacks.exactTrainBatchLogs,
        submitted: () => {
          optimizer.iterations++;
        },
        stop: () => {
          options.signal?.throwIfAborted();
          return model.stopTraining;
        },
      },
      limit,
      model.requireCompiled().stepsPerExecution,
    );
    if (steps < limit && stepsPerEpoch !== undefined && !model.stopTraining) {
      say('Warning: the input ran out of data, the epoch ends early; there must be enough batches for stepsPerEpoch * epochs steps');
    }
    return engine.logs('train');
  }

  private async begin(epoch: number): Promise<void> {
    const { feed, options, engine } = this;
    this.begun = true;
    const rows = feed.sizes.reduce((sum, size) => sum + size, 0);
    const shuffle = options.shuffle ?? true;
    const seed = this.model.shuffleSeed;
    if (!rows || !shuffle) await feed.begin();
    else await feed.begin(shuffle === 'batch' ? batchPermutation(rows, this.batchSize, seed, epoch) : permutation(rows, seed, epoch));
    engine.rewind('train');
  }
}

interface FitArrays {
  readonly columns: Columns | undefined;
  readonly validation: Columns | undefined;
}

/** Arrays of training and of the part split off; checks validation arrays as well, so that all bad input is refused at once. */
function arraysOf(model: Model, x: unknown, y: unknown, options: FitOptions): FitArrays {
  const { sampleWeight, classWeight, validationSplit = 0, validationData } = options;
  if (isStream(x)) {
    if (validationSplit && validationData === undefined)
      throw new TypeError('Cannot use validationSplit: x is a stream, only arrays can be split');
    return { columns: undefined, validation: undefined };
  }
  model.ensureBuiltFor(x);
  const columns = arrayColumns(model.dataTarget, x, { y, sampleWeight, classWeight });
  if (validationData !== undefined && !isStream(validationData)) return { columns, validation: validationColumns(model, validationData) };
  if (!validationSplit || validationData !== undefined) return { columns, validation: undefined };
  return splitColumns(columns, classWeight ? arrayColumns(model.dataTarget, x, { y }) : columns, validationSplit);
}

/** Class weights count in training only, so the validation part is cut from columns without them. */
function splitColumns(training: Columns, plain: Columns, split: number): FitArrays {
  const part = (columns: Columns, which: 'training' | 'validation'): Columns => ({
    x: splitValidation(columns.x, split)[which],
    y: columns.y.length ? splitValidation(columns.y, split)[which] : [],
    weights: columns.weights.length ? splitValidation(columns.weights, split)[which] : [],
  });
  return { columns: part(training, 'training'), validation: part(plain, 'validation') };
}

function validationColumns(model: Model, data: unknown): Columns {
  if (!Array.isArray(data) || data.length < 2 || data.length > 3) {
    throw new TypeError('Cannot use validationData: it must be [x, y], [x, y, sampleWeight] or a stream of batches');
  }
  try {
    return arrayColumns(model.dataTarget, data[0], { y: data[1], sampleWeight: data[2] });
  } catch (error) {
    if (error instanceof Error) error.message = `validationData: ${error.message}`;
    throw error;
  }
}

async function validationFeed(
  model: Model,
  engine: Engine,
  target: DataTarget,
  data: unknown,
  batchSize: number,
): Promise<Evaluation | undefined> {
  if (data === undefined) return undefined;
  if (isStream(data)) return { mode: 'validation', feed: await streamFeed(engine.device, target, data) };
  const columns = Array.isArray(data) ? validationColumns(model, data) : (data as Columns);
  return { mode: 'validation', feed: await feedColumns(engine.device, columns, batchSize) };
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
