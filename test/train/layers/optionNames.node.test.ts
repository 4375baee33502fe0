/** Makers of parts refuse options that they do not have, and take all that they have. */
import { describe, expect, it } from 'vitest';
import * as callbacks from '../../../src/train/callbacks/index.ts';
import * as layers from '../../../src/train/layers/index.ts';
import * as losses from '../../../src/train/losses/index.ts';
import * as metrics from '../../../src/train/metrics/index.ts';
import * as optimizers from '../../../src/train/optimizers/index.ts';
import { sequential } from '../../../src/train/sequential.ts';

type Maker = (...values: unknown[]) => object;

const table: Readonly<Record<string, object>> = { layers, optimizers, losses, metrics, callbacks };

/** What stands before the options. */
const FIRST: Readonly<Record<string, readonly unknown[]>> = {
  activation: ['relu'],
  dense: [3],
  dropout: [0.5],
  input: [[3]],
  inputLayer: [[3]],
  rescaling: [2],
  reshape: [[3]],
  permute: [[1]],
  repeatVector: [2],
  spatialDropout1D: [0.5],
  spatialDropout2D: [0.5],
  spatialDropout3D: [0.5],
  gaussianNoise: [0.5],
  gaussianDropout: [0.5],
  meanMetricWrapper: [() => undefined],
  csvLogger: ['a.csv'],
  learningRateScheduler: [() => 1],
  modelCheckpoint: ['a.keras'],
  conv1D: [4, 3],
  conv1DTranspose: [4, 3],
  conv2D: [4, 3],
  conv2DTranspose: [4, 3],
  conv3D: [4, 3],
  conv3DTranspose: [4, 3],
  depthwiseConv1D: [3],
  depthwiseConv2D: [3],
  separableConv1D: [4, 3],
  separableConv2D: [4, 3],
};

const makers = Object.entries(table).flatMap(([kind, parts]) =>
  Object.entries(parts)
    .filter(([name, part]) => typeof part === 'function' && /^[a-z]/.test(name) && !['history', 'lambdaCallback'].includes(name))
    .map(([name, part]): [string, Maker] => [`${kind}.${name}`, withFirst(name, part as Maker)]),
);

function withFirst(name: string, make: Maker): Maker {
  const first = FIRST[name] ?? [];
  return (...options) => make(...first, ...options);
}

const wrong = (value: unknown): never => value as never;

describe('makers of parts', () => {
  it('are all here', () => expect(makers.length).toBeGreaterThan(45));

  it.each(makers)('%s refuses a name that it does not know', (_, make) => {
    expect(() => make({ zzzzzz: 1 })).toThrow(/^Cannot use option 'zzzzzz': \w+ has no such option, it must be one of '/);
  });

  it.each(makers)('%s refuses what is no object, and shows a right call', (name, make) => {
    const maker = name.split('.')[1] as string;
    for (const value of [0.01, 'relu', [1], null]) {
      const message = new RegExp(
        `^Cannot use the options of \\w+: they are .*, they must be an object as in ${maker.slice(0, 5)}.*\\(.*{ .* }\\)$`,
      );
      expect(() => make(value)).toThrow(TypeError);
      expect(() => make(value)).toThrow(message);
    }
  });

  it.each(makers)('%s needs no options', (_, make) => {
    expect(make()).toBeTypeOf('object');
    expect(make(undefined)).toBeTypeOf('object');
  });

  it.each([
    [
      () => optimizers.adam(wrong(0.01)),
      'Cannot use the options of adam: they are 0.01, they must be an object as in adam({ learningRate: 0.01 })',
    ],
    [
      () => optimizers.adam(wrong({ learning_rate: 0.01 })),
      "Cannot use option 'learning_rate': adam has no such option, did you mean 'learningRate'?",
    ],
    [() => optimizers.adam(wrong({ beta_1: 0.9 })), "Cannot use option 'beta_1': adam has no such option, did you mean 'beta1'?"],
    [() => optimizers.adam(wrong({ lr: 0.01 })), "'learningRate'"],
    [
      () => layers.dense(3, wrong({ activaton: 'relu' })),
      "Cannot use option 'activaton': dense has no such option, did you mean 'activation'?",
    ],
    [() => layers.dense(3, wrong({ use_bias: false })), "did you mean 'useBias'?"],
    [() => layers.dense(3, wrong('relu')), "they are 'relu', they must be an object as in dense(10, { activation: 'relu' })"],
    [() => callbacks.earlyStopping(wrong({ monitr: 'loss' })), "earlyStopping has no such option, did you mean 'monitor'?"],
    [() => losses.huber(wrong({ dleta: 1 })), "did you mean 'delta'?"],
    [() => metrics.binaryAccuracy(wrong({ treshold: 1 })), "did you mean 'threshold'?"],
    [() => sequential([], wrong({ nam: 'a' })), "did you mean 'name'?"],
    [
      () => sequential(wrong(layers.dense(3))),
      'Cannot make a sequential model: its layers are a Dense, they must be an array as in sequential([dense(10)])',
    ],
  ])('the message helps: %s', (make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('take the options of their base', () => {
    expect(layers.dense(3, { name: 'a', trainable: false, inputShape: [2], useBias: false }).name).toBe('a');
    expect(optimizers.adamW({ clipnorm: 1, beta1: 0.8, weightDecay: 0.1 }).weightDecay).toBe(0.1);
    expect(losses.huber({ reduction: 'sum', delta: 2 }).delta).toBe(2);
    expect(callbacks.earlyStopping({ monitor: 'loss', mode: 'min', patience: 3 }).patience).toBe(3);
  });

  it("leave options of users' own classes alone", () => {
    class Scaled extends layers.Dense {
      readonly factor: number;
      constructor(options: { readonly units: number; readonly factor: number }) {
        super(options);
        this.factor = options.factor;
      }
    }
    expect(new Scaled({ units: 2, factor: 3 }).factor).toBe(3);
  });
});
