/** The base of all callbacks: Keras's hooks, which do nothing until they are overridden; called by `callbackList.ts`. */
import type { Logs, Run, RunParams } from '../run.ts';

/** What a hook returns: a promise is awaited before training goes on. */
export type HookResult = void | Promise<void>;

/** The name of a hook: `onEpochEnd`. */
export type HookName = Extract<keyof Callback, `on${string}`>;

/** Keras's `Callback`, to be extended; epochs and batches count from 0, logs are sorted by name. */
export class Callback {
  /** Whether the logs of batches may come late: in order, at most every 50 ms, while later batches already run. */
  asyncSafe = false;
  /** What is known of the run, set before the first hook. */
  params!: RunParams;
  /** The model that runs, set before the first hook. */
  model!: Run;

  /** Takes what is known of the run. */
  setParams(params: RunParams): void {
    this.params = params;
  }

  /** Takes the model that runs. */
  setModel(model: Run): void {
    this.model = model;
  }

  /** Before the first epoch. */
  onTrainBegin(_logs: Logs): HookResult {}

  /** After the last epoch; not after an error. */
  onTrainEnd(_logs: Logs): HookResult {}

  /** Before the first batch of an epoch. */
  onEpochBegin(_epoch: number, _logs: Logs): HookResult {}

  /** After validation; what is added to the logs is seen by the callbacks that follow, and recorded. */
  onEpochEnd(_epoch: number, _logs: Logs): HookResult {}

  /** Before a training batch; training waits for the promise. */
  onTrainBatchBegin(batch: number, logs: Logs): HookResult {
    return this.onBatchBegin(batch, logs);
  }

  /** After a training batch, with the means since the epoch began. */
  onTrainBatchEnd(batch: number, logs: Logs): HookResult {
    return this.onBatchEnd(batch, logs);
  }

  /** Keras's older name of `onTrainBatchBegin`. */
  onBatchBegin(_batch: number, _logs: Logs): HookResult {}

  /** Keras's older name of `onTrainBatchEnd`. */
  onBatchEnd(_batch: number, _logs: Logs): HookResult {}

  /** Before evaluation or validation. */
  onTestBegin(_logs: Logs): HookResult {}

  /** After evaluation or validation. */
  onTestEnd(_logs: Logs): HookResult {}

  /** Before a batch of evaluation or validation. */
  onTestBatchBegin(_batch: number, _logs: Logs): HookResult {}

  /** After a batch of evaluation or validation, with the means so far. */
  onTestBatchEnd(_batch: number, _logs: Logs): HookResult {}

  /** Before prediction. */
  onPredictBegin(_logs: Logs): HookResult {}

  /** After prediction. */
  onPredictEnd(_logs: Logs): HookResult {}

  /** Before a batch of prediction. */
  onPredictBatchBegin(_batch: number, _logs: Logs): HookResult {}

  /** After a batch of prediction. */
  onPredictBatchEnd(_batch: number, _logs: Logs): HookResult {}

  /** Frees what the callback holds of the GPU; called once on every way out of a run, errors included, after the last hook. */
  release(): void {}
}
