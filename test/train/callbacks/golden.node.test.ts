// Every scripted case of real Keras: the same state, messages, files and stops after every hook.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Callback } from '../../../src/train/callbacks/callback.ts';
import { EarlyStopping } from '../../../src/train/callbacks/earlyStopping.ts';
import { LearningRateScheduler } from '../../../src/train/callbacks/learningRateScheduler.ts';
import { ModelCheckpoint } from '../../../src/train/callbacks/modelCheckpoint.ts';
import { ReduceLROnPlateau } from '../../../src/train/callbacks/reduceLROnPlateau.ts';
import { TerminateOnNaN } from '../../../src/train/callbacks/terminateOnNaN.ts';
import { camelCase } from '../../../src/train/names.ts';
import type { Logs, MetricInfo } from '../../../src/train/run.ts';
import { FakeRun } from '../../support/fakeRun.ts';
import {
  type GoldenCase,
  type GoldenEntry,
  type GoldenLogs,
  type GoldenNumber,
  readGolden,
  realLogs,
} from '../../support/goldenCallbacks.ts';
import { catchOutput } from '../../support/output.ts';

const golden = readGolden();
const METRICS: MetricInfo[] = [
  { name: 'accuracy', direction: 'up' },
  { name: 'mae', direction: 'down' },
  { name: 'hits', direction: 'up' },
];
const SCHEDULES: Record<string, (epoch: number, rate: number) => number> = {
  'epoch, lr => lr * 0.5': (_, rate) => rate * 0.5,
  'epoch => 0.1 / (epoch + 1)': (epoch) => 0.1 / (epoch + 1),
};
// Three differences on purpose: whole numbers are floats in JavaScript; a direction that is not known is refused before the first
// epoch, not after it; and the best batch can be saved in the first epoch already, where Keras fails since it knows no direction yet.
const DIFFERENT = [
  'scheduler_integer',
  'early_stopping_auto_unknown',
  'early_stopping_auto_acc',
  'model_checkpoint_unknown_auto',
  'model_checkpoint_batches_best_every',
];

describe('callbacks', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(golden.cases.filter(({ name }) => !DIFFERENT.includes(name)))('do what Keras does: $name', async (scripted) => {
    const replay = new Replay(scripted);
    for (let fit = 0; fit < (scripted.fits ?? 1); fit++) await replay.fit();
    expect(replay.seen).toEqual(scripted.trace.map(expected));
  });

  it.each(golden.cases.filter(({ name }) => /unknown_auto|auto_unknown|auto_acc$/.test(name)))('refuse $name', async (scripted) => {
    const callback = make(scripted.callback, options(scripted.config));
    callback.setModel(new FakeRun({ metrics: METRICS }));
    expect(() => callback.onTrainBegin({})).toThrow(/^Cannot monitor val_(speed|acc): .* loss, accuracy, mae, hits/);
  });

  it.each(golden.constructor_errors)('refuse what Keras refuses: $callback $config', ({ callback, config, error }) => {
    const construct = () => make(callback, options(config));
    // An unknown mode is an error here, not a warning.
    if (error || config.mode === 'least') expect(construct).toThrow(RangeError);
    else expect(construct).not.toThrow();
  });
});

function make(name: string, { filepath, schedule, ...given }: Record<string, unknown>): Callback {
  switch (name) {
    case 'EarlyStopping':
      return new EarlyStopping(given);
    case 'ModelCheckpoint':
      return new ModelCheckpoint(String(filepath), given);
    case 'ReduceLROnPlateau':
      return new ReduceLROnPlateau(given);
    case 'LearningRateScheduler':
      return new LearningRateScheduler(SCHEDULES[String(schedule)]!, given);
    case 'TerminateOnNaN':
      return new TerminateOnNaN(given);
    default:
      throw new RangeError(`Cannot make ${name}: the test must know it`);
  }
}

function options(config: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), value]));
}

/** What is compared after one hook. */
interface Seen {
  hook: string;
  logs: Record<string, GoldenNumber | undefined>;
  stopTraining: boolean;
  state: Record<string, GoldenNumber | undefined>;
  saved: object[];
  printed: string;
  warned: boolean;
  failed: boolean;
}

/** Keras warns at every epoch, callbacks here at the first only. */
function expected(entry: GoldenEntry, index: number, trace: readonly GoldenEntry[]): Seen {
  return {
    hook: [entry.hook, ...(entry.arguments ?? [])].join(' '),
    logs: entry.logs_after ?? {},
    stopTraining: entry.stop_training,
    state: {
      learningRate: entry.learning_rate,
      weight: entry.kernel,
      wait: entry.wait,
      best: entry.best ?? undefined,
      bestEpoch: entry.best_epoch,
      stoppedEpoch: entry.stopped_epoch,
      cooldownCounter: entry.cooldown_counter,
    },
    saved: entry.saved ?? [],
    printed: entry.printed ?? '',
    warned: trace.findIndex(({ warnings }) => warnings) === index,
    failed: entry.error !== undefined,
  };
}

/** Drives one callback as test/golden/parts/callbacks.py drives Keras's. */
class Replay {
  readonly seen: Seen[] = [];
  private readonly scripted: GoldenCase;
  private readonly run = new FakeRun({ metrics: METRICS });
  private readonly callback: Callback;
  private readonly output = catchOutput();
  private lastLogs: GoldenLogs = {};

  constructor(scripted: GoldenCase) {
    this.scripted = scripted;
    this.callback = make(scripted.callback, options({ ...scripted.config, schedule: scripted.schedule }));
    this.callback.setModel(this.run);
    this.callback.setParams({ verbose: 0, epochs: scripted.epochs.length, steps: scripted.steps ?? 1 });
  }

  async fit(): Promise<void> {
    this.run.stopTraining = false;
    await this.record('on_train_begin', {}, (logs) => this.callback.onTrainBegin(logs));
    for (const index of this.scripted.epochs.keys()) {
      if (!(await this.epoch(index))) return;
      if (this.run.stopTraining) break;
    }
    await this.record('on_train_end', this.lastLogs, (logs) => this.callback.onTrainEnd(logs));
  }

  /** False when a hook failed, which ends a fit. */
  private async epoch(index: number): Promise<boolean> {
    const epoch = (this.scripted.initial_epoch ?? 0) + index;
    this.run.weight = epoch + 1;
    await this.record(`on_epoch_begin ${epoch}`, {}, (logs) => this.callback.onEpochBegin(epoch, logs));
    for (const [batch, logs] of this.scripted.batches?.[index] ?? []) {
      if (!(await this.record(`on_train_batch_end ${batch}`, logs, (real) => this.callback.onTrainBatchEnd(batch, real)))) return false;
      if (this.run.stopTraining) break;
    }
    this.lastLogs = this.scripted.epochs[index] ?? {};
    return this.record(`on_epoch_end ${epoch}`, this.lastLogs, (real) => this.callback.onEpochEnd(epoch, real));
  }

  private async record(hook: string, given: GoldenLogs, call: (logs: Logs) => unknown): Promise<boolean> {
    const logs = realLogs(given);
    const failed = await fails(() => call(logs));
    const seen = { ...this.look(), hook, logs: goldenLogs(logs), failed };
    const isRecorded = !hook.startsWith('on_epoch_begin') || this.callback instanceof LearningRateScheduler;
    if (isRecorded) this.seen.push(seen);
    return !failed;
  }

  private look(): Omit<Seen, 'hook' | 'logs' | 'failed'> {
    return {
      stopTraining: this.run.stopTraining,
      state: stateOf(this.callback, this.run),
      saved: this.run.saved.splice(0),
      printed: this.output.takePrinted(),
      warned: this.output.takeWarnings().length > 0,
    };
  }
}

async function fails(call: () => unknown): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return true;
  }
}

function stateOf(callback: Callback, run: FakeRun): Seen['state'] {
  const rate = goldenNumber(Number(run.optimizer.learningRate));
  if (callback instanceof LearningRateScheduler) return { learningRate: rate };
  if (callback instanceof ReduceLROnPlateau) {
    const { wait, cooldownCounter, best } = callback;
    return { learningRate: rate, wait, cooldownCounter, best: goldenNumber(best) };
  }
  if (callback instanceof EarlyStopping) {
    const { wait, bestEpoch, stoppedEpoch, best } = callback;
    return { weight: run.weight, wait, bestEpoch, stoppedEpoch, best: goldenNumber(best) };
  }
  return callback instanceof ModelCheckpoint ? { best: goldenNumber(callback.best) } : {};
}

/** The file keeps 9 digits, enough for any float32. */
function goldenNumber(value: number | undefined): GoldenNumber | undefined {
  if (value === undefined) return undefined;
  if (Number.isFinite(value)) return Number(value.toPrecision(9));
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function goldenLogs(logs: Logs): Seen['logs'] {
  return Object.fromEntries(Object.entries(logs).map(([key, value]) => [key, goldenNumber(value)]));
}
