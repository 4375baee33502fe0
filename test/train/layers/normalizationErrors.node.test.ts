import { describe, expect, it } from 'vitest';
import {
  batchNormalization,
  dense,
  groupNormalization,
  input,
  layerNormalization,
  reLU,
  rmsNormalization,
} from '../../../src/train/layers/index.ts';
import { Layer } from '../../../src/train/layers/layer.ts';
import { sequential } from '../../../src/train/sequential.ts';

const wrong = (value: unknown): never => value as never;

describe('normalizing layers', () => {
  it.each([
    [
      'a list of axes',
      () => batchNormalization({ axis: wrong([1, 2]) }),
      TypeError,
      'axis is an array, it must be an integer other than 0',
    ],
    ['the batch', () => batchNormalization({ axis: 0 }), RangeError, 'axis is 0, it must be an integer other than 0, the batch'],
    ['a broken axis', () => groupNormalization({ axis: 0.5 }), RangeError, 'Cannot make GroupNormalization: axis is 0.5'],
    ['a word for an axis', () => layerNormalization({ axis: wrong('a') }), TypeError, "Cannot make LayerNormalization: axis is 'a'"],
    ['the batch in a list', () => rmsNormalization({ axis: [0, 1] }), TypeError, 'Cannot make RMSNormalization: axis is'],
    ['a momentum', () => batchNormalization({ momentum: Number.NaN }), RangeError, 'momentum is NaN, it must be a finite number'],
    ['an epsilon', () => rmsNormalization({ epsilon: wrong('1') }), TypeError, "epsilon is '1', it must be a finite number"],
    ['synchronized', () => batchNormalization({ synchronized: wrong(true) }), TypeError, 'synchronized is true, it must be false'],
    ['renorm', () => batchNormalization({ renorm: wrong(true) }), TypeError, 'renorm is true, it must be false'],
    ['RMS scaling', () => layerNormalization({ rmsScaling: wrong(true) }), TypeError, 'it must be false, there is rmsNormalization()'],
    ['no groups', () => groupNormalization({ groups: 0 }), RangeError, 'groups is 0, it must be a positive integer, or -1'],
  ] as const)('refuse %s', (_, make, kind, text) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(text);
  });

  it.each([
    ['an axis beyond the input', () => batchNormalization({ axis: 4 }).apply(input([5, 6, 3])), 'axis 4: its input (None, 5, 6, 3) has no'],
    ['an axis before the batch', () => layerNormalization({ axis: [1, -5] }).apply(input([5, 6, 3])), 'axis -5: its input'],
    [
      'the batch by another name',
      () => rmsNormalization({ axis: -2 }).apply(input([5])),
      'axis -2: its input (None, 5) has the batch there',
    ],
    ['open channels', () => batchNormalization().apply(input([5, null])), 'axis -1: its input (None, 5, None) leaves it open'],
    ['groups that do not fit', () => groupNormalization({ groups: 3 }).apply(input([4])), '4 channels came for 3 groups'],
    ['more groups than channels', () => groupNormalization().apply(input([4])), '4 channels came for 32 groups'],
  ] as const)('refuse %s', (_, build, text) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(text);
  });
});

describe('Layer.trainable', () => {
  it('is set for all layers inside, as in Keras', () => {
    class Block extends Layer {
      readonly parts = [batchNormalization(), dense(2)];
    }
    const block = new Block();
    const base = sequential([dense(3, { inputShape: [2] }), block, reLU()]);
    base.trainable = false;
    expect([base, ...base.layers, ...block.parts].map(({ trainable }) => trainable)).toEqual(Array(6).fill(false));
    expect(base.trainableWeights).toEqual([]);
    base.trainable = true;
    expect(block.parts.map(({ trainable }) => trainable)).toEqual([true, true]);
  });

  it('of one layer stays its own', () => {
    const model = sequential([dense(3, { inputShape: [2], trainable: false }), batchNormalization()]);
    expect(model.trainable).toBe(true);
    expect(model.trainableWeights.map(({ name }) => name)).toEqual(['gamma', 'beta']);
    expect(model.layers.map(({ trainable }) => trainable)).toEqual([false, true]);
  });
});
