/** All callbacks, Keras's module `callbacks`; `fit` calls them through `callbackList.ts`. */
export { Callback, type HookName, type HookResult } from './callback.ts';
export { CallbackList, type CallbackListOptions } from './callbackList.ts';
export { CSVLogger, type CSVLoggerOptions, csvLogger } from './csvLogger.ts';
export { EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './earlyStopping.ts';
export { History, history } from './history.ts';
export { LambdaCallback, type LambdaHooks, lambdaCallback } from './lambdaCallback.ts';
export { LearningRateScheduler, type LearningRateSchedulerOptions, learningRateScheduler } from './learningRateScheduler.ts';
export { ModelCheckpoint, type ModelCheckpointOptions, modelCheckpoint } from './modelCheckpoint.ts';
export type { MonitorOptions } from './monitorCallback.ts';
export { ProgbarLogger, progbarLogger } from './progbarLogger.ts';
export type { ProgressOutput } from './progressBar.ts';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions, reduceLROnPlateau } from './reduceLROnPlateau.ts';
export { TerminateOnNaN, type TerminateOnNaNOptions, terminateOnNaN } from './terminateOnNaN.ts';
