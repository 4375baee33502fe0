/** Normalization by columns, groups and rows against f64 oracles, in one and two stages, narrow and by four. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import { type Shape, sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { multiply, relu } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { groupNormalize } from '../../../src/runtime/ops/groupNormalize.ts';
import { layerNormalize, rmsNormalize } from '../../../src/runtime/ops/layerNormalize.ts';
import { batchNormalize, normalize } from '../../../src/runtime/ops/normalize.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { checkOp, close } from '../../support/checkOp.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';
import { normalizing, setMoments } from '../../support/normalization.ts';

const epsilon = 1e-3;

/** Values spread over (-2, 2) without the regularity that would make the rows of a column alike. */
const scattered = (i: number, j: number) => 2 * Math.sin(1.7 * i + 0.3 * i * i + 2.1 * j);

/** Sums over many rows: the bounds of sums over k, and relative to the largest value since columns of gradients cancel. */
const summed = { forward: [1e-5, 1e-5], backward: [1e-4, 1e-5], normwise: true } as const;

function columnSets(channels: number) {
  return { setOf: (i: number) => i % channels, weightOf: (i: number) => i % channels, epsilon };
}

const batch = (x: Tensor, gamma?: Tensor, beta?: Tensor) => batchNormalize(x, { gamma, beta, epsilon }).y;

describe('batchNormalize()', () => {
  for (const shape of [
    [2, 1],
    [5, 3],
    [2, 3, 8],
    [2, 3, 4, 5],
  ] as Shape[]) {
    it(`normalizes the channels of [${shape}]`, async () => {
      const channels = shape.at(-1)!;
      const shapes = [shape, [channels], [channels]];
      await checkOp(batch, { oracle: normalizing(columnSets(channels)), shapes, value: scattered, ...summed });
    });
  }

  it('does without gamma or beta', async () => {
    const oracle = normalizing(columnSets(4));
    const shapes = [[6, 4]];
    await checkOp((x) => batch(x), { oracle: (x) => oracle(x), shapes, value: scattered, ...summed });
    const zeros = new Float64Array(4);
    const only = (x: Float64Array, gamma: Float64Array) => oracle(x, gamma, zeros);
    await checkOp((x, gamma) => batch(x, gamma), { oracle: only, shapes: [[6, 4], [4]], value: scattered, ...summed });
  });

  // On a GPU 256 rows and more are reduced in two stages, the second of 70 sets by a tree.
  for (const [rows, channels] of [
    [272, 3],
    [272, 4],
    [1120, 8],
  ] as const) {
    it(`takes ${channels} channels of ${rows} rows in two stages`, async () => {
      const shapes = [[rows, channels], [channels], [channels]];
      await checkOp(batch, { oracle: normalizing(columnSets(channels)), shapes, value: scattered, ...summed, profiles: [PROFILES.gpu] });
    });
  }

  for (const profile of Object.values(PROFILES)) {
    for (const [rows, channels] of [
      [30, 3],
      [2048, 4],
    ] as const) {
      it(`keeps the digits of ${rows} rows with mean 1e3 and variance 1 (${profile.name})`, async () => {
        const data = Float32Array.from({ length: rows * channels }, (_, i) => 1000 + scattered(i, 0) / Math.SQRT2);
        const { mean, variance } = setMoments(data, (i) => i % channels);
        const results = await evaluate(
          (x) => {
            const normalized = batchNormalize(x, { epsilon });
            return [normalized.mean, normalized.variance, normalized.y];
          },
          [{ shape: [rows, channels], data }],
          profile,
        );
        close(results[0]!, mean, [1e-7, 0], 'mean');
        // The values themselves are only known to 3e-5, which moves single variances by as much; E[x²] - E[x]² would be off by 0.1.
        close(results[1]!, variance, [1e-6, 0], 'variance');
        // The mean as an f32 is off by up to 3e-5.
        close(results[2]!, normalizing(columnSets(channels))(Float64Array.from(data)), [0, 5e-5], 'y');
      });
    }
  }

  it('gives equal values the variance 0, and NaN to the channels that have one', async () => {
    const data = Array.from({ length: 24 }, (_, i) => (i === 5 ? Number.NaN : 7.3));
    const [variance, y] = await evaluate(
      (x) => {
        const normalized = batchNormalize(x, { epsilon });
        return [normalized.variance, normalized.y];
      },
      [{ shape: [6, 4], data }],
    );
    expect([...variance!]).toEqual([0, Number.NaN, 0, 0]);
    expect([...y!].map((value, i) => (i % 4 === 1 ? Number.isNaN(value) : value === 0))).toEqual(Array(24).fill(true));
  });
});

describe('normalize()', () => {
  it('takes the statistics it is given, which have gradients of their own', async () => {
    const oracle = (x: Float64Array, mean: Float64Array, variance: Float64Array, gamma: Float64Array, beta: Float64Array) =>
      Array.from(x, (value, i) => ((value - mean[i % 4]!) / Math.sqrt(variance[i % 4]! + epsilon)) * gamma[i % 4]! + beta[i % 4]!);
    const value = (i: number, j: number) => (j === 2 ? 0.5 + i : scattered(i, j));
    const op = (...[x, mean, variance, gamma, beta]: Tensor[]) => normalize(x!, mean!, variance!, { gamma, beta, epsilon });
    await checkOp(op, { oracle, shapes: [[3, 2, 4], [4], [4], [4], [4]], value, ...summed });
  });
});

function groupSets(shape: Shape, groups: number) {
  const channels = shape.at(-1)!;
  const sample = sizeOf(shape.slice(1));
  const size = channels / groups;
  const setOf = (i: number) => Math.floor(i / sample) * groups + Math.floor((i % channels) / size);
  return { setOf, weightOf: (i: number) => i % channels, epsilon };
}

describe('groupNormalize()', () => {
  for (const [shape, groups] of [
    [[2, 3, 8], 2],
    [[2, 2, 2, 6], 3],
    [[2, 5, 4], 4],
    [[3, 8], 2],
    [[2, 3, 3], 1],
  ] as const) {
    it(`normalizes ${groups} groups of channels of [${shape}]`, async () => {
      const channels = shape.at(-1)!;
      const op = (x: Tensor, gamma: Tensor, beta: Tensor) => groupNormalize(x, groups, { gamma, beta, epsilon });
      const shapes = [shape, [channels], [channels]];
      await checkOp(op as never, { oracle: normalizing(groupSets(shape, groups)), shapes, value: scattered, ...summed });
    });
  }

  it('does without gamma and beta, and takes many positions in two stages', async () => {
    const sets = groupSets([2, 272, 4], 2);
    const op = (x: Tensor) => groupNormalize(x, 2, { epsilon });
    await checkOp(op, {
      oracle: (x) => normalizing(sets)(x),
      shapes: [[2, 272, 4]],
      value: scattered,
      ...summed,
      profiles: [PROFILES.gpu],
    });
  });
});

function rowSets(columns: number, centered: boolean) {
  return { setOf: (i: number) => Math.floor(i / columns), weightOf: (i: number) => i % columns, epsilon, centered };
}

for (const [name, op, centered] of [
  ['layerNormalize', layerNormalize, true],
  ['rmsNormalize', rmsNormalize, false],
] as const) {
  describe(`${name}()`, () => {
    for (const [rows, columns] of [
      [3, 1],
      [5, 7],
      [3, 8],
      [2, 68],
      [2, 70],
      [272, 4],
    ] as const) {
      it(`normalizes the rows of [${rows},${columns}]`, async () => {
        const affine = (x: Tensor, gamma: Tensor, beta: Tensor) => op(x, { gamma, beta, epsilon });
        const shapes = [[rows, columns], [columns], [columns]];
        await checkOp(affine as never, { oracle: normalizing(rowSets(columns, centered)), shapes, value: scattered, ...summed });
      });
    }

    it('does without gamma and beta', async () => {
      const oracle = normalizing(rowSets(6, centered));
      await checkOp((x) => op(x, { epsilon }), { oracle: (x) => oracle(x), shapes: [[4, 6]], value: scattered, ...summed });
    });

    for (const profile of Object.values(PROFILES)) {
      it(`keeps the digits of rows with mean 1e3 and variance 1 (${profile.name})`, async () => {
        const data = Float32Array.from({ length: 2 * 4096 }, (_, i) => 1000 + scattered(i, 0) / Math.SQRT2);
        const [y] = await evaluate((x) => [op(x, { epsilon })], [{ shape: [2, 4096], data }], profile);
        // The mean as an f32 is off by up to 3e-5.
        close(y!, normalizing(rowSets(4096, centered))(Float64Array.from(data)), [0, 5e-5], 'y');
      });
    }
  });
}

describe('plans of normalization', () => {
  function training(shape: Shape, profile: keyof typeof PROFILES): readonly string[] {
    const [x, gamma, beta] = [placeholder('x', shape), placeholder('gamma', shape.slice(-1)), placeholder('beta', shape.slice(-1))];
    const weights = placeholder('weights', shape);
    const y = relu(batch(x, gamma, beta));
    const dxs = gradients(sum(multiply(y, weights)), [x, gamma, beta]) as Tensor[];
    return plan({ outputs: [y, ...dxs], profile: PROFILES[profile], placeOf: () => 0 }).dispatches.map(({ label }) => label);
  }

  it('pass over the data once for moments, once for y, once for sums and once for dx', () => {
    const labels = training([2048, 32], 'software');
    expect(labels).toEqual([
      'moments [128,32]',
      'combineMoments+add+rsqrt+multiply [1,32]',
      'normalize+relu+multiply+reluGradient [1,2048,32]',
      'columnSums [128,32]',
      'sum+multiply [1,1,32] & sum+multiply+multiply+multiply [1,1,32]',
      'normalizeGradient [1,2048,32]',
    ]);
  });
});
