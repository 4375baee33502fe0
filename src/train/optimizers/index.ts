/** All optimizers, Keras's module `optimizers`; strings find them through `resolve.ts`. */
export { Adam, type AdamOptions, adam } from './adam.ts';
export { AdamW, adamW } from './adamW.ts';
export type { ClipOptions } from './clip.ts';
export { Optimizer } from './optimizer.ts';
export type { OptimizerOptions } from './optimizerOptions.ts';
export { RMSprop, type RMSpropOptions, rmsprop } from './rmsprop.ts';
export { SGD, type SGDOptions, sgd } from './sgd.ts';
export type { OptimizerVariable } from './slots.ts';
