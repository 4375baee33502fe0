import { describe, expect, it } from 'vitest';
import * as initializers from '../../../src/train/initializers/index.ts';
import type { Initializer } from '../../../src/train/initializers/initializer.ts';
import { resolveInitializer } from '../../../src/train/initializers/resolve.ts';
import { Generator } from '../../../src/train/random.ts';
import golden from '../../golden/initializers.json';
import configs from '../../golden/names.json';
import { camelKeys, rounded } from '../../support/golden.ts';

interface Made {
  readonly class: string;
  readonly config: object;
}

function make({ class: name, config }: Made): Initializer {
  const table: Record<string, unknown> = { ...initializers };
  const Class = table[name] as new (options: object) => Initializer;
  return new Class(camelKeys(config));
}

function draw(initializer: Initializer, shape: readonly number[], seed = 5): Float32Array {
  return initializer.values(shape, new Generator(seed, 'initializer'));
}

function moments(values: Float32Array): { mean: number; stddev: number; min: number; max: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, stddev: Math.sqrt(variance), min: values.reduce((a, b) => Math.min(a, b)), max: values.reduce((a, b) => Math.max(a, b)) };
}

/** Mean, standard deviation and bounds of what Keras draws from. */
function wanted(entry: (typeof golden.random)[number]): { mean: number; stddev: number; reach: number } {
  const { distribution, minval = 0, maxval = 0, mean = 0, stddev = 0 } = entry;
  if (distribution === 'uniform')
    return { mean: (minval + maxval) / 2, stddev: (maxval - minval) / Math.sqrt(12), reach: (maxval - minval) / 2 };
  const truncated = distribution === 'truncated_normal';
  return { mean, stddev: truncated ? stddev * 0.8796256610342398 : stddev, reach: truncated ? 2 * stddev : 7 * stddev };
}

describe('initializers', () => {
  for (const entry of golden.random) {
    it(`${entry.initializer.class}(${JSON.stringify(entry.initializer.config)}) draws for [${entry.shape}] from Keras's distribution`, () => {
      const initializer = make(entry.initializer);
      const times = Math.max(1, Math.ceil(20_000 / entry.shape.reduce((a, b) => a * b)));
      const values = Float32Array.from(Array.from({ length: times }, (_, seed) => [...draw(initializer, entry.shape, seed)]).flat());
      const { mean, stddev, reach } = wanted(entry);
      const found = moments(values);
      const slack = (5 * stddev) / Math.sqrt(values.length);
      expect(Math.abs(found.mean - mean)).toBeLessThan(slack);
      expect(Math.abs(found.stddev - stddev)).toBeLessThan(slack);
      expect(found.min).toBeGreaterThanOrEqual(Math.fround(mean - reach * 1.000001));
      expect(found.max).toBeLessThanOrEqual(Math.fround(mean + reach * 1.000001));
      if (entry.distribution !== 'normal') expect(found.max - found.min).toBeGreaterThan(1.9 * reach);
    });
  }

  for (const { initializer, shape, values } of golden.fixed) {
    it(`${initializer.class}(${JSON.stringify(initializer.config)}) gives Keras's values for [${shape}]`, () => {
      expect([...draw(make(initializer), shape)]).toEqual(values.data);
    });
  }

  for (const { initializer, shape, matrix, orthonormal, product_diagonal } of golden.orthogonal) {
    it(`Orthogonal gives orthogonal ${orthonormal} for [${shape}], of length gain`, () => {
      const values = draw(make(initializer), shape);
      const [rows = 0, columns = 0] = matrix;
      const [count, length] = orthonormal === 'rows' ? [rows, columns] : [columns, rows];
      const entry = (vector: number, i: number) => values[orthonormal === 'rows' ? vector * columns + i : i * columns + vector]!;
      for (let a = 0; a < count; a++)
        for (let b = 0; b <= a; b++) {
          let dot = 0;
          for (let i = 0; i < length; i++) dot += entry(a, i) * entry(b, i);
          expect(dot).toBeCloseTo(a === b ? product_diagonal[a]! : 0, 5);
        }
    });
  }

  for (const { made_with, get_config, serialized } of configs.initializer_configs) {
    it(`${made_with.class}(${JSON.stringify(made_with.config)}) has Keras's config and can be made from it`, () => {
      const initializer = make(made_with);
      // Axes of fans are newer than the oldest Keras that reads our files; null is what they are when absent.
      const { input_axes: _in, output_axes: _out, ...config } = get_config as Record<string, unknown>;
      expect(rounded(initializer.getConfig())).toEqual(rounded(config));
      expect(initializer.className).toBe(serialized.class_name);
      expect(initializer.kerasModule).toBe(serialized.module);
      expect(make({ class: made_with.class, config: get_config }).getConfig()).toEqual(initializer.getConfig());
    });
  }

  it('draw equal values for equal seeds and others for others', () => {
    const initializer = initializers.glorotUniform({ seed: 3 });
    expect(initializer.seed).toBe(3);
    expect(draw(initializer, [7, 9], 1)).toEqual(draw(initializer, [7, 9], 1));
    expect(draw(initializer, [7, 9], 1)).not.toEqual(draw(initializer, [7, 9], 2));
  });

  it('reject options that they cannot use', () => {
    expect(() => initializers.randomNormal({ stddev: -1 })).toThrow(
      'Cannot make RandomNormal: stddev is -1, it must be a finite number, 0 or more',
    );
    expect(() => initializers.truncatedNormal({ mean: Number.NaN })).toThrow(
      'Cannot make TruncatedNormal: mean is NaN, it must be a finite number',
    );
    expect(() => initializers.varianceScaling({ scale: 0 })).toThrow(RangeError);
    expect(() => initializers.varianceScaling({ mode: 'fan' as 'fan_in' })).toThrow(
      "mode is 'fan', it must be 'fan_in' or 'fan_out' or 'fan_avg'",
    );
    expect(() => initializers.glorotUniform({ seed: 1.5 })).toThrow('seed is 1.5, it must be an integer from 0 to 4294967295');
    expect(() => initializers.constant(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => draw(initializers.identity(), [2, 2, 2])).toThrow(
      'Cannot fill a weight of shape [2,2,2] by Identity: it has 3 axes, it must have 2',
    );
    expect(() => draw(initializers.orthogonal(), [4])).toThrow(
      'Cannot fill a weight of shape [4] by Orthogonal: it has 1 axes, it must have 2 or more',
    );
  });
});

describe('resolveInitializer()', () => {
  it('knows every name that Keras knows, save those of parts that are not here', () => {
    for (const [name, className] of Object.entries(golden.names)) {
      if (['Initializer', 'STFT'].includes(className)) expect(() => resolveInitializer(name)).toThrow(RangeError);
      else expect(resolveInitializer(name).className, name).toBe(className);
    }
    expect(resolveInitializer('glorotUniform').className).toBe('GlorotUniform');
  });

  it('takes objects, and rejects the rest', () => {
    const own = initializers.ones();
    expect(resolveInitializer(own)).toBe(own);
    expect(() => resolveInitializer('glorot')).toThrow("Cannot find the initializer 'glorot': did you mean 'glorot_normal'?");
    expect(() => resolveInitializer(0 as unknown as string)).toThrow(
      'Cannot use an initializer: it is a number, it must be a string or an Initializer',
    );
  });
});
