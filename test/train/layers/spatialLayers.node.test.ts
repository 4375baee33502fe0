/** What layers of images write into files, which is what Keras writes, and what they refuse. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { serializeObject } from '../../../src/train/serialization.ts';
import golden from '../../golden/vision.json';
import { camelKeys } from '../../support/golden.ts';

const { input } = layers;
const table: Readonly<Record<string, unknown>> = { ...layers };
const wrong = (value: unknown): never => value as never;

function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

const MINE = /Pooling|Padding|Cropping|UpSampling|Permute|RepeatVector|UnitNormalization|SpatialDropout|Gaussian/;
const configs = golden.configs.filter(({ made_with }) => MINE.test(made_with.class));
const refused = golden.refused.filter(({ layer, error }) => MINE.test(layer.class) && error && !hasDefaultHere(layer));

/** Average pooling takes windows of 2 when it is given none, as max pooling does. */
function hasDefaultHere({ class: name, config }: { class: string; config: object }): boolean {
  return name.startsWith('Average') && !('pool_size' in config);
}

function make(name: string, config: object): Layer {
  const Class = table[name] as new (options: object) => Layer;
  return new Class(camelKeys(config));
}

describe('layers of images', () => {
  beforeEach(clearSession);

  it.each(configs)(
    "$made_with.class $made_with.config has Keras's config and can be made from it",
    ({ made_with, get_config, serialized }) => {
      const layer = make(made_with.class, made_with.config);
      expect(layer.getConfig()).toEqual(get_config);
      const { config, ...identity } = serializeObject(layer);
      expect(identity).toEqual(serialized);
      expect(make(made_with.class, get_config).getConfig()).toEqual(get_config);
    },
  );

  it('get their names in the order they are made, as in Keras', () => {
    const needed = { rate: 0.5, stddev: 0.5, dims: [1], n: 1 };
    const names = golden.auto_names.filter(({ class_name }) => MINE.test(class_name));
    expect(names.length).toBeGreaterThan(25);
    for (const { class_name, name } of names) expect(make(class_name, needed).name).toBe(name);
  });

  it.each(refused)('$layer.class refuses what Keras refuses: $about', ({ layer, input: shape }) => {
    const use = () => {
      const made = make(layer.class, layer.config);
      return shape ? made.apply(input(shape)) : made;
    };
    expect(use).toThrow(/Cannot (make|apply|build|crop|permute|repeat|normalize)/);
  });

  it.each([
    [
      'a pool size',
      () => layers.maxPooling2D({ poolSize: 0 }),
      RangeError,
      'Cannot make MaxPooling2D: poolSize is 0, it must be a positive integer',
    ],
    [
      'a list of pool sizes',
      () => layers.maxPooling2D({ poolSize: [2, 2, 2] }),
      RangeError,
      'poolSize is [2, 2, 2], it must be a positive integer or a list of 2',
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
      RangeError,
      'padding is [1,1,1], it must be an integer, 0 or more, or a list of 2 of them or of pairs',
    ],
    [
      'a pair of three',
      () => layers.cropping2D({ cropping: [1, wrong([1, 1, 1])] }),
      RangeError,
      'Cannot make Cropping2D: cropping is [1,[1,1,1]]',
    ],
    [
      'a word as padding',
      () => layers.zeroPadding2D({ padding: wrong('same') }),
      TypeError,
      "Cannot make ZeroPadding2D: padding is 'same'",
    ],
    [
      'huge windows',
      () => layers.maxPooling2D({ poolSize: 1e15 }),
      RangeError,
      'Cannot make MaxPooling2D: poolSize is 1000000000000000, it must be at most 1073741824',
    ],
    [
      'huge strides',
      () => layers.averagePooling1D({ strides: 2 ** 32 }),
      RangeError,
      'Cannot make AveragePooling1D: strides is 4294967296, it must be at most 1073741824',
    ],
    [
      'a huge size',
      () => layers.upSampling2D({ size: [2, 1e15] }),
      RangeError,
      'Cannot make UpSampling2D: a size of size is 1000000000000000, it must be at most',
    ],
    [
      'huge paddings',
      () => layers.zeroPadding1D({ padding: [0, 2 ** 31] }),
      RangeError,
      'Cannot make ZeroPadding1D: an end of padding is 2147483648, it must be at most',
    ],
    [
      'huge croppings',
      () => layers.cropping3D({ cropping: 1e15 }),
      RangeError,
      'Cannot make Cropping3D: an end of cropping is 1000000000000000, it must be at most',
    ],
    ['a size', () => layers.upSampling3D({ size: 0 }), RangeError, 'Cannot make UpSampling3D: size is 0, it must be a positive integer'],
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
      "max_pooling2d: Cannot apply windows of 3x3 to (2, 4) with padding 'valid': the output would be 0x1, it must be 1 or more",
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
