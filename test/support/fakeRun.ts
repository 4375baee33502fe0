/** A model for callbacks without a GPU: its only weight is a number, and it writes down what is done to it. */
import type { Callback } from '../../src/train/callbacks/callback.ts';
import { CallbackList, type CallbackListOptions } from '../../src/train/callbacks/callbackList.ts';
import { NDArray } from '../../src/train/data/array.ts';
import type { Logs, MetricInfo, Run, RunParams, Snapshot } from '../../src/train/run.ts';

/** What `fakeRun` starts from. */
export interface FakeRunOptions {
  learningRate?: number | object;
  metrics?: readonly MetricInfo[];
}

/** Keeps its learning rate in float32, as Keras does. */
export class FakeRun implements Run {
  readonly name = 'fake';
  readonly metrics: readonly MetricInfo[];
  readonly optimizer: Run['optimizer'];
  stopTraining = false;
  /** The one weight. */
  weight = 0;
  /** Snapshots that were made and not disposed of. */
  readonly snapshots = new Set<Snapshot>();
  /** Paths of `save` (`model`) and `saveWeights` (`weights`), in order. */
  saved: { model?: string; weights?: string }[] = [];

  constructor({ learningRate = 0.1, metrics = [] }: FakeRunOptions = {}) {
    this.metrics = metrics;
    this.optimizer = float32Optimizer(learningRate);
  }

  async getWeights(): Promise<NDArray[]> {
    return [new NDArray(Float32Array.of(this.weight), [1])];
  }

  setWeights([weight]: readonly NDArray[]): void {
    this.weight = weight!.data[0]!;
  }

  snapshot(): Snapshot {
    const snapshot = new FakeSnapshot(this);
    this.snapshots.add(snapshot);
    return snapshot;
  }

  restore(snapshot: Snapshot): void {
    if (!(snapshot instanceof FakeSnapshot) || !this.snapshots.has(snapshot)) throw new Error('Cannot restore a snapshot that is gone');
    this.weight = snapshot.weight;
  }

  async save(path: string): Promise<void> {
    await Promise.resolve();
    this.saved.push({ model: path });
  }

  async saveWeights(path: string): Promise<void> {
    await Promise.resolve();
    this.saved.push({ weights: path });
  }

  async evaluate(): Promise<number> {
    return 0;
  }

  async predict(): Promise<NDArray> {
    return new NDArray(new Float32Array(1), [1]);
  }
}

class FakeSnapshot implements Snapshot {
  readonly weight: number;
  private readonly run: FakeRun;

  constructor(run: FakeRun) {
    this.run = run;
    this.weight = run.weight;
  }

  dispose(): void {
    if (!this.run.snapshots.delete(this)) throw new Error('Cannot dispose of a snapshot twice');
  }
}

function float32Optimizer(start: number | object): Run['optimizer'] {
  let rate = start;
  return {
    iterations: 0,
    get learningRate() {
      return typeof rate === 'number' ? Math.fround(rate) : rate;
    },
    set learningRate(value) {
      rate = value;
    },
  };
}

/** A `CallbackList` for one epoch of one step, or what `params` say. */
export function listOf(
  callbacks: readonly Callback[],
  run: Run = new FakeRun(),
  params: Partial<RunParams> = {},
  options: CallbackListOptions = {},
): CallbackList {
  return new CallbackList(callbacks, run, { verbose: 0, epochs: 1, steps: 1, ...params }, options);
}

/** Runs a whole training whose logs are scripted, one entry per epoch; the weight is the epoch counted from 1. */
export async function train(list: CallbackList, run: FakeRun, epochs: readonly Logs[]): Promise<void> {
  run.stopTraining = false;
  try {
    await list.onTrainBegin();
    let last: Logs = {};
    for (const [epoch, logs] of epochs.entries()) {
      await list.onEpochBegin(epoch);
      run.weight = epoch + 1;
      last = logs;
      await list.onEpochEnd(epoch, logs);
      if (run.stopTraining) break;
    }
    await list.onTrainEnd(last);
  } finally {
    list.release();
  }
}
