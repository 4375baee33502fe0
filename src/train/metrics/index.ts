/** All metrics, Keras's module `metrics`; strings find them through `resolve.ts`. */
export { type BinaryAccuracyOptions, binaryAccuracy } from './binaryAccuracy.ts';
export { binaryCrossentropy, type CrossentropyMetricOptions } from './binaryCrossentropy.ts';
export { categoricalAccuracy } from './categoricalAccuracy.ts';
export { categoricalCrossentropy } from './categoricalCrossentropy.ts';
export * from './classes.ts';
export { mean } from './mean.ts';
export { meanAbsoluteError } from './meanAbsoluteError.ts';
export { type MetricFunction, meanMetricWrapper } from './meanMetricWrapper.ts';
export { meanSquaredError } from './meanSquaredError.ts';
export type { MetricOptions } from './metric.ts';
export { sparseCategoricalAccuracy } from './sparseCategoricalAccuracy.ts';
export { type SparseCrossentropyMetricOptions, sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.ts';
