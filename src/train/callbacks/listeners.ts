/** Which callbacks listen to batches, so that `callbackList.ts` can leave out the others and the loop need not wait for them. */
import { Callback, type HookName } from './callback.ts';

/** Callbacks by the hook for batches that they define. */
export type Listeners = Record<Extract<HookName, `on${'Train' | 'Test' | 'Predict'}Batch${string}`>, readonly Callback[]>;

/** Finds the callbacks whose hooks for batches, or Keras's older names of them, are not those of `Callback`. */
export function listenersAmong(callbacks: readonly Callback[]): Listeners {
  const listening = (...hooks: HookName[]) => callbacks.filter((callback) => hooks.some((hook) => overrides(callback, hook)));
  return {
    onTrainBatchBegin: listening('onTrainBatchBegin', 'onBatchBegin'),
    onTrainBatchEnd: listening('onTrainBatchEnd', 'onBatchEnd'),
    onTestBatchBegin: listening('onTestBatchBegin'),
    onTestBatchEnd: listening('onTestBatchEnd'),
    onPredictBatchBegin: listening('onPredictBatchBegin'),
    onPredictBatchEnd: listening('onPredictBatchEnd'),
  };
}

function overrides(callback: Callback, hook: HookName): boolean {
  return callback[hook] !== Callback.prototype[hook];
}
