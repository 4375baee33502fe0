import { describe, expect, it } from 'vitest';
import { placeholder, Trace } from '../../../src/runtime/graph/leaf.ts';
import { print } from '../../../src/runtime/graph/print.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { absolute, subtract } from '../../../src/runtime/ops/elementwise.ts';
import { softmax } from '../../../src/runtime/ops/softmax.ts';
import * as losses from '../../../src/train/losses/index.ts';
import * as metrics from '../../../src/train/metrics/index.ts';
import { resolveMetric } from '../../../src/train/metrics/resolve.ts';

const y = (...shape: number[]) => placeholder('y', shape);
const p = (...shape: number[]) => placeholder('p', shape);
const shapes = { yTrueShape: [null, 1], yPredShape: [null, 1] };

describe('metrics', () => {
  it.each([
    [metrics.binaryAccuracy({ threshold: 0.25 }), { name: 'binary_accuracy', threshold: 0.25 }],
    [metrics.categoricalAccuracy(), { name: 'categorical_accuracy' }],
    [metrics.sparseCategoricalAccuracy({ name: 'own' }), { name: 'own' }],
    [metrics.meanSquaredError(), { name: 'mean_squared_error' }],
    [metrics.meanAbsoluteError(), { name: 'mean_absolute_error' }],
    [metrics.mean(), { name: 'mean' }],
    [metrics.binaryCrossentropy(), { name: 'binary_crossentropy', from_logits: false, label_smoothing: 0 }],
    [
      metrics.categoricalCrossentropy({ fromLogits: true }),
      { name: 'categorical_crossentropy', from_logits: true, label_smoothing: 0, axis: -1 },
    ],
    [
      metrics.sparseCategoricalCrossentropy(),
      { name: 'sparse_categorical_crossentropy', from_logits: false, ignore_class: null, axis: -1 },
    ],
  ])('$className has the configuration of Keras', (metric, config) => {
    expect(metric.getConfig()).toEqual({ dtype: 'float32', ...config });
  });

  it.each([
    [
      'BinaryAccuracy',
      () => metrics.binaryAccuracy().values(y(4, 2), p(4, 3)),
      'Cannot compute BinaryAccuracy: labels have shape [4,2], predictions [4,3], they must be equal',
    ],
    [
      'CategoricalAccuracy',
      () => metrics.categoricalAccuracy().values(y(4), p(4, 3)),
      'Cannot compute CategoricalAccuracy: labels have shape [4], predictions [4,3]',
    ],
    [
      'SparseCategoricalAccuracy',
      () => metrics.sparseCategoricalAccuracy().values(y(4, 3), p(4, 3)),
      'labels of shape [4] or [4,1] are needed',
    ],
  ])('%s refuses labels that do not fit', (_, compute, message) => {
    expect(compute).toThrow(RangeError);
    expect(compute).toThrow(message);
  });

  it('BinaryAccuracy refuses a threshold that is not finite', () => {
    expect(() => metrics.binaryAccuracy({ threshold: Number.NaN })).toThrow(RangeError);
  });

  it('accuracies behind a softmax look at the values before it', () => {
    expect(print([metrics.sparseCategoricalAccuracy().values(y(4), softmax(p(4, 3)))])).not.toContain('softmax');
  });

  it('variables are a total and a count that start at 0', () => {
    const made = metrics.mean({ name: 'own' }).variables.map(({ variable: { name, shape }, initial }) => ({ name, shape, initial }));
    expect(made).toEqual([
      { name: 'own/total', shape: [], initial: 0 },
      { name: 'own/count', shape: [], initial: 0 },
    ]);
  });

  it('can be extended with build(), updateState() and result()', () => {
    class Furthest extends metrics.Metric {
      private largest!: ReturnType<metrics.Metric['addVariable']>;
      build() {
        this.largest = this.addVariable('largest', [], -1);
      }
      updateState(yTrue: Tensor) {
        this.assign(this.largest, yTrue);
      }
      result() {
        return this.largest.before;
      }
    }
    const metric = new Furthest();
    const trace = new Trace();
    expect(metric.variables.map(({ initial }) => initial)).toEqual([-1]);
    trace.run(() => metric.updateState(placeholder('y', [])));
    expect(trace.writes).toHaveLength(1);
    expect([metric.name, metric.direction]).toEqual(['furthest', undefined]);
  });
});

describe('resolveMetric()', () => {
  it.each([
    ['accuracy', [null], [null, 3], 'SparseCategoricalAccuracy'],
    ['acc', [null, 1], [null, 3], 'SparseCategoricalAccuracy'],
    ['ACC', [null, 3], [null, 3], 'CategoricalAccuracy'],
    ['Accuracy', [null], [null, 1], 'BinaryAccuracy'],
    ['accuracy', [null, 5], [null, 5, 3], 'SparseCategoricalAccuracy'],
  ])('%s for labels %o and outputs %o is %s under the name that was written', (name, yTrueShape, yPredShape, className) => {
    const metric = resolveMetric(name, { yTrueShape, yPredShape });
    expect([metric.className, metric.name, metric.direction]).toEqual([className, name, 'up']);
  });

  it.each(['mse', 'mean_squared_error', 'MeanSquaredError', 'meanSquaredError', 'huber', 'bce', 'crossentropy'])(
    '%s keeps its name and goes down',
    (name) => {
      const metric = resolveMetric(name, shapes);
      expect([metric.name, metric.direction]).toEqual([name, 'down']);
    },
  );

  it('takes functions under their names in snake_case', () => {
    const worstError = (yTrue: Tensor, yPred: Tensor) => absolute(subtract(yTrue, yPred));
    expect(resolveMetric(worstError, shapes)).toMatchObject({ name: 'worst_error', className: 'MeanMetricWrapper', direction: undefined });
    expect(resolveMetric((yTrue: Tensor) => yTrue, shapes).name).toBe('metric');
    expect(resolveMetric(losses.meanAbsoluteError, shapes)).toMatchObject({ name: 'mean_absolute_error', direction: 'down' });
  });

  it('gives objects as they are', () => {
    const own = metrics.binaryAccuracy();
    expect(resolveMetric(own, shapes)).toBe(own);
  });

  it('refuses what is no metric', () => {
    expect(() => resolveMetric('acuracy', shapes)).toThrow(new RangeError("Cannot find the metric 'acuracy': did you mean 'accuracy'?"));
    expect(() => resolveMetric('mean_metric_wrapper', shapes)).toThrow(RangeError);
    expect(() => resolveMetric(1 as unknown as string, shapes)).toThrow(
      new TypeError('Cannot use a metric: it is a number, it must be a string, a Metric or a function'),
    );
  });
});
