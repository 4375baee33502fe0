/** All optimizers, Keras's module `optimizers`; strings find them through `resolve.ts`. */
export { type AdamOptions, adam } from './adam.ts';
export { adamW } from './adamW.ts';
export * from './classes.ts';
export type { ClipOptions } from './clip.ts';
export type { OptimizerOptions } from './optimizerOptions.ts';
export { type RMSpropOptions, rmsprop } from './rmsprop.ts';
export { type SGDOptions, sgd } from './sgd.ts';
export type { OptimizerVariable } from './slots.ts';
