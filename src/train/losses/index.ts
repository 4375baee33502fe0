/** All losses, Keras's module `losses`: each as a class, and as a function that makes or computes it; strings find them through `resolve.ts`. */
export { BinaryCrossentropy, binaryCrossentropy } from './binaryCrossentropy.ts';
export { CategoricalCrossentropy, categoricalCrossentropy } from './categoricalCrossentropy.ts';
export type { CrossentropyOptions } from './crossentropyOptions.ts';
export { Huber, type HuberOptions, huber } from './huber.ts';
export { Loss, type LossFunction, type LossOptions, type Reduction } from './loss.ts';
export type { LossMaker } from './lossMaker.ts';
export { MeanAbsoluteError, meanAbsoluteError } from './meanAbsoluteError.ts';
export { MeanSquaredError, meanSquaredError } from './meanSquaredError.ts';
export {
  SparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from './sparseCategoricalCrossentropy.ts';
