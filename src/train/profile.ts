/** `profile()`: where the time of a training step goes. Runs the step that `fit` runs and puts everything back. Shown by `stepProfile.ts`. */
import { describeAdapter } from '../runtime/gpu/adapterProfile.ts';
import { dispatchTimes } from '../runtime/gpu/dispatchTimes.ts';
import type { Program } from '../runtime/gpu/program.ts';
import { slabName } from '../runtime/graph/homes.ts';
import { admit } from './admit.ts';
import { ceilingOf } from './ceiling.ts';
import { isStream } from './data/isStream.ts';
import { sliceRows } from './data/split.ts';
import type { ClassWeight } from './data/weights.ts';
import type { Engine } from './engine.ts';
import { rowsOf } from './feeds/columnBuffers.ts';
import type { Columns } from './feeds/feed.ts';
import { feedColumns } from './feeds/feedColumns.ts';
import { arrayColumns, objectiveFor, requireLoss } from './inputs.ts';
import { specOf } from './loop.ts';
import type { Model } from './model.ts';
import { checkInteger, checkOptionNames } from './options.ts';
import { type StepProfile, stepProfile } from './stepProfile.ts';

/** Options of `profile`. */
export interface ProfileOptions {
  /** Rows of the step, the first of x; default 32. */
  readonly batchSize?: number;
  /** Measurements, of which the median counts; default 5. */
  readonly runs?: number;
  readonly sampleWeight?: unknown;
  readonly classWeight?: ClassWeight;
}

/** Steps of one measurement, at most, and the milliseconds that they may take together. */
const MOST_STEPS = 50;
const BLOCK = 100;

/** Microseconds for which a dispatch runs while it is timed: times come rounded to 100. */
const LEAST_TIME = 2000;

/**
 * Measures the training step on the first batch of x and y: GPU time, work and share of the device's ceiling by dispatch, layer and op, and the time
 * of JavaScript. Changes no weight, slot, counter or metric. Rejects as `fit` does, and with TypeError for streams.
 */
export function profile(model: Model, x: unknown, y?: unknown, options: ProfileOptions = {}): Promise<StepProfile> {
  return model.exclusively(() => profiled(model, x, y, options));
}

async function profiled(model: Model, x: unknown, y: unknown, options: ProfileOptions): Promise<StepProfile> {
  checkOptionNames('profile', options, ['batchSize', 'runs', 'sampleWeight', 'classWeight']);
  checkInteger('batchSize', options.batchSize, 1);
  checkInteger('runs', options.runs, 1);
  if (isStream(x)) throw new TypeError('Cannot profile a stream: x must be arrays, such as its first batch');
  model.ensureBuiltFor(x);
  const target = model.dataTarget;
  const { sampleWeight, classWeight } = options;
  const columns = firstRows(await arrayColumns(target, x, { y, sampleWeight, classWeight }), options.batchSize ?? 32);
  requireLoss(model, target);
  const engine = await model.ensureEngine();
  engine.adopt(objectiveFor(target, columns.y), model.requireCompiled().optimizer);
  const rows = rowsOf(columns);
  admit(engine, 'train', columns, rows);
  const feed = await feedColumns(engine.device, columns, rows);
  try {
    await feed.begin();
    const { program } = await engine.step(specOf('train', feed, await feed.next()));
    program.bind(feed.externals);
    return await measured(engine, program, rows, options.runs ?? 5);
  } finally {
    await feed.dispose();
  }
}

function firstRows({ x, y, weights }: Columns, rows: number): Columns {
  const first = (columns: Columns['x']) => columns.map((column) => sliceRows(column, 0, Math.min(rows, column.rows)));
  return { x: first(x), y: first(y), weights: first(weights) };
}

async function measured(engine: Engine, program: Program, batchSize: number, runs: number): Promise<StepProfile> {
  const { device } = engine;
  await block(engine, program, 1);
  const trial = await block(engine, program, 1);
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.floor(BLOCK / trial.wall)));
  const blocks = await repeated(runs, () => block(engine, program, steps));
  const copies = median(await repeated(runs, async () => (await block(engine, program, 0)).wall));
  const timed = device.gpu.features.has('timestamp-query');
  return stepProfile({
    device: describeAdapter(device.info),
    batchSize,
    dispatches: program.plan.dispatches,
    ceiling: timed ? await ceilingOf(device) : undefined,
    times: timed ? await gpuTimes(engine, program, runs) : undefined,
    wall: (Math.max(0, median(blocks.map(({ wall }) => wall)) - copies) / steps) * 1000,
    script: (median(blocks.map(({ script }) => script)) / steps) * 1000,
  });
}

/** Milliseconds for `steps` steps until the GPU is done, with those for putting variables back, and of JavaScript for the steps alone. */
async function block(engine: Engine, program: Program, steps: number): Promise<{ wall: number; script: number }> {
  await engine.device.settle();
  engine.check();
  const began = performance.now();
  const script = undisturbed(engine, () => {
    const first = performance.now();
    for (let step = 0; step < steps; step++) program.run();
    return performance.now() - first;
  });
  await engine.device.settle();
  return { wall: performance.now() - began, script };
}

/** Microseconds of each dispatch: medians of runs in which short ones are repeated. */
async function gpuTimes(engine: Engine, program: Program, runs: number): Promise<readonly number[]> {
  const timed = (repeats?: readonly number[]) => {
    engine.check();
    return undisturbed(engine, () => dispatchTimes(program, repeats));
  };
  const repeats = (await timed()).map((microseconds) => Math.min(MOST_STEPS, Math.ceil(LEAST_TIME / Math.max(1, microseconds))));
  const all = await repeated(runs, () => timed(repeats));
  return repeats.map((_, i) => median(all.map((times) => times[i] ?? 0)));
}

/**
 * Calls `submit`, which submits steps before it returns, and puts every variable back. All of that is in the GPU's queue before any other code runs, so
 * nobody sees values of these steps.
 */
function undisturbed<T>(engine: Engine, submit: () => T): T {
  const { allocated } = engine.store;
  const slabs = [...new Set(allocated.map(slabName))];
  const before = slabs.map((slab) => engine.store.snapshot(allocated.filter((variable) => slabName(variable) === slab)));
  engine.rewind('train');
  try {
    return submit();
  } finally {
    for (const copy of before) copy.restore();
    for (const copy of before) copy.dispose();
  }
}

async function repeated<T>(count: number, body: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await body());
  return results;
}

/** The middle value, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
