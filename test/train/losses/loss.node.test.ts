import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { print } from '../../../src/runtime/graph/print.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { sigmoid } from '../../../src/runtime/ops/elementwise.ts';
import { mean } from '../../../src/runtime/ops/reduce.ts';
import { softmax } from '../../../src/runtime/ops/softmax.ts';
import * as losses from '../../../src/train/losses/index.ts';
import { resolveLoss } from '../../../src/train/losses/resolve.ts';

const y = (...shape: number[]) => placeholder('y', shape);
const p = (...shape: number[]) => placeholder('p', shape);

describe('losses', () => {
  it.each([
    [losses.sparseCategoricalCrossentropy(), { name: 'sparse_categorical_crossentropy', from_logits: false, ignore_class: null }],
    [
      losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 3 }),
      { name: 'sparse_categorical_crossentropy', from_logits: true, ignore_class: 3 },
    ],
    [losses.categoricalCrossentropy(), { name: 'categorical_crossentropy', from_logits: false, label_smoothing: 0, axis: -1 }],
    [
      losses.binaryCrossentropy({ labelSmoothing: 0.5 }),
      { name: 'binary_crossentropy', from_logits: false, label_smoothing: 0.5, axis: -1 },
    ],
    [losses.meanSquaredError(), { name: 'mean_squared_error' }],
    [losses.meanAbsoluteError({ name: 'own' }), { name: 'own' }],
    [losses.huber({ delta: 2 }), { name: 'huber_loss', delta: 2 }],
  ])('$className has the configuration of Keras', (loss, config) => {
    expect(loss.getConfig()).toEqual({ reduction: 'sum_over_batch_size', ...config });
  });

  it('functions make a loss from options and compute it from tensors', () => {
    expect(losses.huber({ delta: 2 })).toBeInstanceOf(losses.Huber);
    expect(losses.huber(y(3, 2), p(3, 2), { delta: 2 }).shape).toEqual([3]);
    expect(losses.sparseCategoricalCrossentropy(y(3), p(3, 4)).shape).toEqual([3]);
  });

  it.each([
    [
      'labels of another size',
      () => losses.meanSquaredError(y(4, 2), p(4, 3)),
      'Cannot compute MeanSquaredError: labels have shape [4,2], predictions [4,3], they must be equal',
    ],
    ['labels that would be broadcast', () => losses.meanAbsoluteError(y(4, 1), p(4, 3)), 'labels have shape [4,1], predictions [4,3]'],
    [
      'one-hot labels as class numbers',
      () => losses.sparseCategoricalCrossentropy(y(4, 3), p(4, 3)),
      'Cannot compute SparseCategoricalCrossentropy: labels have shape [4,3], predictions [4,3], labels of shape [4] or [4,1] are needed, a class number for each row',
    ],
    [
      'class numbers as one-hot labels',
      () => losses.categoricalCrossentropy(y(4), p(4, 3)),
      "labels have shape [4], predictions [4,3], they must be equal, one value for each class; for class numbers there is 'sparse_categorical_crossentropy'",
    ],
    [
      'another number of binary labels',
      () => losses.binaryCrossentropy(y(4, 2), p(4, 1)),
      'Cannot compute BinaryCrossentropy: labels have shape [4,2], predictions [4,1]',
    ],
  ])('refuse %s', (_, compute, message) => {
    expect(compute).toThrow(RangeError);
    expect(compute).toThrow(message);
  });

  it.each([
    [() => losses.huber({ delta: 0 }), new RangeError('Cannot make Huber: delta is 0, it must be a positive number')],
    [
      () => losses.binaryCrossentropy({ labelSmoothing: 2 }),
      new RangeError('Cannot make BinaryCrossentropy: labelSmoothing is 2, it must be a number from 0 to 1'),
    ],
    [
      () => losses.categoricalCrossentropy({ labelSmoothing: -1 }),
      new RangeError('Cannot make CategoricalCrossentropy: labelSmoothing is -1, it must be a number from 0 to 1'),
    ],
    [
      () => losses.sparseCategoricalCrossentropy({ ignoreClass: 0.5 }),
      new RangeError('Cannot make SparseCategoricalCrossentropy: ignoreClass is 0.5, it must be an integer'),
    ],
    [() => losses.meanSquaredError({ reduction: 'average' as 'mean' }), TypeError],
  ])('refuse %s', (make, error) => {
    expect(make).toThrow(error);
  });

  it('cross-entropies behind softmax and sigmoid are computed from the values before them', () => {
    const graph = (make: (prediction: Tensor) => Tensor, prediction: Tensor) => print([make(prediction)]);
    expect(graph((x) => losses.sparseCategoricalCrossentropy(y(4), x), softmax(p(4, 3)))).not.toContain('softmax');
    expect(graph((x) => losses.categoricalCrossentropy(y(4, 3), x), softmax(p(4, 3)))).not.toContain('softmax');
    expect(graph((x) => losses.binaryCrossentropy(y(4, 1), x), sigmoid(p(4, 1)))).not.toContain('sigmoid');
  });

  it('cross-entropies take no other probabilities for those', () => {
    expect(print([losses.sparseCategoricalCrossentropy(y(4), sigmoid(p(4, 3)))])).toContain('sigmoid');
    expect(print([losses.binaryCrossentropy(y(4, 3), softmax(p(4, 3)))])).toContain('softmax');
  });

  it('say what labels must be', () => {
    expect(losses.sparseCategoricalCrossentropy({ ignoreClass: -1 }).labels).toEqual({ kind: 'classes', ignoreClass: -1 });
    expect(losses.categoricalCrossentropy().labels).toEqual({ kind: 'distribution' });
    expect(losses.binaryCrossentropy().labels).toEqual({ kind: 'probabilities' });
    expect(losses.huber().labels).toBeUndefined();
  });
});

describe('resolveLoss()', () => {
  it.each([
    ['sparse_categorical_crossentropy', 'SparseCategoricalCrossentropy'],
    ['sparseCategoricalCrossentropy', 'SparseCategoricalCrossentropy'],
    ['SparseCategoricalCrossentropy', 'SparseCategoricalCrossentropy'],
    ['mse', 'MeanSquaredError'],
    ['MSE', 'MeanSquaredError'],
    ['mae', 'MeanAbsoluteError'],
    ['mean_absolute_error', 'MeanAbsoluteError'],
    ['bce', 'BinaryCrossentropy'],
    ['huber', 'Huber'],
    ['Huber', 'Huber'],
  ])('%s is %s', (name, className) => {
    expect(resolveLoss(name).className).toBe(className);
  });

  it.each([
    ['ce', [null, 1], [null, 1], 'BinaryCrossentropy'],
    ['ce', [null, 1], [null], 'BinaryCrossentropy'],
    ['crossentropy', [null, 3], [null], 'SparseCategoricalCrossentropy'],
    ['crossentropy', [null, 3], [null, 1], 'SparseCategoricalCrossentropy'],
    ['CE', [null, 3], [null, 3], 'CategoricalCrossentropy'],
    ['crossentropy', [null, 5, 3], [null, 5], 'SparseCategoricalCrossentropy'],
  ])('%s for outputs %o and labels %o is %s', (name, output, labels, className) => {
    expect(resolveLoss(name, output, labels).className).toBe(className);
  });

  it('takes functions: those of the namespace as their loss, others wrapped', () => {
    expect(resolveLoss(losses.meanSquaredError)).toBeInstanceOf(losses.MeanSquaredError);
    const spread = (yTrue: Tensor, yPred: Tensor) => mean(losses.meanSquaredError(yTrue, yPred), { axis: [] });
    const wrapped = resolveLoss(spread);
    expect(wrapped.getConfig()).toEqual({ name: 'spread', reduction: 'sum_over_batch_size', fn: 'spread' });
    expect(wrapped.compute(y(4), p(4, 1)).shape).toEqual([]);
  });

  it('gives objects as they are', () => {
    const own = losses.huber();
    expect(resolveLoss(own)).toBe(own);
  });

  it('refuses what is no loss', () => {
    expect(() => resolveLoss('mean_squared_eror')).toThrow(
      new RangeError("Cannot find the loss 'mean_squared_eror': did you mean 'mean_squared_error'?"),
    );
    expect(() => resolveLoss('constructor')).toThrow(RangeError);
    expect(() => resolveLoss(null as unknown as string)).toThrow(
      new TypeError('Cannot use a loss: it is null, it must be a string, a Loss or a function'),
    );
    expect(() => resolveLoss('crossentropy')).toThrow('Cannot choose a cross-entropy: the shapes of outputs and labels are not known');
  });
});
