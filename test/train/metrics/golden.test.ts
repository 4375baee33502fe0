import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../src/train/metrics/index.ts';
import * as metrics from '../../../src/train/metrics/index.ts';
import { resolveMetric } from '../../../src/train/metrics/resolve.ts';
import text from '../../golden/metrics.json?raw';
import { close } from '../../support/checkOp.ts';
import { type GoldenPart, type GoldenTensor, makePart } from '../../support/goldenParts.ts';
import { PROFILES } from '../../support/gpu.ts';
import { runMetric } from '../../support/metricRun.ts';

interface Update {
  readonly y_true: GoldenTensor;
  readonly y_pred: GoldenTensor;
  readonly sample_weight: GoldenTensor;
}

interface Results {
  readonly results: readonly number[];
  readonly after_reset: number;
}

interface Case {
  readonly metric: string | GoldenPart;
  readonly about: string;
  readonly class_name: string;
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly updates: readonly Update[];
  readonly unweighted: Results;
  readonly weighted: Results;
}

interface MeanStep {
  readonly values: number | readonly number[] | readonly (readonly number[])[];
  readonly sample_weight: number | readonly number[] | null;
  readonly result: number;
}

const golden: {
  cases: Case[];
  names: Record<string, string>;
  directions: Record<string, 'up' | 'down' | null>;
  mean_and_sum: { metric: string; steps: MeanStep[] }[];
} = JSON.parse(text);

const cases = golden.cases.filter(({ class_name }) => class_name in metrics).map((entry, number) => ({ ...entry, number }));

function make({ metric, updates: [first] }: Case): Metric {
  if (typeof metric !== 'string') return makePart<Metric>(metrics, metric);
  return resolveMetric(metric, { yTrueShape: (first as Update).y_true.shape, yPredShape: (first as Update).y_pred.shape });
}

function check(actual: { results: readonly number[]; afterReset: number }, expected: Results): void {
  close(actual.results, expected.results, [1e-5, 1e-6], 'results');
  expect(actual.afterReset).toBe(expected.after_reset);
}

describe.each(Object.values(PROFILES))('metrics on the $name profile', (profile) => {
  it.each(cases)('$number $metric $about: results over two batches as in Keras', async (entry) => {
    const plain = entry.updates.map(({ y_true, y_pred }) => [y_true, y_pred]);
    check(await runMetric(make(entry), plain, profile), entry.unweighted);
    const weighted = entry.updates.map(({ y_true, y_pred, sample_weight }) => [y_true, y_pred, sample_weight]);
    check(await runMetric(make(entry), weighted, profile), entry.weighted);
  });
});

it.each(cases)('$number $metric has the class, the log key and the direction of Keras', (entry) => {
  const { className, name, direction } = make(entry);
  expect({ className, name, direction }).toEqual({ className: entry.class_name, name: entry.name, direction: entry.direction });
});

it('the golden file holds the cases that are checked', () => {
  expect(cases).toHaveLength(31);
});

it('directions are those of Keras', () => {
  for (const [name, direction] of Object.entries(golden.directions)) {
    if (name in metrics)
      expect([name, makePart<Metric>(metrics, { class: name, config: {} }).direction ?? null]).toEqual([name, direction]);
  }
});

it('Keras names that stand for metrics here stand for the same class', () => {
  const known = Object.entries(golden.names).filter(([, name]) => name in metrics && !['Metric', 'MeanMetricWrapper'].includes(name));
  expect(known.length).toBeGreaterThan(20);
  for (const [name, className] of known) {
    expect(resolveMetric(name, { yTrueShape: [null, 1], yPredShape: [null, 1] }).className, name).toBe(className);
  }
});

it('Mean gives the running means of Keras, by samples whatever their shape', async () => {
  const steps = golden.mean_and_sum.find(({ metric }) => metric === 'Mean')?.steps as MeanStep[];
  const batches = steps.map(({ values, sample_weight }) => [
    tensorOf(values),
    ...(sample_weight === null ? [] : [tensorOf(sample_weight)]),
  ]);
  const { results } = await runMetric(new metrics.Mean(), batches);
  close(
    results,
    steps.map(({ result }) => result),
    [1e-6, 0],
    'running mean',
  );
});

function tensorOf(values: MeanStep['values']): GoldenTensor {
  if (typeof values === 'number') return { shape: [], data: [values] };
  const inner = (values[0] as readonly number[]).length;
  return { shape: inner === undefined ? [values.length] : [values.length, inner], data: values.flat() };
}

it('SparseCategoricalCrossentropy leaves an ignored class out where there are weights, as Keras 3.15 does', async () => {
  const labels = { shape: [4], data: [2, -1, 1, 0] };
  const predictions = { shape: [4, 3], data: [0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 0.2, 0.5, 0.3, 0.6, 0.3, 0.1] };
  const resultOf = async (...weights: GoldenTensor[]) => {
    const metric = metrics.sparseCategoricalCrossentropy({ ignoreClass: -1 });
    return (await runMetric(metric, [[labels, predictions, ...weights]])).results;
  };
  close(await resultOf(), [0.39016193151474], [1e-5, 0], 'without weights');
  close(await resultOf({ shape: [4], data: [1, 5, 2, 0.5] }), [0.5709663033485413], [1e-5, 0], 'with weights');
});
