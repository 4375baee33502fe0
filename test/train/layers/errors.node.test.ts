import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import { clearSession } from '../../../src/train/names.ts';

const {
  activation,
  add,
  concatenate,
  dense,
  dropout,
  flatten,
  input,
  inputLayer,
  leakyReLU,
  prelu,
  reLU,
  rescaling,
  reshape,
  softmax,
  subtract,
} = layers;
const wrong = (value: unknown): never => value as never;

function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

describe('makers of layers', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('dense(%d) is refused', (units) => {
    expect(() => dense(units)).toThrow(new RangeError(`Cannot make Dense: units is ${units}, it must be a positive integer`));
  });

  it.each([
    ['dense of a string', () => dense(wrong('10')), TypeError, "Cannot make Dense: units is '10', it must be a positive integer"],
    ['dense of nothing', () => dense(wrong(undefined)), TypeError, 'Cannot make Dense: units is undefined, it must be a positive integer'],
    ['an activation', () => dense(1, { activation: 'rleu' }), RangeError, "Cannot find the activation 'rleu': did you mean 'relu'?"],
    ['an initializer', () => dense(1, { kernelInitializer: 'glorot' }), RangeError, "Cannot find the initializer 'glorot'"],
    ['a regularizer', () => dense(1, { kernelRegularizer: 'l3' }), RangeError, "Cannot find the regularizer 'l3'"],
    ['an activity regularizer', () => reLU({ activityRegularizer: 'l3' }), RangeError, "Cannot find the regularizer 'l3'"],
    ['a constraint', () => dense(1, { biasConstraint: 'norm' }), RangeError, "Cannot find the constraint 'norm'"],
    ['a rate of 1', () => dropout(1), RangeError, 'Cannot make Dropout: rate is 1, it must be at least 0 and below 1'],
    ['a negative rate', () => dropout(-0.1), RangeError, 'Cannot make Dropout: rate is -0.1'],
    ['a rate that is NaN', () => dropout(Number.NaN), RangeError, 'Cannot make Dropout: rate is NaN'],
    ['a seed', () => dropout(0.5, { seed: -1 }), RangeError, 'seed is -1, it must be an integer from 0 to 4294967295'],
    [
      'a noise shape',
      () => dropout(0.5, { noiseShape: [null, 0] }),
      TypeError,
      'noiseShape is an array, it must be a list of positive integers and null',
    ],
    ['a scale', () => rescaling(Number.NaN), RangeError, 'Cannot make Rescaling: scale is NaN, it must be a finite number'],
    ['a list of scales', () => rescaling(wrong([1, 2])), TypeError, 'Cannot make Rescaling: scale is an array, it must be a finite number'],
    [
      'a target shape',
      () => reshape([2, 0]),
      RangeError,
      'Cannot make Reshape: a size of targetShape is 0, it must be a positive integer, or -1 once',
    ],
    ['two open sizes', () => reshape([-1, -1]), RangeError, 'Cannot make Reshape: targetShape is (-1, -1), only one size may be -1'],
    ['a number as shape', () => reshape(wrong(4)), TypeError, 'Cannot make Reshape: targetShape is 4, it must be a list'],
    [
      'a data format',
      () => flatten({ dataFormat: wrong('nchw') }),
      TypeError,
      "dataFormat is 'nchw', it must be 'channels_last' or 'channels_first'",
    ],
    [
      'a largest value',
      () => reLU({ maxValue: -1 }),
      RangeError,
      'Cannot make ReLU: maxValue is -1, it must be a finite number, 0 or more',
    ],
    ['a slope', () => leakyReLU({ negativeSlope: -0.1 }), RangeError, 'Cannot make LeakyReLU: negativeSlope is -0.1'],
    [
      'shared axes',
      () => prelu({ sharedAxes: [0] }),
      TypeError,
      'Cannot make PReLU: sharedAxes is an array, it must be a positive integer or a list of them',
    ],
    [
      'axes of softmax',
      () => softmax({ axis: [] }),
      TypeError,
      'Cannot make Softmax: axis is an array, it must be an integer or a list of integers',
    ],
    [
      'the batch as axis',
      () => concatenate({ axis: 0 }),
      RangeError,
      'Cannot make Concatenate: axis is 0, it must be an integer other than 0, the batch',
    ],
    [
      'an input without shape',
      () => input(wrong(undefined)),
      TypeError,
      'Cannot make InputLayer: shape is undefined, it must be a list of sizes without the batch',
    ],
    [
      'a size of an input',
      () => input([28, 0]),
      RangeError,
      'Cannot make InputLayer: size 2 of its shape is 0, it must be a positive integer or null',
    ],
    [
      'an activation layer',
      () => activation(wrong(3)),
      TypeError,
      'Cannot use an activation: it is a number, it must be a string or a function',
    ],
  ])('refuse %s', (_, make, Kind, message) => {
    const error = thrown(make);
    expect(error).toBeInstanceOf(Kind);
    expect(error.message).toContain(message);
  });
});

describe('layers', () => {
  beforeEach(clearSession);

  it.each([
    [
      'a list for one tensor',
      () => dense(2).apply(wrong([input([3]), input([3])])),
      'dense: Cannot apply the layer: 2 inputs came, it takes one tensor',
    ],
    ['no feature axis', () => dense(2).apply(input([])), 'dense: Cannot build the layer: its input has shape (None,)'],
    ['an open feature axis', () => dense(2).apply(input([4, null])), 'dense: Cannot build the layer: its input has shape (None, 4, None)'],
    [
      'samples of other size',
      () => reshape([3, 2]).apply(input([5])),
      'reshape: Cannot reshape samples (5,) to (3, 2): 5 elements, they must fit',
    ],
    [
      'samples that no size fits',
      () => reshape([3, -1]).apply(input([5])),
      'reshape: Cannot reshape samples (5,) to (3, -1): 5 elements, they must fit',
    ],
    ['one tensor for a list', () => add().apply(input([3])), 'add: Cannot apply the layer: one tensor came, it takes a list of tensors'],
    [
      'shapes that do not broadcast',
      () => add().apply([input([3]), input([4])]),
      'add: Cannot merge (None, 3), (None, 4): sizes 3 and 4 meet, they must be equal or 1',
    ],
    [
      'three tensors to subtract',
      () => subtract().apply([input([3]), input([3]), input([3])]),
      'subtract: Cannot subtract: the list has 3 tensors, it must have 2',
    ],
    [
      'shapes that do not join',
      () => concatenate().apply([input([2, 3]), input([3, 3])]),
      'concatenate: Cannot concatenate (None, 2, 3), (None, 3, 3) along axis -1',
    ],
    [
      'a missing axis',
      () => concatenate({ axis: 3 }).apply([input([2, 3]), input([2, 3])]),
      'concatenate: Cannot concatenate (None, 2, 3), (None, 2, 3) along axis 3',
    ],
    ['open slopes', () => prelu().apply(input([null, 3])), 'p_re_lu: Cannot build the layer: its input (None, None, 3) leaves axis 1 open'],
    [
      'a missing shared axis',
      () => prelu({ sharedAxes: [2] }).apply(input([3])),
      'p_re_lu: Cannot build the layer: axis 2 is to be shared, its input has shape (None, 3)',
    ],
  ])('refuse %s before anything runs', (_, use, message) => {
    const error = thrown(use);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message.indexOf(message), error.message).toBe(0);
  });

  it('input() gives a symbolic tensor that knows its layer', () => {
    const x = input([28, 28, 1], { name: 'image', batchSize: 8 });
    expect(x.shape).toEqual([8, 28, 28, 1]);
    expect(x.origin?.layer).toBeInstanceOf(layers.InputLayer);
    expect(x.origin?.layer.name).toBe('image');
    expect(x.origin?.inputs).toEqual([]);
    expect(inputLayer([3]).inputShape).toEqual([3]);
    expect(inputLayer([3]).output.shape).toEqual([null, 3]);
    expect(new layers.InputLayer({ batchShape: [null, 4], name: 'x' }).output.shape).toEqual([null, 4]);
  });
});
