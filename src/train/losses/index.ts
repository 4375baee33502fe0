/** All losses, Keras's module `losses`: each as a class, and as a function that makes or computes it; strings find them through `resolve.ts`. */
export { binaryCrossentropy } from './binaryCrossentropy.ts';
export { categoricalCrossentropy } from './categoricalCrossentropy.ts';
export * from './classes.ts';
export type { CrossentropyOptions } from './crossentropy.ts';
export { type HuberOptions, huber } from './huber.ts';
export type { LossFunction, LossOptions, Reduction } from './loss.ts';
export type { LossMaker } from './lossMaker.ts';
export { meanAbsoluteError } from './meanAbsoluteError.ts';
export { meanSquaredError } from './meanSquaredError.ts';
export { type SparseCategoricalCrossentropyOptions, sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.ts';
