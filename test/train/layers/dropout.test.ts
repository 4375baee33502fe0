import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { type DropoutOptions, dropout } from '../../../src/train/layers/dropout.ts';
import { runLayer, testContext } from '../../support/checkLayer.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

/** Masks and gradients of dropout on ones. */
async function masks(
  rate: number,
  shape: readonly number[],
  options: DropoutOptions = {},
  profile = PROFILES.software,
): Promise<readonly Float32Array[]> {
  const layer = dropout(rate, options);
  const ones = { shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(1) };
  return evaluate(
    (x) => {
      const y = runLayer(layer, [x], testContext(true));
      return [y, gradients(sum(multiply(y, 3)), [x])[0]!];
    },
    [ones],
    profile,
  );
}

describe('dropout()', () => {
  it('drops the share rate, scales the rest, and its gradient has the same mask', async () => {
    for (const profile of Object.values(PROFILES)) {
      for (const rate of [0.2, 0.5, 0.9]) {
        const [y, dx] = await masks(rate, [100, 100], {}, profile);
        const kept = y!.filter((value) => value !== 0);
        expect(Math.abs(kept.length / 1e4 - (1 - rate))).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / 1e4));
        for (const value of kept) expect(value).toBeCloseTo(1 / (1 - rate), 5);
        for (const [i, value] of dx!.entries()) expect(value).toBeCloseTo(3 * y![i]!, 4);
      }
    }
  });

  it('is its input outside of training and for rate 0', () => {
    const x = placeholder('x', [2, 3]);
    expect(runLayer(dropout(0.5), [x], testContext(false))).toBe(x);
    expect(runLayer(dropout(0), [x], testContext(true))).toBe(x);
    expect(dropout(0.5).computeOutputShape([null, 3])).toEqual([null, 3]);
  });

  it('with a noise shape drops along an axis as a whole', async () => {
    const [y, dx] = await masks(0.5, [40, 6, 5], { noiseShape: [null, 1, 5] });
    const at = (row: number, step: number, feature: number) => y![(row * 6 + step) * 5 + feature]!;
    for (let row = 0; row < 40; row++)
      for (let feature = 0; feature < 5; feature++)
        for (let step = 1; step < 6; step++) expect(at(row, step, feature)).toBe(at(row, 0, feature));
    expect(new Set(y)).toEqual(new Set([0, 2]));
    expect([...dx!]).toEqual([...y!.map((value) => 3 * value)]);
    await expect(masks(0.5, [4, 6], { noiseShape: [4, 2] })).rejects.toThrow(
      'Cannot drop from [4,6]: noiseShape is (4, 2), its sizes must be 1, null',
    );
  });

  it("with a seed of its own drops other elements than with the model's, and the same ones each time", async () => {
    const [own] = await masks(0.5, [10, 10], { seed: 7 });
    const [again] = await masks(0.5, [10, 10], { seed: 7 });
    const [other] = await masks(0.5, [10, 10], { seed: 8 });
    const [unseeded] = await masks(0.5, [10, 10]);
    expect(own).toEqual(again);
    expect(own).not.toEqual(other);
    expect(own).not.toEqual(unseeded);
  });
});
