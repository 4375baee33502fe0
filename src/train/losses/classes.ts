/** The classes of this folder: what strings and files name. Apart from `index.ts`, so that a program need not hold the functions that make them. */
export { BinaryCrossentropy } from './binaryCrossentropy.ts';
export { CategoricalCrossentropy } from './categoricalCrossentropy.ts';
export { Huber } from './huber.ts';
export { Loss } from './loss.ts';
export { MeanAbsoluteError } from './meanAbsoluteError.ts';
export { MeanSquaredError } from './meanSquaredError.ts';
export { SparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.ts';
