/** All metrics, Keras's module `metrics`; strings find them through `resolve.ts`. */
export { BinaryAccuracy, type BinaryAccuracyOptions, binaryAccuracy } from './binaryAccuracy.ts';
export { BinaryCrossentropy, binaryCrossentropy, type CrossentropyMetricOptions } from './binaryCrossentropy.ts';
export { CategoricalAccuracy, categoricalAccuracy } from './categoricalAccuracy.ts';
export { CategoricalCrossentropy, categoricalCrossentropy } from './categoricalCrossentropy.ts';
export { Mean, mean } from './mean.ts';
export { MeanAbsoluteError, meanAbsoluteError } from './meanAbsoluteError.ts';
export { MeanMetricWrapper, type MetricFunction, meanMetricWrapper } from './meanMetricWrapper.ts';
export { MeanSquaredError, meanSquaredError } from './meanSquaredError.ts';
export { Metric, type MetricOptions } from './metric.ts';
export { SparseCategoricalAccuracy, sparseCategoricalAccuracy } from './sparseCategoricalAccuracy.ts';
export {
  SparseCategoricalCrossentropy,
  type SparseCrossentropyMetricOptions,
  sparseCategoricalCrossentropy,
} from './sparseCategoricalCrossentropy.ts';
