/** Layers of normalization against f64 oracles, along every kind of axis. */
import { describe, expect, it } from 'vitest';
import { placeholder, Trace } from '../../../src/runtime/graph/leaf.ts';
import type { Shape } from '../../../src/runtime/graph/tensor.ts';
import { withContext } from '../../../src/train/layers/context.ts';
import { batchNormalization, groupNormalization, layerNormalization, rmsNormalization } from '../../../src/train/layers/index.ts';
import { checkLayer, testContext } from '../../support/checkLayer.ts';
import { normalizing } from '../../support/normalization.ts';

/** Variances, the weights that come last, must not be negative. */
const value = (i: number, j: number) => (j === 4 ? 0.5 + (i % 3) : 2 * Math.sin(1.7 * i + 0.3 * i * i + 2.1 * j));
/** Sums over rows, whose columns cancel. */
const bounds = { value, forward: [1e-5, 1e-5], backward: [1e-4, 1e-5], normwise: true } as const;

/** Coordinates of an element. */
function coordinates(index: number, shape: Shape): number[] {
  let rest = index;
  return shape.map((_, axis) => {
    const below = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const at = Math.floor(rest / below);
    rest %= below;
    return at;
  });
}

/** The number of an element among those that share its place along `axes`. */
function numberAlong(shape: Shape, axes: readonly number[]) {
  return (index: number): number => {
    const at = coordinates(index, shape);
    return axes.reduce((number, axis) => number * shape[axis]! + at[axis]!, 0);
  };
}

const others = (shape: Shape, axes: readonly number[]) => [...shape.keys()].filter((axis) => !axes.includes(axis));

describe('batchNormalization()', () => {
  for (const [shape, axis, at] of [
    [[5, 3], -1, 1],
    [[2, 3, 2, 4], -1, 3],
    [[2, 3, 2, 4], 1, 1],
    [[3, 4, 2], -2, 1],
  ] as const) {
    const sets = { setOf: numberAlong(shape, [at]), weightOf: numberAlong(shape, [at]) };

    it(`normalizes axis ${axis} of [${shape}] by the batch in training`, async () => {
      const oracle = normalizing({ ...sets, epsilon: 1e-3 });
      const layer = batchNormalization({ axis });
      await checkLayer(layer, {
        inputs: [shape],
        output: shape,
        training: true,
        oracle: (x, gamma, beta) => oracle(x, gamma, beta),
        differentiate: [0, 1, 2],
        ...bounds,
      });
    });

    it(`normalizes axis ${axis} of [${shape}] by the moving averages otherwise`, async () => {
      const oracle = (x: Float64Array, gamma: Float64Array, beta: Float64Array, mean: Float64Array, variance: Float64Array) =>
        Array.from(x, (element, i) => {
          const channel = sets.setOf(i);
          return ((element - mean[channel]!) / Math.sqrt(variance[channel]! + 0.01)) * gamma[channel]! + beta[channel]!;
        });
      await checkLayer(batchNormalization({ axis, epsilon: 0.01 }), { inputs: [shape], output: shape, oracle, ...bounds });
      const frozen = batchNormalization({ axis, epsilon: 0.01, trainable: false });
      await checkLayer(frozen, { inputs: [shape], output: shape, oracle, training: true, ...bounds });
    });
  }

  it('does without gamma or beta', async () => {
    const sets = { setOf: (i: number) => i % 3, weightOf: (i: number) => i % 3, epsilon: 1e-3 };
    const oracle = normalizing(sets);
    const check = { inputs: [[5, 3]], output: [5, 3], training: true, ...bounds };
    await checkLayer(batchNormalization({ center: false }), { ...check, oracle: (x, gamma) => oracle(x, gamma), differentiate: [0, 1] });
    const onlyBeta = (x: Float64Array, beta: Float64Array) => oracle(x, new Float64Array(3).fill(1), beta);
    await checkLayer(batchNormalization({ scale: false }), { ...check, oracle: onlyBeta, differentiate: [0, 1] });
    await checkLayer(batchNormalization({ scale: false, center: false }), { ...check, oracle: (x) => oracle(x), differentiate: [0] });
  });

  it('assigns its moving averages in training alone, unless it is frozen', () => {
    const writes = (training: boolean, trainable: boolean) => {
      const layer = batchNormalization({ trainable });
      layer.ensureBuilt([null, 3]);
      const trace = new Trace();
      trace.run(() => withContext(testContext(training), () => layer.run(placeholder('x', [4, 3]))));
      return trace.writes.map(({ node }) => (node.attributes as { variable: { name: string } }).variable.name);
    };
    expect(writes(true, true)).toEqual(['moving_mean', 'moving_variance']);
    expect(writes(false, true)).toEqual([]);
    expect(writes(true, false)).toEqual([]);
  });

  it('has its weights in the order gamma, beta, moving mean, moving variance', () => {
    const layer = batchNormalization({ gammaRegularizer: 'l2', betaConstraint: 'non_neg', movingMeanInitializer: 'ones' });
    layer.ensureBuilt([null, 4, 2]);
    expect(layer.weights.map(({ name, shape, trainable }) => [name, shape, trainable])).toEqual([
      ['gamma', [2], true],
      ['beta', [2], true],
      ['moving_mean', [2], false],
      ['moving_variance', [2], false],
    ]);
    expect(layer.weights.map((weight) => [...weight.initialValues()])).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
      [1, 1],
    ]);
    expect(layer.gamma?.regularizer?.className).toBe('L2');
    expect(layer.beta?.constraint?.className).toBe('NonNeg');
  });
});

describe('layerNormalization()', () => {
  for (const [shape, axis, axes] of [
    [[3, 5], -1, [1]],
    [[2, 3, 8], -1, [2]],
    [
      [2, 3, 4],
      [1, 2],
      [1, 2],
    ],
    [
      [2, 3, 4],
      [-1, -2],
      [1, 2],
    ],
    [[3, 4, 3], 1, [1]],
    [
      [2, 3, 2, 4],
      [1, 3],
      [1, 3],
    ],
  ] as const) {
    it(`normalizes along ${JSON.stringify(axis)} of [${shape}]`, async () => {
      const sets = { setOf: numberAlong(shape, others(shape, axes)), weightOf: numberAlong(shape, axes), epsilon: 1e-3 };
      const layer = layerNormalization({ axis });
      await checkLayer(layer, { inputs: [shape], output: shape, oracle: normalizing(sets), ...bounds });
      expect(layer.gamma?.shape).toEqual(axes.map((one) => shape[one]));
    });
  }

  it('lays weights out by the axes as they lie in the input, whichever way they are counted, as Keras does', async () => {
    const shape = [2, 3, 2, 4];
    const sets = { setOf: numberAlong(shape, [0, 2]), weightOf: numberAlong(shape, [1, 3]), epsilon: 1e-3 };
    const layer = layerNormalization({ axis: [1, -1] });
    await checkLayer(layer, { inputs: [shape], output: shape, oracle: normalizing(sets), ...bounds });
    expect(layer.gamma?.shape).toEqual([4, 3]);
  });

  it('does without gamma and beta, and has the axes as a sorted list once it is built', async () => {
    const oracle = normalizing({ setOf: (i) => Math.floor(i / 5), weightOf: (i) => i % 5, epsilon: 0.1 });
    const plain = layerNormalization({ center: false, scale: false, epsilon: 0.1 });
    await checkLayer(plain, { inputs: [[3, 5]], output: [3, 5], oracle: (x) => oracle(x), ...bounds });
    expect(plain.getConfig().axis).toEqual([-1]);
    expect(layerNormalization().getConfig().axis).toBe(-1);
  });
});

describe('groupNormalization()', () => {
  for (const [shape, groups, axis] of [
    [[2, 3, 2, 4], 2, -1],
    [[2, 3, 5], -1, -1],
    [[3, 6], 2, -1],
    [[2, 4, 3], 2, 1],
  ] as const) {
    it(`normalizes ${groups} groups along axis ${axis} of [${shape}]`, async () => {
      const at = axis < 0 ? shape.length - 1 : axis;
      const size = groups < 0 ? 1 : shape[at]! / groups;
      const channel = numberAlong(shape, [at]);
      const sample = numberAlong(shape, [0]);
      const setOf = (i: number) => sample(i) * (shape[at]! / size) + Math.floor(channel(i) / size);
      const layer = groupNormalization({ groups, axis });
      const oracle = normalizing({ setOf, weightOf: channel, epsilon: 1e-3 });
      await checkLayer(layer, { inputs: [shape], output: shape, oracle, ...bounds });
      expect(layer.getConfig().groups).toBe(shape[at]! / size);
    });
  }

  it('does without gamma and beta', async () => {
    const oracle = normalizing({ setOf: (i) => Math.floor(i / 2), weightOf: () => 0, epsilon: 1e-3 });
    const plain = groupNormalization({ groups: 2, center: false, scale: false });
    await checkLayer(plain, { inputs: [[3, 4]], output: [3, 4], oracle: (x) => oracle(x), ...bounds });
  });
});

describe('rmsNormalization()', () => {
  for (const [shape, axis, axes] of [
    [[2, 3, 5], -1, [2]],
    [[4, 8], 1, [1]],
    [
      [3, 2, 4],
      [1, 2],
      [1, 2],
    ],
  ] as const) {
    it(`divides by the root mean square along ${JSON.stringify(axis)} of [${shape}]`, async () => {
      const sets = { setOf: numberAlong(shape, others(shape, axes)), weightOf: numberAlong(shape, axes), epsilon: 1e-6, centered: false };
      await checkLayer(rmsNormalization({ axis }), { inputs: [shape], output: shape, oracle: normalizing(sets), ...bounds });
    });
  }

  it('multiplies the last axis by the scale even where another one is normalized, as Keras does', async () => {
    const shape = [2, 3, 3];
    const sets = { setOf: numberAlong(shape, [0, 2]), weightOf: numberAlong(shape, [2]), epsilon: 1e-6, centered: false };
    await checkLayer(rmsNormalization({ axis: 1 }), { inputs: [shape], output: shape, oracle: normalizing(sets), ...bounds });
  });
});
