/** Strings and functions that stand for metrics; `compile.ts` asks. */
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import { labelKind, type OpenShape } from '../losses/labelKind.ts';
import { lossTable, ofNamespace } from '../losses/resolve.ts';
import { LossMetric } from './lossMetric.ts';
import * as metrics from './index.ts';
import { type MetricFunction, MeanMetricWrapper } from './meanMetricWrapper.ts';
import { Metric, type MetricOptions } from './metric.ts';

const { BinaryAccuracy, BinaryCrossentropy, CategoricalAccuracy, CategoricalCrossentropy, SparseCategoricalAccuracy } = metrics;

type MetricMaker = (options: MetricOptions) => Metric;

/** Losses that have no class of their own here are watched all the same. */
const ofLosses = Object.fromEntries(
  Object.entries(lossTable).map(([name, Loss]): [string, MetricMaker] => [name, (options) => new LossMetric(new Loss(), options)]),
);

const table: Readonly<Record<string, MetricMaker>> = {
  ...ofLosses,
  mean: metrics.mean,
};

export { table, kindOf, lookup, labelKind, ofNamespace, MeanMetricWrapper, BinaryAccuracy, BinaryCrossentropy, CategoricalAccuracy, CategoricalCrossentropy, SparseCategoricalAccuracy, type MetricFunction, type OpenShape };
