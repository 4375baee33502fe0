import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { logitsOf } from '../../../src/runtime/ops/softmax.ts';
import { activation, elu, leakyReLU, prelu, reLU, rescaling, softmax } from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { checkLayer, runLayer } from '../../support/checkLayer.ts';

async function check(layer: Layer, fn: (x: number) => number): Promise<void> {
  await checkLayer(layer, { inputs: [[3, 5]], output: [3, 5], oracle: (x) => x.map(fn) });
}

/** Softmax over groups of elements, given by a key per index. */
function grouped(keyOf: (i: number) => number) {
  return (x: Float64Array): Float64Array => {
    const sums = new Map<number, number>();
    x.forEach((value, i) => {
      sums.set(keyOf(i), (sums.get(keyOf(i)) ?? 0) + Math.exp(value));
    });
    return x.map((value, i) => Math.exp(value) / sums.get(keyOf(i))!);
  };
}

describe('elementwise layers', () => {
  it('activation() applies a function', async () => {
    await check(activation('softplus'), (x) => Math.log1p(Math.exp(x)));
    await check(
      activation((x) => x),
      (x) => x,
    );
  });

  it('reLU() takes a limit, a slope and a threshold', async () => {
    await check(reLU(), (x) => Math.max(x, 0));
    await check(reLU({ maxValue: 1 }), (x) => Math.min(Math.max(x, 0), 1));
    await check(reLU({ negativeSlope: 0.25 }), (x) => (x < 0 ? x / 4 : x));
    await check(reLU({ maxValue: 1.2, negativeSlope: 0.5, threshold: 0.4 }), (x) => (x > 0.4 ? Math.min(x, 1.2) : 0.5 * (x - 0.4)));
  });

  it('leakyReLU() has a slope of 0.3, or another', async () => {
    await check(leakyReLU(), (x) => (x < 0 ? 0.3 * x : x));
    await check(leakyReLU({ negativeSlope: 0 }), (x) => Math.max(x, 0));
  });

  it('elu() has any alpha', async () => {
    await check(elu(), (x) => (x < 0 ? Math.expm1(x) : x));
    await check(elu({ alpha: 0.7 }), (x) => (x < 0 ? 0.7 * Math.expm1(x) : x));
    await check(elu({ alpha: 0 }), (x) => Math.max(x, 0));
  });

  it('rescaling() scales and shifts', async () => {
    await check(rescaling(1 / 255), (x) => x / 255);
    await check(rescaling(2, { offset: -1 }), (x) => 2 * x - 1);
  });

  it('prelu() learns a slope per element, or shares it along axes', async () => {
    const alpha = (slopes: Float64Array, x: number, at: number) => (x < 0 ? slopes[at]! * x : x);
    await checkLayer(prelu(), {
      inputs: [[3, 2, 4]],
      output: [3, 2, 4],
      oracle: (x, slopes) => x.map((value, i) => alpha(slopes!, value, i % 8)),
    });
    await checkLayer(prelu({ sharedAxes: 1 }), {
      inputs: [[3, 2, 4]],
      output: [3, 2, 4],
      oracle: (x, slopes) => x.map((value, i) => alpha(slopes!, value, i % 4)),
    });
    const layer = prelu({ sharedAxes: [1, 2] });
    layer.ensureBuilt([null, null, 9, 3]);
    expect(layer.alpha.shape).toEqual([1, 1, 3]);
    expect([...layer.alpha.initialValues()]).toEqual([0, 0, 0]);
  });

  it('softmax() works along the last axis, another, or several together', async () => {
    const shape = { inputs: [[2, 3, 4]], output: [2, 3, 4] };
    await checkLayer(softmax(), { ...shape, oracle: grouped((i) => Math.floor(i / 4)) });
    await checkLayer(softmax({ axis: 1 }), { ...shape, oracle: grouped((i) => Math.floor(i / 12) * 4 + (i % 4)) });
    await checkLayer(softmax({ axis: [1, 2] }), { ...shape, oracle: grouped((i) => Math.floor(i / 12)) });
    await checkLayer(softmax({ axis: [-1] }), { ...shape, oracle: grouped((i) => Math.floor(i / 4)) });
    const x = placeholder('x', [2, 3]);
    expect(logitsOf(runLayer(softmax(), [x]))).toBe(x);
  });
});
