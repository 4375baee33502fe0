/** The training steps of an epoch: order of rows, batch hooks, stop and abort. Steps by `loop.ts`. */
import type { CallbackList } from './callbacks/callbackList.ts';
import { say } from './callbacks/say.ts';
import type { Engine } from './engine.ts';
import type { Feed } from './feeds/feed.ts';
import type { FitOptions } from './fitOptions.ts';
import { type PassHooks, runPass } from './loop.ts';
import type { Model } from './model.ts';
import { batchPermutation, permutation } from './random.ts';
import type { Logs } from './run.ts';

/** One call of `fit`. */
export interface Fitting {
  readonly model: Model;
  readonly engine: Engine;
  readonly feed: Feed;
  readonly callbacks: CallbackList;
  readonly options: FitOptions;
  readonly batchSize: number;
}

/** The training part of an epoch. With `stepsPerEpoch` below the data's steps a pass goes on in the next epoch. */
export class TrainPass {
  private readonly fitting: Fitting;
  private begun = false;

  constructor(fitting: Fitting) {
    this.fitting = fitting;
  }

  /** Starts the data again unless a pass goes on; false when there is none any more. */
  async ready(epoch: number): Promise<boolean> {
    const { feed } = this.fitting;
    if (this.begun && (await feed.hasNext())) return true;
    await this.begin(epoch);
    const ready = await feed.hasNext();
    if (!ready)
      say('Warning: the data has come to its end, training ends; there must be a function that makes a new stream for each epoch');
    return ready;
  }

  /** Runs the steps of an epoch. The answer reads its logs, which are on their way: what comes next on the GPU need not wait for them. */
  async run(): Promise<() => Promise<Logs>> {
    const { engine, feed, model, options } = this.fitting;
    const { stepsPerEpoch } = options;
    engine.resetTracked('train');
    const steps = await runPass(engine, 'train', feed, this.hooks(), stepsPerEpoch, model.requireCompiled().stepsPerExecution);
    if (stepsPerEpoch !== undefined && steps < stepsPerEpoch && !model.stopTraining) {
      say('Warning: the input ran out of data, the epoch ends early; there must be enough batches for stepsPerEpoch * epochs steps');
    }
    const logs = engine.logs('train');
    // Nobody asks for them when what comes next fails first.
    logs.catch(() => undefined);
    return () => logs;
  }

  private hooks(): PassHooks {
    const { callbacks, model, options } = this.fitting;
    const { optimizer } = model.requireCompiled();
    return {
      ...callbacks.batchHooks('Train'),
      submitted: () => {
        optimizer.iterations++;
      },
      stop: () => {
        options.signal?.throwIfAborted();
        return model.stopTraining;
      },
    };
  }

  private async begin(epoch: number): Promise<void> {
    const { feed, options, engine, model, batchSize } = this.fitting;
    this.begun = true;
    const rows = feed.sizes.reduce((sum, size) => sum + size, 0);
    const shuffle = options.shuffle ?? true;
    const seed = model.shuffleSeed;
    if (!rows || !shuffle) await feed.begin();
    else await feed.begin(shuffle === 'batch' ? batchPermutation(rows, batchSize, seed, epoch) : permutation(rows, seed, epoch));
    engine.rewind('train');
  }
}
