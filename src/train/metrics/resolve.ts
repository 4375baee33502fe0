/** Strings and functions that stand for metrics; `compile.ts` asks. */
import { classTable, mapped } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import { labelKind, type OpenShape } from '../losses/labelKind.ts';
import { lossTable, ofNamespace } from '../losses/resolve.ts';
import * as metrics from './classes.ts';
import { LossMetric } from './lossMetric.ts';
import type { MetricFunction } from './meanMetricWrapper.ts';
import { Metric } from './metric.ts';

const { MeanMetricWrapper, ...named } = metrics;

/** Keras's second names. */
const aliases = { mse: metrics.MeanSquaredError, mae: metrics.MeanAbsoluteError, bce: metrics.BinaryCrossentropy };

const byKind = {
  binary: metrics.BinaryAccuracy,
  sparse: metrics.SparseCategoricalAccuracy,
  categorical: metrics.CategoricalAccuracy,
};

/** Shapes of labels and outputs, batch first. */
export interface MetricShapes {
  readonly yTrueShape: OpenShape;
  readonly yPredShape: OpenShape;
}

type MakeMetric = (shapes: MetricShapes) => Metric;

/** How to make the metric of each name, names in camelCase; losses without a metric of their own are watched all the same. */
const table: Readonly<Record<string, MakeMetric>> = {
  ...mapped(
    lossTable,
    (makeLoss) =>
      ({ yPredShape, yTrueShape }) =>
        new LossMetric(makeLoss(yPredShape, yTrueShape)),
  ),
  ...mapped({ ...classTable(named, Metric), ...aliases }, (Class) => () => new Class()),
  accuracy,
  acc: accuracy,
};

/**
 * The metric that a string means, named as it was written, or the one given; a function is wrapped. 'accuracy' and 'acc' are told by the shapes.
 * Throws RangeError for unknown strings, TypeError for other kinds.
 */
export function resolveMetric(identifier: string | Metric | MetricFunction, shapes: MetricShapes): Metric {
  if (identifier instanceof Metric) return identifier;
  if (typeof identifier === 'string') return calledAs(identifier, lookup('metric', identifier, table)(shapes));
  if (typeof identifier === 'function') return ofFunction(identifier);
  throw new TypeError(`Cannot use a metric: it is ${kindOf(identifier)}, it must be a string, a Metric or a function`);
}

function accuracy({ yTrueShape, yPredShape }: MetricShapes): Metric {
  return new byKind[labelKind(yTrueShape, yPredShape)]();
}

function calledAs(name: string, metric: Metric): Metric {
  metric.name = name;
  return metric;
}

function ofFunction(fn: MetricFunction): Metric {
  const loss = ofNamespace(fn);
  return loss ? new LossMetric(loss) : new MeanMetricWrapper(fn);
}
