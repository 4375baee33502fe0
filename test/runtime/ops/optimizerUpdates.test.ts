import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { adamUpdate, clipScale, movingAverageUpdate, sgdMomentumUpdate } from '../../../src/runtime/ops/optimizerUpdates.ts';
import { close } from '../../support/checkOp.ts';
import { evaluate, PROFILES, type Values } from '../../support/gpu.ts';

const SHAPES = [[1], [3], [4], [5, 7], [64, 4]].map((shape) => ({ shape }));
const wave = (shape: readonly number[], start: number): Values & { data: Float32Array } => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => 2 * Math.sin(1.7 * i + start)) };
};
const scalar = (value: number): Values => ({ shape: [], data: [value] });

describe.each(Object.values(PROFILES))('updates on the $name profile', (profile) => {
  it.each(SHAPES)('adamUpdate() gives weight, momentum and velocity for shape $shape', async ({ shape }) => {
    const [w, m, g] = [wave(shape, 0), wave(shape, 1), wave(shape, 2)];
    const v = { shape, data: wave(shape, 3).data.map((value) => value * value) };
    const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    const build = (...[w, m, v, g, alpha]: Tensor[]) =>
      adamUpdate([w as Tensor, m as Tensor, v as Tensor], g as Tensor, alpha as Tensor, options);
    const [weight, momentum, velocity] = await evaluate(build, [w, m, v, g, scalar(0.25)], profile);
    const newMomentum = Array.from(m.data, (value, i) => value + 0.1 * ((g.data[i] as number) - value));
    const newVelocity = Array.from(v.data, (value, i) => value + 0.001 * ((g.data[i] as number) ** 2 - value));
    close(momentum as Float32Array, newMomentum, [1e-6, 1e-6], 'momentum');
    close(velocity as Float32Array, newVelocity, [1e-6, 1e-6], 'velocity');
    const newWeight = newMomentum.map((value, i) => (w.data[i] as number) - (0.25 * value) / (Math.sqrt(newVelocity[i] as number) + 1e-7));
    close(weight as Float32Array, newWeight, [1e-5, 1e-5], 'weight');
  });

  it.each([true, false])('sgdMomentumUpdate() gives weight and momentum, nesterov %s', async (nesterov) => {
    const [w, m, g] = [wave([5, 7], 0), wave([5, 7], 1), wave([5, 7], 2)];
    const build = (...[w, m, g, rate]: Tensor[]) =>
      sgdMomentumUpdate([w as Tensor, m as Tensor], g as Tensor, rate as Tensor, { momentum: 0.5, nesterov });
    const [weight, momentum] = await evaluate(build, [w, m, g, scalar(0.25)], profile);
    const step = Array.from(g.data, (value) => 0.25 * value);
    const newMomentum = Array.from(m.data, (value, i) => 0.5 * value - (step[i] as number));
    close(momentum as Float32Array, newMomentum, [1e-6, 1e-6], 'momentum');
    const newWeight = newMomentum.map((value, i) => (w.data[i] as number) + (nesterov ? 0.5 * value - (step[i] as number) : value));
    close(weight as Float32Array, newWeight, [1e-6, 1e-6], 'weight');
  });
});

describe('clipScale()', () => {
  const scaleOf = async (...squares: number[]) => {
    const [scale] = await evaluate((x) => [clipScale(x as Tensor, 2)], [{ shape: [squares.length], data: squares }]);
    return [...(scale as Float32Array)];
  };

  it('leaves gradients within the limit alone and shortens others to it', async () => {
    expect(await scaleOf(0, 1, 4, 16, 1e4)).toEqual([1, 1, 1, 0.5, expect.closeTo(0.02)]);
  });

  it('is NaN for a sum that is infinite or NaN', async () => {
    expect(await scaleOf(Number.POSITIVE_INFINITY, Number.NaN)).toEqual([Number.NaN, Number.NaN]);
  });
});

it('movingAverageUpdate() keeps the shapes of its inputs', () => {
  const [average, weight] = [placeholder('a', [3, 2]), placeholder('w', [3, 2])];
  const updated = movingAverageUpdate([average, weight], placeholder('t', [], 'u32'), { momentum: 0.5, every: 0 });
  expect(updated.map(({ shape }) => shape)).toEqual([
    [3, 2],
    [3, 2],
  ]);
});
