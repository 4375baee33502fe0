/** What a compiled model minimises and measures, resolved once the labels' shapes are known. Traced by `step.ts`. */

import { constant, placeholder, Trace } from '../runtime/graph/leaf.ts';
import { type Shape, showShape, type Tensor } from '../runtime/graph/tensor.ts';
import { add, multiply } from '../runtime/ops/elementwise.ts';
import { has, kindOf } from './describe.ts';
import type { LayerShape } from './layers/symbolic.ts';
import * as losses from './losses/classes.ts';
import type { Loss } from './losses/loss.ts';
import { LossFunctionWrapper } from './losses/lossFunctionWrapper.ts';
import * as metrics from './metrics/classes.ts';
import { MeanMetric } from './metrics/meanMetric.ts';
import type { Metric } from './metrics/metric.ts';
import { LossTracker, type Tracked } from './tracker.ts';

/** A metric under the key that the logs show. */
export interface NamedMetric {
  readonly key: string;
  readonly metric: Metric;
  /** Whether sample weights count. */
  readonly weighted: boolean;
}

/** The part of an objective that belongs to one output. */
export interface OutputObjective {
  readonly loss: Loss | undefined;
  readonly lossWeight: number;
  /** Kept when there are several losses. */
  readonly tracker: LossTracker | undefined;
  readonly metrics: readonly NamedMetric[];
}

/** Losses, metrics and their running values. */
export class Objective {
  readonly outputs: readonly OutputObjective[];
  readonly total = new LossTracker('loss');

  constructor(outputs: readonly OutputObjective[]) {
    this.outputs = outputs;
    for (const { metrics } of outputs) for (const { metric } of metrics) metric.ensureBuilt();
  }

  /** Everything the logs show, in the order in which `evaluate` lists it: as Keras, metrics with a prefix or a number last, sorted. */
  get tracked(): readonly { readonly key: string; readonly part: Tracked }[] {
    const all = this.outputs.flatMap(({ metrics }) => metrics);
    const metrics = [...all.filter(({ weighted }) => !weighted), ...all.filter(({ weighted }) => weighted)];
    const losses = this.outputs.flatMap(({ tracker }) => (tracker ? [{ key: tracker.name, part: tracker }] : []));
    const renamed = metrics.filter(({ key, metric }) => key !== metric.name).sort((a, b) => (a.key < b.key ? -1 : 1));
    const listed = (some: readonly NamedMetric[]) => some.map(({ key, metric }) => ({ key, part: metric }));
    return [{ key: 'loss', part: this.total }, ...listed(metrics.filter((each) => !renamed.includes(each))), ...losses, ...listed(renamed)];
  }

  /** Traces the loss of a batch with what layers and regularizers added, and the updates of all running values. */
  trace(y: readonly Tensor[], predictions: readonly Tensor[], weights: readonly (Tensor | undefined)[], added: readonly Tensor[]): Tensor {
    let loss: Tensor | undefined;
    this.outputs.forEach((output, i) => {
      const part = this.traceOutput(output, y[i], predictions[i] as Tensor, weights[i]);
      if (part) loss = loss ? add(loss, part) : part;
    });
    const samples = predictions[0]?.shape[0] ?? 1;
    const total = added.reduce((sum, extra) => add(sum, extra), loss ?? constant(0));
    this.total.update(total, samples);
    return total;
  }

  /**
   * Runs the shape rules of an output's loss and metrics on placeholders, on the host: labels [rows, …], predictions [rows, …]. Throws their
   * RangeError under the name `what`, and TypeError for a loss or metric that returns no tensor.
   */
  checkShapes(output: number, what: string, labels: Shape, predictions: LayerShape): void {
    const { loss, metrics } = this.outputs[output] as OutputObjective;
    const yTrue = placeholder('labels', labels);
    const yPred = placeholder(
      'predictions',
      predictions.map((size, axis) => size ?? (axis ? 1 : (labels[0] ?? 1))),
    );
    const parts = [...(loss ? [loss] : []), ...metrics.map(({ metric }) => metric)];
    new Trace().run(() => {
      for (const part of parts) checkShape(part, what, yTrue, yPred);
    });
  }

  private traceOutput(output: OutputObjective, y: Tensor | undefined, prediction: Tensor, weight: Tensor | undefined): Tensor | undefined {
    if (!y) return undefined;
    for (const { metric, weighted } of output.metrics) metric.updateState(y, prediction, weighted ? weight : undefined);
    const loss = output.loss?.compute(y, prediction, weight);
    if (!loss) return undefined;
    checkScalar(loss.shape, output.loss as Loss);
    output.tracker?.update(loss, prediction.shape[0] ?? 1);
    return output.lossWeight === 1 ? loss : multiply(loss, output.lossWeight);
  }
}

function checkScalar(shape: Shape, { reduction }: Loss): void {
  if (shape.length)
    throw new RangeError(
      `Cannot train on a loss of shape ${showShape(shape)}: its reduction is '${reduction}', training needs one that gives a number`,
    );
}

function checkShape(part: Loss | Metric, what: string, yTrue: Tensor, yPred: Tensor): void {
  try {
    dryRun(part, yTrue, yPred);
  } catch (error) {
    // Code of the user's may count on the size of a batch, which is not known here; tracing the step shows its errors of shape.
    if (error instanceof RangeError && !isLibrary(part)) return;
    if (error instanceof RangeError) error.message = `${what}: ${error.message}`;
    throw error;
  }
}

function dryRun(part: Loss | Metric, yTrue: Tensor, yPred: Tensor): void {
  if (part instanceof MeanMetric) checkReturned('metric', part.name, part.values(yTrue, yPred));
  else if ('updateState' in part) part.updateState(yTrue, yPred);
  else checkReturned('loss', part.name, part.call(yTrue, yPred));
}

function checkReturned(kind: 'loss' | 'metric', name: string, value: unknown): void {
  if (has(value, 'node')) return;
  throw new TypeError(`Cannot use the ${kind} '${name}': it returns ${kindOf(value)}, it must return a tensor of values per sample`);
}

function isLibrary(part: Loss | Metric): boolean {
  if (part instanceof LossFunctionWrapper || part instanceof metrics.MeanMetricWrapper) return false;
  return [...Object.values<unknown>(losses), ...Object.values<unknown>(metrics)].includes(part.constructor);
}
