/** Shapes and refusals of the convolutions, the pooling and the normalization of `ops`; values are in `visionOps.test.ts`. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import type { Shape } from '../../src/runtime/graph/tensor.ts';
import { input } from '../../src/train/layers/index.ts';
import * as ops from '../../src/train/ops.ts';

const of = (...shape: Shape) => placeholder('x', shape);
const images = of(2, 5, 6, 4);
const kernel = of(3, 3, 4, 8);
const wrong = (value: unknown): never => value as never;

describe('ops of vision', () => {
  it.each([
    ['convolve sequences', ops.conv(of(2, 9, 4), of(3, 4, 8), { strides: 2, padding: 'same' }), [2, 5, 8]],
    ['convolve images', ops.conv(images, kernel), [2, 3, 4, 8]],
    ['convolve volumes', ops.conv(of(1, 4, 4, 4, 2), of(2, 2, 2, 2, 3), { dilationRate: [1, 2, 3] }), [1, 3, 2, 1, 3]],
    ['convolve groups', ops.conv(images, of(1, 1, 2, 8)), [2, 5, 6, 8]],
    [
      'take a padding in capitals and a format',
      ops.conv(images, kernel, { padding: wrong('SAME'), dataFormat: 'channels_last' }),
      [2, 5, 6, 8],
    ],
    ['convolve channels', ops.depthwiseConv(images, of(3, 3, 4, 2)), [2, 3, 4, 8]],
    ['convolve channels and mix them', ops.separableConv(images, of(3, 3, 4, 2), of(1, 1, 8, 5)), [2, 3, 4, 5]],
    ['transpose convolutions', ops.convTranspose(images, of(3, 3, 7, 4), { strides: [2, 3], padding: 'same' }), [2, 10, 18, 7]],
    ['choose the size by outputPadding', ops.convTranspose(images, of(3, 3, 7, 4), { strides: 2, outputPadding: 1 }), [2, 12, 14, 7]],
    ['pool by windows side by side', ops.maxPool(images, 2), [2, 2, 3, 4]],
    ['pool by windows that overlap', ops.averagePool(images, [3, 2], { strides: 1, padding: 'same' }), [2, 5, 6, 4]],
    ['take null for what is not given', ops.maxPool(images, 2, { strides: null }), [2, 2, 3, 4]],
    ['normalize an axis', ops.batchNormalization(images, of(5), of(5), { axis: 1, scale: null, offset: of(5) }), [2, 5, 6, 4]],
    ['normalize axes', ops.layerNormalization(images, { axis: [-1, 1], gamma: of(5, 4), beta: of(20) }), [2, 5, 6, 4]],
    ['normalize a vector', ops.layerNormalization(of(7)), [7]],
    ['multiply by a scale of one row', ops.rmsNormalization(images, { axis: [1, 2], scale: of(1, 6, 4) }), [2, 5, 6, 4]],
  ])('%s', (_, { shape }, expected) => {
    expect(shape).toEqual(expected);
  });

  it.each([
    [
      'a matrix',
      () => ops.conv(of(2, 3), kernel),
      'Cannot call ops.conv: inputs has shape [2,3], it must be [batch, ...spatial, channels] with 1 to 3 spatial axes',
    ],
    [
      'a kernel of other axes',
      () => ops.conv(images, of(3, 4, 8)),
      'kernel has shape [3,4,8], it must be of 4 axes, as many as the inputs [2,5,6,4]',
    ],
    [
      'a kernel of other channels',
      () => ops.conv(images, of(3, 3, 3, 8)),
      'kernel has shape [3,3,3,8], it must be [...window, in / groups, out], in being the 4 channels of the inputs',
    ],
    ['outputs that the groups do not divide', () => ops.conv(images, of(3, 3, 1, 6)), 'in 4 groups: the kernel must be'],
    [
      'a window larger than the input',
      () => ops.conv(images, of(7, 3, 4, 8)),
      "Cannot apply windows of 7x3 to (5, 6) with padding 'valid': the output would be -1x4, it must be 1 or more",
    ],
    [
      'strides of 0',
      () => ops.conv(images, kernel, { strides: 0 }),
      'Cannot make the windows of ops.conv: strides is 0, it must be a positive integer',
    ],
    [
      'strides of other axes',
      () => ops.conv(images, kernel, { strides: [1, 2, 3] }),
      'strides is [1, 2, 3], it must be a positive integer or a list of 2',
    ],
    [
      'huge strides',
      () => ops.convTranspose(images, of(3, 3, 7, 4), { strides: 1e10 }),
      'strides is 10000000000, it must be at most 1073741824',
    ],
    [
      'huge dilation',
      () => ops.depthwiseConv(images, of(3, 3, 4, 1), { dilationRate: 2 ** 30 }),
      'Cannot make the windows of ops.depthwiseConv: the reach of the window,',
    ],
    [
      'channels that are not there',
      () => ops.depthwiseConv(images, of(3, 3, 5, 1)),
      'Cannot convolve [2,5,6,4] by channel with the kernel [3,3,5,1]',
    ],
    [
      'a mixture of neighbours',
      () => ops.separableConv(images, of(3, 3, 4, 2), of(2, 1, 8, 5)),
      'pointwiseKernel has shape [2,1,8,5], it must be [...1, channels · multiplier, out], with 8 channels',
    ],
    [
      'a mixture of other channels',
      () => ops.separableConv(images, of(3, 3, 4, 2), of(1, 1, 4, 5)),
      'pointwiseKernel has shape [1,1,4,5],',
    ],
    [
      'a transposed kernel of other channels',
      () => ops.convTranspose(images, of(3, 3, 4, 7)),
      'kernel has shape [3,3,4,7], it must be [...window, out, in], in being the 4 channels',
    ],
    [
      'an outputPadding beyond the strides',
      () => ops.convTranspose(images, of(3, 3, 7, 4), { outputPadding: 1 }),
      'Cannot make the windows of ops.convTranspose: outputPadding is 1,1, it must be below the strides, 1,1',
    ],
    [
      'an output of nothing',
      () => ops.convTranspose(of(1, 1, 4), of(4, 2, 4), { strides: 2, padding: 'same', outputPadding: 0 }),
      'Cannot transpose a convolution: with the window 4 and outputPadding 0 the output of (1,) would be 0',
    ],
    ['windows of 0', () => ops.maxPool(images, 0), 'Cannot make the windows of ops.maxPool: poolSize is 0, it must be a positive integer'],
    [
      'windows that do not fit',
      () => ops.averagePool(images, 6),
      "Cannot apply windows of 6x6 to (5, 6) with padding 'valid': the output would be 0x1, it must be 1 or more",
    ],
    ['pooling of a matrix', () => ops.averagePool(of(2, 3), 2), 'Cannot call ops.averagePool: inputs has shape [2,3]'],
    [
      'means of other channels',
      () => ops.batchNormalization(images, of(5), of(4)),
      'Cannot call ops.batchNormalization: mean has shape [5], it must be [4], one for each element along the axis',
    ],
    [
      'an axis that is not there',
      () => ops.batchNormalization(images, of(4), of(4), { axis: 4 }),
      'axis is 4, it must be an integer from -4 to 3',
    ],
    ['a number as offset', () => ops.batchNormalization(images, of(4), of(4), { offset: 2 }), 'offset has shape [], it must be [4]'],
    [
      'a negative epsilon',
      () => ops.batchNormalization(images, of(4), of(4), { epsilon: -1 }),
      'epsilon is -1, it must be a finite number, 0 or more',
    ],
    [
      'a gamma of other axes',
      () => ops.layerNormalization(images, { axis: [1, 3], gamma: of(6) }),
      'gamma has shape [6], it must be [5,4], one for each element along the axis',
    ],
    ['no axes', () => ops.layerNormalization(images, { axis: [] }), 'axis is [], it must be an integer or a list of at least one'],
    [
      'an axis twice',
      () => ops.rmsNormalization(images, { axis: [1, -3] }),
      'axis is [1, -3], it must be a list that names each axis once',
    ],
    ['a scale that does not broadcast', () => ops.rmsNormalization(images, { scale: of(5) }), 'do not broadcast'],
    [
      'normalization of a number',
      () => ops.layerNormalization(3),
      'Cannot call ops.layerNormalization along axis -1: x is a scalar, it must have axes',
    ],
  ])('refuse %s', (_, call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  it.each([
    [
      "Keras's name of an option in Python",
      () => ops.conv(images, kernel, wrong({ dilation_rate: 2 })),
      "Cannot use option 'dilation_rate': ops.conv has no such option, did you mean 'dilationRate'?",
    ],
    [
      'strides outside of options',
      () => ops.conv(images, kernel, wrong(2)),
      "they are 2, they must be an object as in ops.conv(inputs, kernel, { strides: 2, padding: 'same' })",
    ],
    [
      'causal padding',
      () => ops.conv(images, kernel, { padding: wrong('causal') }),
      "Cannot make the windows of ops.conv: padding is 'causal', it must be 'valid' or 'same'",
    ],
    [
      'channels in front',
      () => ops.maxPool(images, 2, { dataFormat: wrong('channels_first') }),
      "Cannot make the windows of ops.maxPool: dataFormat is 'channels_first', it must be 'channels_last'",
    ],
    [
      'no size of windows',
      () => ops.maxPool(images, wrong(undefined)),
      'Cannot make the windows of ops.maxPool: poolSize is undefined, it must be a positive integer',
    ],
    [
      "the layers' names of options",
      () => ops.rmsNormalization(images, wrong({ gamma: of(4) })),
      "Cannot use option 'gamma': ops.rmsNormalization has no such option",
    ],
    [
      'symbolic weights',
      () => ops.layerNormalization(images, { gamma: wrong(input([4])) }),
      'Cannot call ops.layerNormalization: gamma is a symbolic tensor (None, 4)',
    ],
    [
      'an argument too many',
      () => (ops.layerNormalization as (...given: unknown[]) => unknown)(images, {}, of(4)),
      '3 arguments came, it takes at most 2, as in ops.layerNormalization(x, { gamma, beta })',
    ],
  ])('refuse %s', (_, call, message) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });
});
