/** Layers that draw: their statistics, their gradients, and their being still outside of training. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Shape } from '../../../src/runtime/graph/tensor.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { stored } from '../../../src/runtime/ops/stored.ts';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { runLayer, testContext } from '../../support/checkLayer.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

/** What a layer makes of inputs that are all 2 while training, and the gradient of 3 times its sum. */
async function trained(layer: Layer, shape: Shape, profile = PROFILES.software): Promise<readonly [Float32Array, Float32Array]> {
  const data = new Float32Array(shape.reduce((a, b) => a * b)).fill(2);
  const build = (x: Parameters<typeof runLayer>[1][number]) => {
    const y = runLayer(layer, [x], testContext(true));
    return [y, stored(gradients(sum(multiply(y, 3)), [x])[0]!)];
  };
  const [y, dx] = await evaluate(build, [{ shape, data }], profile);
  return [y!, dx!];
}

/** Mean and variance, each checked to five of its standard deviations for normal values. */
function expectNormal(values: readonly number[], mean: number, variance: number): void {
  const count = values.length;
  const found = values.reduce((total, value) => total + value, 0) / count;
  const spread = values.reduce((total, value) => total + (value - found) ** 2, 0) / (count - 1);
  expect(Math.abs(found - mean)).toBeLessThan(5 * Math.sqrt(variance / count));
  expect(Math.abs(spread - variance)).toBeLessThan(5 * variance * Math.sqrt(2 / count));
}

describe.each(Object.values(PROFILES))('while training ($name)', (profile) => {
  it('gaussianNoise() adds normal noise that the gradient does not see', async () => {
    const [y, dx] = await trained(layers.gaussianNoise(0.3), [100, 100], profile);
    expectNormal([...y], 2, 0.09);
    expect(new Set(dx)).toEqual(new Set([3]));
  });

  it('gaussianDropout() multiplies by normal noise, and so does its gradient', async () => {
    const [y, dx] = await trained(layers.gaussianDropout(0.2), [100, 100], profile);
    expectNormal([...y], 2, 4 * 0.25);
    for (const [i, value] of dx.entries()) expect(value).toBeCloseTo(1.5 * y[i]!, 4);
  });

  it.each([
    [layers.spatialDropout1D(0.3), [200, 3, 8]],
    [layers.spatialDropout2D(0.3), [200, 3, 2, 8]],
    [layers.spatialDropout3D(0.3), [200, 2, 1, 2, 8]],
  ] as [Layer, Shape][])('spatialDropout() of %# drops channels as a whole', async (layer, shape) => {
    const [y, dx] = await trained(layer, shape, profile);
    const [channels, per] = [8, y.length / 200];
    const first = (i: number) => y[Math.floor(i / per) * per + (i % channels)]!;
    for (const [i, value] of y.entries()) expect(value).toBe(first(i));
    for (const [i, value] of dx.entries()) expect(value).toBeCloseTo(1.5 * y[i]!, 5);
    const kept = y.filter((value) => value !== 0);
    expect(new Set(kept)).toEqual(new Set([Math.fround(2 / 0.7)]));
    // Five standard deviations of the share of 1600 channels.
    expect(Math.abs(kept.length / y.length - 0.7)).toBeLessThan(5 * Math.sqrt(0.21 / 1600));
  });
});

describe('layers that draw', () => {
  const x = placeholder('x', [2, 3, 4]);

  it('are their input outside of training, and when there is nothing to draw', () => {
    for (const layer of [layers.gaussianNoise(0.5), layers.gaussianDropout(0.5), layers.spatialDropout1D(0.5)]) {
      expect(runLayer(layer, [x], testContext(false))).toBe(x);
      expect(layer.computeOutputShape([null, 3, 4])).toEqual([null, 3, 4]);
    }
    for (const layer of [layers.gaussianNoise(0), layers.gaussianDropout(0), layers.spatialDropout1D(0)]) {
      expect(runLayer(layer, [x], testContext(true))).toBe(x);
    }
  });

  it('draw from a seed of their own when they have one', async () => {
    for (const make of [layers.gaussianNoise, layers.gaussianDropout]) {
      const [own] = await trained(make(0.5, { seed: 7 }), [20]);
      const [again] = await trained(make(0.5, { seed: 7 }), [20]);
      const [other] = await trained(make(0.5, { seed: 8 }), [20]);
      const [models] = await trained(make(0.5), [20]);
      expect(own).toEqual(again);
      expect(own).not.toEqual(other);
      expect(own).not.toEqual(models);
    }
  });
});
