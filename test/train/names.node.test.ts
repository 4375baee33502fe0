/** Spellings of names as real Keras gives them, automatic names, and the nearest known name. */
import { beforeEach, describe, expect, it } from 'vitest';
import { camelCase, clearSession, nearest, snakeCase, uniqueName } from '../../src/train/names.ts';

describe('snakeCase()', () => {
  it('follows Keras for class names', () => {
    const names = {
      Dense: 'dense',
      Conv2D: 'conv2d',
      BatchNormalization: 'batch_normalization',
      LSTM: 'lstm',
      ReLU: 're_lu',
      PReLU: 'p_re_lu',
      LeakyReLU: 'leaky_re_lu',
      ConvLSTM2D: 'conv_lstm2d',
      RMSprop: 'rm_sprop',
      L1L2: 'l1l2',
      GlobalAveragePooling1D: 'global_average_pooling1d',
      MeanIoU: 'mean_io_u',
      '<lambda>': 'lambda',
    };
    expect(Object.keys(names).map(snakeCase)).toEqual(Object.values(names));
  });

  it('leaves snake_case as it is', () => {
    expect(snakeCase('sparse_categorical_crossentropy')).toBe('sparse_categorical_crossentropy');
    expect(snakeCase('relu6')).toBe('relu6');
  });
});

describe('camelCase()', () => {
  it('turns identifiers and option names round', () => {
    expect(camelCase('sparse_categorical_crossentropy')).toBe('sparseCategoricalCrossentropy');
    expect(camelCase('beta_1')).toBe('beta1');
    expect(camelCase('l1')).toBe('l1');
    expect(camelCase('_private')).toBe('_private');
  });
});

describe('uniqueName()', () => {
  beforeEach(clearSession);

  it('counts per name and starts anew after clearSession()', () => {
    expect([uniqueName('dense'), uniqueName('dense'), uniqueName('dropout'), uniqueName('dense')]).toEqual([
      'dense',
      'dense_1',
      'dropout',
      'dense_2',
    ]);
    clearSession();
    expect(uniqueName('dense')).toBe('dense');
  });
});

describe('nearest()', () => {
  const losses = [
    'mean_squared_error',
    'binary_crossentropy',
    'categorical_crossentropy',
    'sparse_categorical_crossentropy',
    'huber',
    'hinge',
  ];

  it('finds the name that was meant', () => {
    expect(nearest('sparse_crossentropy', losses)).toBe('sparse_categorical_crossentropy');
    expect(nearest('binary_cross_entropy', losses)).toBe('binary_crossentropy');
    expect(nearest('Hubber', losses)).toBe('huber');
    expect(nearest('adams', ['sgd', 'adam', 'adamw', 'adamax'])).toBe('adam');
    expect(nearest('batch_size', ['epochs', 'batchSize'])).toBe('batchSize');
  });

  it('finds none for a strange one', () => {
    expect(nearest('xyz', losses)).toBeUndefined();
    expect(nearest('huber', [])).toBeUndefined();
  });
});
