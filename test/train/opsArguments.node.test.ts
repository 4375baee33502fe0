/** What `ops` refuse beside tensors that are none: axes, sizes, options and arguments that they do not have. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../src/runtime/graph/tensor.ts';
import { dense } from '../../src/train/layers/index.ts';
import * as ops from '../../src/train/ops.ts';

const x = placeholder('x', [4, 6]);
const labels = placeholder('labels', [4]);
const source = { seed: 1, step: placeholder('step', [], 'u32'), stream: 2 };
const wrong = (value: unknown): never => value as never;

function of(name: string): (...given: unknown[]) => unknown {
  return (ops as unknown as Record<string, (...given: unknown[]) => unknown>)[name]!;
}

describe('ops', () => {
  it.each([
    [
      'softmax',
      () => ops.softmax(x, wrong(0)),
      TypeError,
      'Cannot use the options of ops.softmax: they are 0, they must be an object as in ops.softmax(x, { axis: -1 })',
    ],
    ['softmax', () => ops.softmax(x, { axis: 2 }), RangeError, 'Cannot call ops.softmax: axis is 2, it must be an integer from -2 to 1'],
    ['softmax', () => ops.softmax(x, { axis: [] }), RangeError, 'axis is [], it must be an integer or a list of at least one'],
    ['softmax', () => ops.softmax(3), RangeError, 'Cannot call ops.softmax along axis -1: x is a scalar, it must have axes'],
    ['logSoftmax', () => ops.logSoftmax(x, wrong(0)), TypeError, 'as in ops.logSoftmax(x, { axis: -1 })'],
    ['argmax', () => ops.argmax(x, wrong(0)), TypeError, 'as in ops.argmax(x, { axis: -1 })'],
    ['argmax', () => ops.argmax(x, { axis: wrong([0]) }), RangeError, 'axis is [0], it must be an integer from -2 to 1'],
    ['argmax', () => ops.argmax(x, { keepDims: wrong('no') }), TypeError, "keepDims is 'no', it must be true or false"],
    ['take', () => ops.take(x, labels, wrong(1)), TypeError, 'they are 1, they must be an object as in ops.take(x, indices, { axis: 0 })'],
    ['take', () => ops.take(x, labels, { axis: -3 }), RangeError, 'axis is -3, it must be an integer from -2 to 1'],
    ['take', () => ops.take(x, 4), RangeError, 'indices is 4, it must be an integer from -4 to 3, for 4 slices'],
    ['take', () => ops.take(3, 0), RangeError, 'Cannot call ops.take along axis 0: x is a scalar, it must have axes'],
    [
      'oneHot',
      () => ops.oneHot(labels, -1),
      RangeError,
      'Cannot call ops.oneHot: classes is -1, it must be an integer from 1 to 4294967295',
    ],
    ['oneHot', () => ops.oneHot(labels, 2.5), RangeError, 'classes is 2.5,'],
    ['oneHot', () => ops.oneHot(labels, wrong(undefined)), TypeError, 'classes is undefined,'],
    [
      'oneHot',
      () => of('oneHot')(labels, 3, 0),
      TypeError,
      'Cannot call ops.oneHot: 3 arguments came, it takes at most 2, as in ops.oneHot(labels, 10)',
    ],
    ['gelu', () => of('gelu')(x, true), TypeError, 'Cannot call ops.gelu: 2 arguments came, it takes at most 1, as in ops.gelu(x)'],
    ['round', () => of('round')(x, 2), TypeError, 'Cannot call ops.round: 2 arguments came'],
    [
      'pad',
      () =>
        ops.pad(x, [
          [0, 0.5],
          [0, 0],
        ]),
      RangeError,
      'padding[0] is [0, 0.5], it must be a list of integers, each 0 or more',
    ],
    [
      'pad',
      () => ops.pad(x, [[0, 1]]),
      RangeError,
      'Cannot call ops.pad: padding is [[0, 1]], it must be a list of 2 pairs [before, after], one for each axis of [4,6]',
    ],
    ['pad', () => ops.pad(x, wrong([[1], [1]])), RangeError, 'padding[0] is [1], it must be a pair [before, after]'],
    ['pad', () => ops.pad(x, wrong(1)), RangeError, 'padding is 1, it must be a list of 2 pairs'],
    [
      'pad',
      () =>
        ops.pad(
          x,
          [
            [0, 1],
            [0, 0],
          ],
          wrong('reflect'),
        ),
      TypeError,
      "value is 'reflect', it must be a number",
    ],
    [
      'slice',
      () => ops.slice(x, [0, 1.5], [1, 1]),
      RangeError,
      'Cannot call ops.slice: start is [0, 1.5], it must be a list of integers, each 0 or more',
    ],
    ['slice', () => ops.slice(x, [0, 0], [1.5, 1]), RangeError, 'size is [1.5, 1], it must be a list of positive integers'],
    ['slice', () => ops.slice(x, [0], [1, 1]), RangeError, 'start is [0], it must be a list of 2, one for each axis of [4,6]'],
    ['slice', () => ops.slice(x, [3, 0], [2, 1]), RangeError, 'the slice must lie inside'],
    ['expandDims', () => ops.expandDims(x, 7), RangeError, 'Cannot call ops.expandDims: axis is 7, it must be an integer from -3 to 2'],
    ['expandDims', () => ops.expandDims(x, wrong(undefined)), TypeError, 'axis is undefined,'],
    ['squeeze', () => ops.squeeze(x, 0.5), RangeError, 'axis is 0.5, it must be an integer from -2 to 1'],
    [
      'reshape',
      () => ops.reshape(x, [2.5, -1]),
      RangeError,
      'shape is [2.5, -1], it must be a list of positive integers, one of which may be -1',
    ],
    ['reshape', () => ops.reshape(x, [0, -1]), RangeError, 'shape is [0, -1], it must be a list of positive integers'],
    ['reshape', () => ops.reshape(x, wrong(24)), TypeError, 'shape is 24, it must be a list of positive integers'],
    ['transpose', () => ops.transpose(x, [0, 0]), RangeError, 'each axis must be named once'],
    ['transpose', () => of('transpose')(x, 1, 0), TypeError, '3 arguments came, it takes at most 2, as in ops.transpose(x, [1, 0])'],
    ['broadcastTo', () => ops.broadcastTo(x, [0.5, 4, 6]), RangeError, 'shape is [0.5, 4, 6], it must be a list of positive integers'],
    ['concatenate', () => ops.concatenate([x, x], 2), RangeError, 'axis is 2, it must be an integer from -2 to 1'],
    ['concatenate', () => ops.concatenate([]), RangeError, 'Cannot concatenate: there are 0 tensors'],
    [
      'concatenate',
      () => of('concatenate')(x, x),
      TypeError,
      'Cannot call ops.concatenate: tensors is an object, it must be a list of tensors',
    ],
    ['clip', () => ops.clip(x, 1, 0), RangeError, 'high is 0, it must be a number that is finite in f32 and not below low, 1'],
    ['clip', () => ops.clip(x, wrong(undefined), 0), TypeError, 'low is undefined, it must be a number'],
    ['clip', () => ops.clip(x, 0, Number.POSITIVE_INFINITY), RangeError, 'high is Infinity,'],
    ['elu', () => ops.elu(x, Number.NaN), RangeError, 'alpha is NaN, it must be a number that is finite in f32'],
    ['constant', () => ops.constant(1, [2.5]), RangeError, 'shape is [2.5], it must be a list of positive integers'],
    ['constant', () => ops.constant(1, [2], wrong('float32')), TypeError, "dtype is 'float32', it must be 'f32'"],
    [
      'dropout',
      () => ops.dropout(x, 2, source),
      RangeError,
      'Cannot call ops.dropout: rate is 2, it must be a number of at least 0 and below 1',
    ],
    [
      'dropout',
      () => ops.dropout(x, 0.5, wrong(undefined)),
      TypeError,
      "source is undefined, it must be { seed, step, stream }, as random(this) of a call's context gives it",
    ],
    [
      'dropout',
      () => ops.dropout(x, 0.5, { ...source, stream: 0.5 }),
      RangeError,
      'source.stream is 0.5, it must be an integer from 0 to 4294967295',
    ],
    ['dropout', () => ops.dropout(x, 0.5, { ...source, seed: -1 }), RangeError, 'source.seed is -1, it must be a u32 scalar'],
    ['dropout', () => ops.dropout(x, 0.5, { ...source, seed: x }), TypeError, 'source.seed is an object, it must be a u32 scalar'],
    ['randomNormal', () => ops.randomNormal(wrong(3), source), TypeError, 'shape is 3, it must be a list of positive integers'],
    ['randomUniform', () => ops.randomUniform([2, 0], source), RangeError, 'shape is [2, 0], it must be a list of positive integers'],
    [
      'matmul',
      () => ops.matmul(x, x, { transposeB: wrong(1) }),
      RangeError,
      'Cannot call ops.matmul: transposeB is 1, it must be true or false',
    ],
  ])('%s refuses what it cannot use: %#', (_, call, Kind, message) => {
    expect(call).toThrow(Kind);
    expect(call).toThrow(message);
  });
});

describe('functions of ops as activations', () => {
  it.each(['sigmoid', 'tanh', 'elu', 'softplus', 'softsign', 'softmax', 'logSoftmax', 'relu', 'gelu', 'exp'] as const)(
    '%s is saved by its name',
    (name) => {
      const { activation } = dense(3, { activation: of(name) as (x: Tensor) => Tensor }).getConfig();
      expect(dense(3, { activation: activation as string }).getConfig().activation).toBe(activation);
    },
  );
});
