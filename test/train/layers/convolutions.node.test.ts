import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { setRandomSeed } from '../../../src/train/random.ts';

const {
  conv1D,
  conv1DTranspose,
  conv2D,
  conv2DTranspose,
  conv3D,
  conv3DTranspose,
  depthwiseConv1D,
  depthwiseConv2D,
  input,
  separableConv1D,
  separableConv2D,
} = layers;
const wrong = (value: unknown): never => value as never;
const shapesOf = ({ weights }: Layer) => weights.map(({ name, shape }) => [name, shape]);

function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

/** Each maker with 4 filters (where it has filters) and a window of 3. */
const MAKERS = {
  conv1D: () => conv1D(4, 3),
  conv2D: () => conv2D(4, 3),
  conv3D: () => conv3D(4, 3),
  depthwiseConv1D: () => depthwiseConv1D(3),
  depthwiseConv2D: () => depthwiseConv2D(3),
  separableConv1D: () => separableConv1D(4, 3),
  separableConv2D: () => separableConv2D(4, 3),
  conv1DTranspose: () => conv1DTranspose(4, 3),
  conv2DTranspose: () => conv2DTranspose(4, 3),
  conv3DTranspose: () => conv3DTranspose(4, 3),
};

beforeEach(clearSession);

describe('makers of convolutions', () => {
  it.each(Object.entries(MAKERS))('%s() makes the class of its name, with a window along all of its axes', (name, make) => {
    const layer = make();
    expect(layer.className).toBe(name.charAt(0).toUpperCase() + name.slice(1));
    expect(layer.kernelSize).toEqual(Array(layer.rank).fill(3));
    expect(name).toContain(`${layer.rank}D`);
  });

  it('pass their options on', () => {
    const options = { strides: [2, 1], padding: 'same', activation: 'relu', useBias: false, name: 'a' } as const;
    expect(conv2D(8, [3, 5], { ...options, groups: 2 }).getConfig()).toMatchObject({
      name: 'a',
      filters: 8,
      kernel_size: [3, 5],
      strides: [2, 1],
      padding: 'same',
      activation: 'relu',
      use_bias: false,
      groups: 2,
    });
    expect(depthwiseConv2D(2, { ...options, depthMultiplier: 3 }).getConfig()).toMatchObject({ depth_multiplier: 3, strides: [2, 1] });
    expect(separableConv2D(8, 2, { ...options, depthMultiplier: 3 }).getConfig()).toMatchObject({ filters: 8, depth_multiplier: 3 });
    expect(conv2DTranspose(8, 2, { ...options, outputPadding: [1, 0] }).getConfig()).toMatchObject({ filters: 8, output_padding: [1, 0] });
  });

  it.each([
    [
      'a misspelt option',
      () => conv2D(4, 3, wrong({ stride: 2 })),
      "Cannot use option 'stride': conv2D has no such option, did you mean 'strides'?",
    ],
    ['groups of a transposed one', () => conv2DTranspose(4, 3, wrong({ groups: 2 })), "Cannot use option 'groups': conv2DTranspose has no"],
    [
      'a kernel initializer of a depthwise one',
      () => depthwiseConv1D(3, wrong({ kernelInitializer: 'ones' })),
      'depthwiseConv1D has no such',
    ],
    ['no window', () => conv2D(4, wrong(undefined)), 'Cannot make Conv2D: kernelSize is undefined, it must be a positive integer'],
    ['0 filters', () => conv1D(0, 3), 'Cannot make Conv1D: filters is 0, it must be a positive integer'],
    ['groups', () => conv2D(6, 3, { groups: 4 }), 'Cannot make Conv2D: 6 filters in 4 groups, they must be a multiple of the groups'],
    [
      'strides and dilation',
      () => conv2D(4, 3, { strides: [2, 1], dilationRate: 2 }),
      'Cannot make Conv2D: strides are 2,1 and dilationRate is 2,2, one of them must be 1',
    ],
    ['causal images', () => conv2D(4, 3, { padding: 'causal' }), "Cannot make Conv2D: padding is 'causal', it must be 'valid' or 'same'"],
    ['a padding', () => conv1D(4, 3, { padding: wrong('full') }), "padding is 'full', it must be 'valid' or 'same' or 'causal'"],
    [
      'channels first',
      () => conv3D(4, 3, { dataFormat: wrong('channels_first') }),
      "Cannot make Conv3D: dataFormat is 'channels_first', it must be",
    ],
    [
      'output padding',
      () => conv2DTranspose(4, 3, { strides: 2, outputPadding: [1, 2] }),
      'Cannot make Conv2DTranspose: outputPadding is 1,2, it must be below the strides, 2,2',
    ],
    ['a multiplier', () => separableConv1D(4, 3, { depthMultiplier: 0.5 }), 'Cannot make SeparableConv1D: depthMultiplier is 0.5'],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('convolutions', () => {
  it.each([
    [
      conv1D(4, 3),
      [null, 9, 6],
      [
        ['kernel', [3, 6, 4]],
        ['bias', [4]],
      ],
    ],
    [
      conv2D(4, [2, 3], { groups: 2 }),
      [null, 9, 9, 6],
      [
        ['kernel', [2, 3, 3, 4]],
        ['bias', [4]],
      ],
    ],
    [conv3D(4, 2, { useBias: false }), [null, 9, 9, 9, 6], [['kernel', [2, 2, 2, 6, 4]]]],
    [
      depthwiseConv2D(3, { depthMultiplier: 2 }),
      [null, 9, 9, 6],
      [
        ['kernel', [3, 3, 6, 2]],
        ['bias', [12]],
      ],
    ],
    [
      separableConv2D(4, 3, { depthMultiplier: 2 }),
      [null, 9, 9, 6],
      [
        ['depthwise_kernel', [3, 3, 6, 2]],
        ['pointwise_kernel', [1, 1, 12, 4]],
        ['bias', [4]],
      ],
    ],
    [
      conv2DTranspose(4, [2, 3]),
      [null, 9, 9, 6],
      [
        ['kernel', [2, 3, 4, 6]],
        ['bias', [4]],
      ],
    ],
  ] as const)('%# have the weights of Keras', (layer, shape, weights) => {
    layer.ensureBuilt(shape);
    expect(shapesOf(layer)).toEqual(weights);
  });

  it.each([
    [() => conv2D(2, 2, { strides: 1e12 }), 'Cannot make Conv2D: strides is 1000000000000, it must be at most 1073741824'],
    [() => conv2D(2, 2, { dilationRate: 1e15 }), 'Cannot make Conv2D: dilationRate is 1000000000000000, it must be at most 1073741824'],
    [() => conv1D(2, 2, { dilationRate: 1e10, padding: 'causal' }), 'Cannot make Conv1D: dilationRate is 10000000000,'],
    [() => depthwiseConv2D(3, { dilationRate: 2 ** 30 }), 'Cannot make DepthwiseConv2D: the reach of the window,'],
    [() => conv2D(2, [1, 1e10]), 'Cannot make Conv2D: a size of kernelSize is 10000000000,'],
    [() => conv2DTranspose(2, 2, { strides: 2 ** 32, outputPadding: 1 }), 'Cannot make Conv2DTranspose: strides is 4294967296,'],
  ])('%# refuse what kernels cannot count', (make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });

  it('ask of their weights what they were told', () => {
    const layer = separableConv1D(4, 3, {
      depthwiseInitializer: 'ones',
      depthwiseRegularizer: 'l1',
      pointwiseConstraint: 'non_neg',
      pointwiseRegularizer: 'l2',
      biasInitializer: 'ones',
      biasConstraint: 'unit_norm',
    });
    layer.ensureBuilt([null, 9, 2]);
    const [depthwise, pointwise, bias] = layer.weights;
    expect([...depthwise!.initialValues()]).toEqual(Array(6).fill(1));
    expect([...bias!.initialValues()]).toEqual(Array(4).fill(1));
    expect([depthwise, pointwise, bias].map((weight) => weight?.regularizer?.className)).toEqual(['L1', 'L2', undefined]);
    expect([depthwise, pointwise, bias].map((weight) => weight?.constraint?.className)).toEqual([undefined, 'NonNeg', 'UnitNorm']);
  });

  it('count the window into the inputs and outputs that glorot_uniform divides by', () => {
    setRandomSeed(3);
    const layer = conv2D(8, [2, 5], { groups: 2 });
    layer.ensureBuilt([null, 9, 9, 12]);
    const largest = Math.max(...layer.kernel.initialValues().map(Math.abs));
    const limit = Math.sqrt(6 / (10 * 6 + 10 * 8));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.95 * limit);
  });

  it.each([
    [
      'a window larger than the input',
      () => conv2D(4, 5).apply(input([3, 3, 1])),
      "conv2d: Cannot apply windows of 5x5 to (3, 3) with padding 'valid': the output would be -1x-1, it must be 1 or more",
    ],
    [
      'an input without channels',
      () => conv2D(4, 3).apply(input([28, 28])),
      'conv2d: Cannot apply the layer: its input (None, 28, 28) has 3 axes, it must have 4: the batch, 2 spatial axes and the channels',
    ],
    ['an image for a line', () => depthwiseConv1D(3).apply(input([9, 9, 1])), 'it must have 3: the batch, 1 spatial axis and the channels'],
    [
      'open channels',
      () => conv3DTranspose(4, 3).apply(input([3, 3, 3, null])),
      'its input (None, 3, 3, 3, None) leaves the channels open, their number must be known',
    ],
    [
      'channels that groups do not divide',
      () => conv2D(4, 3, { groups: 2 }).apply(input([9, 9, 3])),
      'conv2d: Cannot build the layer: its input has 3 channels, they must be a multiple of the 2 groups',
    ],
    ['a list', () => conv2D(4, 3).apply(wrong([input([9, 9, 3]), input([9, 9, 3])])), '2 inputs came, it takes one tensor'],
  ])('refuse %s before anything runs', (_, use, message) => {
    const error = thrown(use);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(message);
  });
});
