/** The classes of this folder: what strings and files name. Apart from `index.ts`, so that a program need not hold the functions that make them. */
export { BinaryAccuracy } from './binaryAccuracy.ts';
export { BinaryCrossentropy } from './binaryCrossentropy.ts';
export { CategoricalAccuracy } from './categoricalAccuracy.ts';
export { CategoricalCrossentropy } from './categoricalCrossentropy.ts';
export { Mean } from './mean.ts';
export { MeanAbsoluteError } from './meanAbsoluteError.ts';
export { MeanMetricWrapper } from './meanMetricWrapper.ts';
export { MeanSquaredError } from './meanSquaredError.ts';
export { Metric } from './metric.ts';
export { SparseCategoricalAccuracy } from './sparseCategoricalAccuracy.ts';
export { SparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.ts';
