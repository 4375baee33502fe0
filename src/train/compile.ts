/** `compile`: checks and keeps optimizer, losses and metrics; resolves them when the labels' shapes are known. Next: `objective.ts`. */

import type { Tensor } from '../runtime/graph/tensor.ts';
import { quoted } from './describe.ts';
import type { LayerShape } from './layers/symbolic.ts';
import type { Loss, LossFunction } from './losses/loss.ts';
import { resolveLoss } from './losses/resolve.ts';
import type { Metric } from './metrics/metric.ts';
import { resolveMetric } from './metrics/resolve.ts';
import { countedName } from './names.ts';
import { type NamedMetric, Objective, type OutputObjective } from './objective.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { resolveOptimizer } from './optimizers/resolve.ts';
import { checkInteger, checkOptionNames } from './options.ts';
import { LossTracker } from './tracker.ts';

/** A loss by name, object or function (yTrue, yPred) → values per sample. */
export type LossId = string | Loss | LossFunction;

/** A metric by name, object or function (yTrue, yPred) → values per sample. */
export type MetricId = string | Metric | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** One entry, or one per output as a list or by name. */
export type PerOutput<T> = T | readonly (T | null)[] | Readonly<Record<string, T | null>>;

/** Arguments of `compile`. */
export interface CompileOptions {
  /** Default 'rmsprop', as in Keras. */
  readonly optimizer?: string | Optimizer;
  readonly loss?: PerOutput<LossId> | null;
  readonly metrics?: readonly (MetricId | readonly MetricId[])[] | Readonly<Record<string, MetricId | readonly MetricId[]>> | null;
  readonly weightedMetrics?: CompileOptions['metrics'];
  readonly lossWeights?: PerOutput<number> | null;
  /** Steps per submit; batch hooks come once per that many. */
  readonly stepsPerExecution?: number;
}

const OPTIONS = ['optimizer', 'loss', 'metrics', 'weightedMetrics', 'lossWeights', 'stepsPerExecution'] as const;

/** An output of the model as losses and metrics are assigned to it. */
export interface OutputInfo {
  readonly name: string;
  readonly shape: LayerShape;
}

/** A compilation: what was asked for, and the objective once it is resolved. */
export class Compiled {
  readonly optimizer: Optimizer;
  readonly stepsPerExecution: number;
  readonly options: CompileOptions;
  private readonly outputs: readonly OutputInfo[] | undefined;
  /** The objective, when labels have been seen. */
  current: Objective | undefined;

  /** Throws for unknown names and options. `outputs` are unknown while the model is not built. */
  constructor(options: CompileOptions, outputs: readonly OutputInfo[] | undefined) {
    checkOptionNames('compile', options, OPTIONS);
    checkInteger('stepsPerExecution', options.stepsPerExecution, 1);
    this.options = options;
    this.outputs = outputs;
    this.optimizer = resolveOptimizer(options.optimizer ?? 'rmsprop');
    this.stepsPerExecution = options.stepsPerExecution ?? 1;
    const probe = outputs ?? [{ name: 'output', shape: [null, 1] }];
    build(
      options,
      probe,
      probe.map(({ shape }) => shape),
    );
  }

  /** Whether a loss was given. */
  get hasLoss(): boolean {
    return this.options.loss !== undefined && this.options.loss !== null;
  }

  /** Losses and metrics for labels of these shapes (batch first); the first call decides. */
  objective(outputs: readonly OutputInfo[], labels: readonly LayerShape[]): Objective {
    this.current = this.trial(outputs, labels);
    return this.current;
  }

  /** What `objective` would give, decided for nobody else: for labels that are not accepted yet. */
  trial(outputs: readonly OutputInfo[], labels: readonly LayerShape[]): Objective {
    return this.current ?? build(this.options, this.outputs ?? outputs, labels);
  }
}

function build(options: CompileOptions, outputs: readonly OutputInfo[], labels: readonly LayerShape[]): Objective {
  const losses = spread<LossId>('loss', options.loss, outputs);
  const weights = spread<number>('lossWeights', options.lossWeights, outputs);
  const metrics = spreadMetrics('metrics', options.metrics, outputs);
  const weighted = spreadMetrics('weightedMetrics', options.weightedMetrics, outputs);
  const keys = new Keys(outputs.length > 1);
  const shapes = outputs.map(({ shape }, i) => labels[i] ?? shape);
  const named = outputs.map((output, i) => namedMetrics(metrics[i]!, output, shapes[i]!, keys, false));
  const more = outputs.map((output, i) => namedMetrics(weighted[i]!, output, shapes[i]!, keys, true));
  const several = losses.filter((loss) => loss !== undefined).length > 1;
  return new Objective(
    outputs.map((output, i): OutputObjective => {
      const id = losses[i];
      const loss = id === undefined ? undefined : resolveLoss(id, output.shape, shapes[i]);
      const tracker = loss && several ? new LossTracker(`${output.name}_loss`) : undefined;
      return { loss, lossWeight: weights[i] ?? 1, tracker, metrics: [...named[i]!, ...more[i]!] };
    }),
  );
}

/** A value for each output: one for all, a list, or by name. */
function spread<T>(what: string, value: PerOutput<T> | null | undefined, outputs: readonly OutputInfo[]): (T | undefined)[] {
  if (value === undefined || value === null) return outputs.map(() => undefined);
  if (Array.isArray(value)) return checkedList<T>(what, value, outputs);
  if (isByName(value)) return byName<T>(what, value as Readonly<Record<string, T | null>>, outputs);
  return outputs.map(() => value as T);
}

function spreadMetrics(what: string, value: CompileOptions['metrics'], outputs: readonly OutputInfo[]): (readonly MetricId[])[] {
  if (value === undefined || value === null) return outputs.map(() => []);
  if (isByName(value)) return byName(what, value as Readonly<Record<string, MetricId | readonly MetricId[]>>, outputs).map(asList);
  const list = value as readonly (MetricId | readonly MetricId[])[];
  if (outputs.length === 1 && !list.some(Array.isArray)) return [list as readonly MetricId[]];
  return checkedList(what, list, outputs).map(asList);
}

function asList(entry: MetricId | readonly MetricId[] | undefined): readonly MetricId[] {
  if (entry === undefined) return [];
  return Array.isArray(entry) ? entry : [entry as MetricId];
}

function checkedList<T>(what: string, list: readonly (T | null)[], outputs: readonly OutputInfo[]): (T | undefined)[] {
  if (list.length !== outputs.length) {
    throw new RangeError(
      `Cannot compile: ${what} has ${list.length} entries, the model has ${outputs.length} outputs, there must be one for each`,
    );
  }
  return list.map((entry) => entry ?? undefined);
}

function byName<T>(what: string, record: Readonly<Record<string, T | null>>, outputs: readonly OutputInfo[]): (T | undefined)[] {
  const names = outputs.map(({ name }) => name);
  const unknown = Object.keys(record).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`Cannot compile: ${what} names the output '${unknown}', the outputs are ${quoted(names)}`);
  return names.map((name) => record[name] ?? undefined);
}

function isByName(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function namedMetrics(
  ids: readonly MetricId[],
  output: OutputInfo,
  label: LayerShape,
  keys: Keys,
  weighted: boolean,
): readonly NamedMetric[] {
  return ids.map((id) => {
    const metric = resolveMetric(id, { yTrueShape: label, yPredShape: output.shape });
    return { key: keys.next(metric.name, output.name, weighted), metric, weighted };
  });
}

/** Log keys of metrics: prefixed with the output where there are several, numbered where they repeat. */
class Keys {
  private readonly counts = new Map<string, number>();
  private readonly prefixed: boolean;

  constructor(prefixed: boolean) {
    this.prefixed = prefixed;
  }

  next(metric: string, output: string, weighted: boolean): string {
    const prefix = this.prefixed ? `${output}_` : '';
    const plain = prefix + metric;
    return countedName(weighted && this.counts.has(plain) ? `${prefix}weighted_${metric}` : plain, this.counts);
  }
}
