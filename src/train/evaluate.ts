/** `evaluate` and `predict`; imported on first use, through `later.ts`. */

import { stage } from '../runtime/gpu/readback.ts';
import { admit } from './admit.ts';
import type { Callback } from './callbacks/callback.ts';
import { CallbackList, checkCallbacks } from './callbacks/callbackList.ts';
import { claimLane } from './claimLane.ts';
import { NDArray } from './data/array.ts';
import { isStream } from './data/isStream.ts';
import type { Engine, StepProgram } from './engine.ts';
import { evaluatePass } from './evaluatePass.ts';
import type { Columns, Feed } from './feeds/feed.ts';
import { feedColumns } from './feeds/feedColumns.ts';
import { arrayColumns, type DataTarget, type Labels, objectiveFor, streamFeed } from './inputs.ts';
import { type PassHooks, runPass } from './loop.ts';
import type { Model } from './model.ts';
import { checkInteger, checkOptionNames } from './options.ts';
import type { Logs } from './run.ts';

/** Arguments of `evaluate`. */
export interface EvaluateOptions {
  readonly batchSize?: number;
  /** 1 shows the progress bar; default 0, unlike `fit`. */
  readonly verbose?: 0 | 1 | 2 | 'auto';
  readonly sampleWeight?: unknown;
  readonly steps?: number;
  readonly callbacks?: readonly Callback[];
  /** Give the values by name instead of as a list. */
  readonly returnDict?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Arguments of `predict`. */
export interface PredictOptions {
  readonly batchSize?: number;
  readonly verbose?: 0 | 1 | 2 | 'auto';
  readonly steps?: number;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal | undefined;
}

/** The loss and metrics of the model on data: a number when there is only the loss, else a list with the loss first, or by name. */
export async function evaluate(model: Model, x: unknown, y: unknown, options: EvaluateOptions): Promise<number | number[] | Logs> {
  checkOptionNames('evaluate', options, ['batchSize', 'verbose', 'sampleWeight', 'steps', 'callbacks', 'returnDict', 'signal']);
  checkInteger('batchSize', options.batchSize, 1);
  checkInteger('steps', options.steps, 1);
  checkCallbacks(options.callbacks);
  const compiled = model.requireCompiled();
  const columns = isStream(x) ? undefined : await builtColumns(model, x, { y, sampleWeight: options.sampleWeight });
  const engine = await model.ensureEngine();
  const target = model.dataTarget;
  const mode = claimLane(engine, 'test', isOpen(x, options));
  let feed: Feed | undefined;
  let callbacks: CallbackList | undefined;
  try {
    const batchSize = options.batchSize ?? 32;
    const take = (first: Columns, rows: number) => {
      engine.adopt(objectiveFor(target, first.y), compiled.optimizer);
      admit(engine, mode, first, rows);
    };
    if (columns) take(columns, batchSize);
    feed = columns ? await feedColumns(engine.device, columns, batchSize) : await streamFeed(engine.device, target, x as never, { take });
    callbacks = callbackList(model, feed, options);
    const objective = objectiveFor(target, feed.specs.y);
    const logs = await evaluatePass(engine, { mode, feed }, callbacks, { ...options, group: compiled.stepsPerExecution });
    await engine.device.settle();
    return presented(logs, objective?.tracked.map(({ key }) => key) ?? [], options.returnDict ?? false);
  } finally {
    callbacks?.release();
    await feed?.dispose();
    engine.lanes.delete(mode);
  }
}

/** Logs as Keras returns them: sorted by name, or as a list in the order of `keys`, a single value unwrapped. */
export function presented(logs: Logs, keys: readonly string[], returnDict: boolean): number | number[] | Logs {
  if (returnDict) return Object.fromEntries([...keys].sort().map((key) => [key, logs[key] as number]));
  const values = keys.map((key) => logs[key] as number);
  return values.length === 1 ? (values[0] as number) : values;
}

/** The model's outputs for x, row by row: one array, or one per output. */
export async function predict(model: Model, x: unknown, options: PredictOptions): Promise<NDArray | NDArray[]> {
  checkOptionNames('predict', options, ['batchSize', 'verbose', 'steps', 'callbacks', 'signal']);
  checkInteger('batchSize', options.batchSize, 1);
  checkInteger('steps', options.steps, 1);
  checkCallbacks(options.callbacks);
  const columns = isStream(x) ? undefined : await builtColumns(model, x);
  const engine = await model.ensureEngine();
  const mode = claimLane(engine, 'predict', isOpen(x, options));
  const collected = new Collected(engine);
  let feed: Feed | undefined;
  let callbacks: CallbackList | undefined;
  try {
    const batchSize = options.batchSize ?? 32;
    const take = (first: Columns, rows: number) => admit(engine, mode, { ...first, y: [], weights: [] }, rows);
    if (columns) take(columns, batchSize);
    feed = columns
      ? await feedColumns(engine.device, columns, batchSize)
      : await streamFeed(engine.device, unlabelled(model), x as never, { take });
    callbacks = callbackList(model, feed, options);
    await feed.begin();
    engine.rewind(mode);
    await callbacks.onPredictBegin();
    await runPass(engine, mode, withoutLabels(feed), predictHooks(callbacks, collected, options.signal), options.steps);
    await callbacks.onPredictEnd();
    return await collected.arrays();
  } finally {
    callbacks?.release();
    await feed?.dispose();
    engine.lanes.delete(mode);
  }
}

/** Arrays as columns of the model, which is built for them; without labels nothing is asked of y. */
function builtColumns(model: Model, x: unknown, labels?: Labels): Promise<Columns> {
  model.ensureBuiltFor(x);
  return labels ? arrayColumns(model.dataTarget, x, labels) : arrayColumns(unlabelled(model), x, {});
}

/** Whether code of the caller runs between the steps. */
function isOpen(x: unknown, { callbacks = [] }: PredictOptions): boolean {
  return isStream(x) || callbacks.length > 0;
}

function unlabelled(model: Model): DataTarget {
  return { ...model.dataTarget, compiled: undefined };
}

function predictHooks(callbacks: CallbackList, collected: Collected, signal: AbortSignal | undefined): PassHooks {
  const { batchBegin, batchEnd } = callbacks.batchHooks('Predict');
  let batch = 0;
  return {
    batchBegin,
    submitted: async (step) => {
      await collected.add(step);
      await batchEnd?.(batch, {});
      batch++;
    },
    stop: () => {
      signal?.throwIfAborted();
      return false;
    },
  };
}

/** A stream may carry labels, which prediction has no use for. */
function withoutLabels(feed: Feed): Feed {
  return {
    specs: { x: feed.specs.x, y: [], weights: [] },
    steps: feed.steps,
    get externals() {
      return feed.externals;
    },
    sizes: feed.sizes,
    rewinds: feed.rewinds,
    begin: (order) => feed.begin(order),
    hasNext: () => feed.hasNext(),
    next: () => feed.next(),
    dispose: () => feed.dispose(),
  };
}

/** Reads predictions batch by batch while later batches run, and joins them. */
class Collected {
  private readonly engine: Engine;
  private readonly parts: { readonly rows: number; readonly shape: readonly number[]; readonly values: Float32Array }[][] = [];
  private pending: Promise<void> = Promise.resolve();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async add({ program, predictions }: StepProgram): Promise<void> {
    const copy = stage(
      this.engine.device,
      predictions.map((tensor) => program.rangeOf(tensor)),
    );
    await this.pending;
    this.pending = copy
      .read()
      .then((buffers) =>
        buffers.forEach((bytes, i) => {
          const shape = predictions[i]?.shape ?? [];
          this.parts[i] ??= [];
          this.parts[i]?.push({ rows: shape[0] ?? 0, shape, values: new Float32Array(bytes) });
        }),
      )
      .finally(() => copy.free());
    this.pending.catch(() => undefined);
  }

  async arrays(): Promise<NDArray | NDArray[]> {
    await this.pending;
    const arrays = this.parts.map((parts) => {
      const rows = parts.reduce((sum, part) => sum + part.rows, 0);
      const data = new Float32Array(parts.reduce((sum, { values }) => sum + values.length, 0));
      let at = 0;
      for (const { values } of parts) {
        data.set(values, at);
        at += values.length;
      }
      return new NDArray(data, [rows, ...(parts[0]?.shape.slice(1) ?? [])]);
    });
    return arrays.length === 1 ? (arrays[0] as NDArray) : arrays;
  }
}

function isVerbose(verbose: EvaluateOptions['verbose']): boolean {
  return verbose === 1 || verbose === 2 || verbose === 'auto';
}

function callbackList(model: Model, feed: Feed, { callbacks = [], verbose, steps }: PredictOptions): CallbackList {
  const params = { verbose: verbose === 2 ? 2 : isVerbose(verbose) ? 1 : 0, epochs: 1, steps: steps ?? feed.steps ?? null } as const;
  return new CallbackList(callbacks, model, params, { addProgbar: isVerbose(verbose) });
}
