/** What layers of images write into files, which is what Keras 3.15 writes, and what they refuse. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { dtypePolicy } from '../../../src/train/serialization.ts';
import { camelKeys } from '../../support/golden.ts';

const { input } = layers;
const table: Readonly<Record<string, unknown>> = { ...layers };
const last = { data_format: 'channels_last' };
const wrong = (value: unknown): never => value as never;

function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

const CONFIGS: [() => Layer, string, object][] = [
  [() => layers.maxPooling1D(), 'max_pooling1d', { pool_size: [2], padding: 'valid', strides: [2], ...last }],
  [
    () => layers.maxPooling2D({ poolSize: [2, 3], strides: 1, padding: 'same' }),
    'max_pooling2d',
    { pool_size: [2, 3], padding: 'same', strides: [1, 1], ...last },
  ],
  [() => layers.averagePooling3D(), 'average_pooling3d', { pool_size: [2, 2, 2], padding: 'valid', strides: [2, 2, 2], ...last }],
  [() => layers.globalMaxPooling2D(), 'global_max_pooling2d', { keepdims: false, ...last }],
  [() => layers.globalAveragePooling1D({ keepdims: true }), 'global_average_pooling1d', { keepdims: true, ...last }],
  [() => layers.zeroPadding1D(), 'zero_padding1d', { padding: [1, 1], ...last }],
  [
    () => layers.zeroPadding2D({ padding: [1, 2] }),
    'zero_padding2d',
    {
      padding: [
        [1, 1],
        [2, 2],
      ],
      ...last,
    },
  ],
  [
    () => layers.zeroPadding3D(),
    'zero_padding3d',
    {
      padding: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      ...last,
    },
  ],
  [() => layers.cropping1D({ cropping: [1, 2] }), 'cropping1d', { cropping: [1, 2] }],
  [
    () => layers.cropping2D(),
    'cropping2d',
    {
      cropping: [
        [0, 0],
        [0, 0],
      ],
      ...last,
    },
  ],
  [
    () => layers.cropping3D(),
    'cropping3d',
    {
      cropping: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      ...last,
    },
  ],
  [() => layers.upSampling1D(), 'up_sampling1d', { size: 2 }],
  [
    () => layers.upSampling2D({ size: 3, interpolation: 'bilinear' }),
    'up_sampling2d',
    { size: [3, 3], interpolation: 'bilinear', ...last },
  ],
  [() => layers.upSampling3D(), 'up_sampling3d', { size: [2, 2, 2], ...last }],
  [() => layers.permute([2, 1]), 'permute', { dims: [2, 1] }],
  [() => layers.repeatVector(3), 'repeat_vector', { n: 3 }],
  [() => layers.gaussianNoise(0.1), 'gaussian_noise', { stddev: 0.1, seed: null }],
  [() => layers.gaussianDropout(0.3, { seed: 4 }), 'gaussian_dropout', { rate: 0.3, seed: 4 }],
  [() => layers.unitNormalization({ axis: [1, 2] }), 'unit_normalization', { axis: [1, 2] }],
];

describe('layers of images', () => {
  beforeEach(clearSession);

  it.each(CONFIGS)("%# has Keras's config and can be made from it", (make, name, config) => {
    const layer = make();
    expect(layer.getConfig()).toEqual({ name, trainable: true, dtype: dtypePolicy(), ...config });
    const Class = table[layer.className] as new (options: object) => Layer;
    expect(new Class(camelKeys(layer.getConfig())).getConfig()).toEqual(layer.getConfig());
  });

  it("spatialDropout has the config of Keras's, whose constructor takes nothing else", () => {
    const config = { rate: 0.5, seed: 1, dtype: 'float32' };
    expect(layers.spatialDropout1D(0.5, { seed: 1 }).getConfig()).toEqual({ name: 'spatial_dropout1d', ...config });
    expect(layers.spatialDropout2D(0.5, { seed: 1 }).getConfig()).toEqual({ name: 'spatial_dropout2d', ...config, ...last });
    expect(layers.spatialDropout3D(0.5, { seed: 1 }).getConfig()).toEqual({ name: 'spatial_dropout3d', ...config, ...last });
    expect(new layers.SpatialDropout2D({ rate: 0.5, dataFormat: 'channels_last' }).rate).toBe(0.5);
  });

  it.each([
    [
      'a pool size',
      () => layers.maxPooling2D({ poolSize: 0 }),
      RangeError,
      'Cannot make MaxPooling2D: poolSize is 0, it must be a positive integer or a list of 2',
    ],
    [
      'a list of pool sizes',
      () => layers.maxPooling2D({ poolSize: [2, 2, 2] }),
      TypeError,
      'poolSize is an array, it must be a positive integer or a list of 2',
    ],
    [
      'strides',
      () => layers.averagePooling1D({ strides: 1.5 }),
      RangeError,
      'Cannot make AveragePooling1D: strides is 1.5, it must be a positive integer',
    ],
    [
      'a padding',
      () => layers.maxPooling2D({ padding: wrong('full') }),
      TypeError,
      "Cannot make MaxPooling2D: padding is 'full', it must be 'valid' or 'same'",
    ],
    [
      'a data format',
      () => layers.maxPooling2D({ dataFormat: wrong('channels_first') }),
      TypeError,
      "dataFormat is 'channels_first', it must be 'channels_last'",
    ],
    [
      'keepdims',
      () => layers.globalMaxPooling1D({ keepdims: wrong(1) }),
      RangeError,
      'Cannot make GlobalMaxPooling1D: keepdims is 1, it must be true or false',
    ],
    [
      'negative zeros',
      () => layers.zeroPadding1D({ padding: -1 }),
      RangeError,
      'Cannot make ZeroPadding1D: padding is -1, it must be an integer, 0 or more, or a list of two',
    ],
    [
      'a padding of three axes',
      () => layers.zeroPadding2D({ padding: [1, 1, 1] }),
      TypeError,
      'padding is an array, it must be an integer, 0 or more, or a list of 2 of them or of pairs',
    ],
    [
      'a pair of three',
      () => layers.cropping2D({ cropping: [1, wrong([1, 1, 1])] }),
      TypeError,
      'Cannot make Cropping2D: cropping is an array',
    ],
    [
      'a word as padding',
      () => layers.zeroPadding2D({ padding: wrong('same') }),
      TypeError,
      "Cannot make ZeroPadding2D: padding is 'same'",
    ],
    [
      'a size',
      () => layers.upSampling3D({ size: 0 }),
      RangeError,
      'Cannot make UpSampling3D: size is 0, it must be a positive integer or a list of 3',
    ],
    [
      'an interpolation',
      () => layers.upSampling2D({ interpolation: wrong('bicubic') }),
      TypeError,
      "interpolation is 'bicubic', it must be 'nearest' or 'bilinear'",
    ],
    [
      'the batch in dims',
      () => layers.permute([0, 1]),
      RangeError,
      'Cannot make Permute: dims is (0, 1), it must have each number from 1 on once',
    ],
    ['a gap in dims', () => layers.permute([1, 3]), RangeError, 'Cannot make Permute: dims is (1, 3)'],
    ['a number as dims', () => layers.permute(wrong(1)), TypeError, 'Cannot make Permute: dims is 1, it must be a list'],
    ['no repetition', () => layers.repeatVector(0), RangeError, 'Cannot make RepeatVector: n is 0, it must be a positive integer'],
    ['a deviation', () => layers.gaussianNoise(1.5), RangeError, 'Cannot make GaussianNoise: stddev is 1.5, it must be from 0 to 1'],
    [
      'a rate of noise',
      () => layers.gaussianDropout(1),
      RangeError,
      'Cannot make GaussianDropout: rate is 1, it must be at least 0 and below 1',
    ],
    ['a rate', () => layers.spatialDropout1D(1), RangeError, 'Cannot make SpatialDropout1D: rate is 1, it must be at least 0 and below 1'],
    [
      'a seed',
      () => layers.gaussianNoise(0.5, { seed: -1 }),
      RangeError,
      'Cannot make GaussianNoise: seed is -1, it must be an integer from 0 to 4294967295',
    ],
    [
      'an axis',
      () => layers.unitNormalization({ axis: 0.5 }),
      RangeError,
      'Cannot make UnitNormalization: axis is 0.5, it must be an integer or a list of integers',
    ],
  ])('refuse %s', (_, make, Kind, message) => {
    const error = thrown(make);
    expect(error).toBeInstanceOf(Kind);
    expect(error.message).toContain(message);
  });

  it.each([
    [
      'windows larger than the input',
      () => layers.maxPooling2D({ poolSize: 3 }).apply(input([2, 4, 1])),
      'max_pooling2d: Cannot pool (2, 4) by windows of (3, 3): the output would have the sizes (0, 1), they must be positive',
    ],
    [
      'images for sequences',
      () => layers.averagePooling1D().apply(input([4, 4, 3])),
      'average_pooling1d: Cannot apply the layer: its input (None, 4, 4, 3) has 4 axes, it must have 3: the batch, 1 spatial axis and the channels',
    ],
    [
      'images without channels',
      () => layers.globalAveragePooling2D().apply(input([4, 4])),
      'global_average_pooling2d: Cannot apply the layer: its input (None, 4, 4) has 3 axes, it must have 4: the batch, 2 spatial axes and the channels',
    ],
    [
      'channels to be dropped that are not there',
      () => layers.spatialDropout2D(0.5).apply(input([4, 4])),
      'spatial_dropout2d: Cannot apply the layer: its input (None, 4, 4) has 3 axes',
    ],
    [
      'cropping all away',
      () =>
        layers
          .cropping2D({
            cropping: [
              [2, 2],
              [0, 1],
            ],
          })
          .apply(input([4, 4, 1])),
      'cropping2d: Cannot crop (4, 4) by [[2,2],[0,1]]: the sizes (0, 3) would be left, they must be positive',
    ],
    [
      'dims of fewer axes',
      () => layers.permute([2, 1]).apply(input([2, 3, 4])),
      'permute: Cannot permute (None, 2, 3, 4) by dims (2, 1): samples have 3 axes, dims must name as many',
    ],
    [
      'repeating a matrix',
      () => layers.repeatVector(2).apply(input([2, 3])),
      'repeat_vector: Cannot repeat (None, 2, 3): it has 3 axes, it must have 2: the batch and the features',
    ],
    [
      'an axis that is not there',
      () => layers.unitNormalization({ axis: 2 }).apply(input([3])),
      'unit_normalization: Cannot normalize (None, 3) along axis 2: it must be from -2 to 1',
    ],
  ])('refuse %s before anything runs', (_, use, message) => {
    const error = thrown(use);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message.indexOf(message), error.message).toBe(0);
  });
});
