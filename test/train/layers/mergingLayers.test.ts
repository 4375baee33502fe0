import { describe, expect, it } from 'vitest';
import { add, average, input, maximum, minimum, multiply, subtract } from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { checkLayer } from '../../support/checkLayer.ts';

type Combine = (values: readonly number[]) => number;

const THREE: readonly (readonly [() => Layer, Combine])[] = [
  [add, (values) => values.reduce((a, b) => a + b)],
  [multiply, (values) => values.reduce((a, b) => a * b)],
  [average, (values) => values.reduce((a, b) => a + b) / values.length],
  [maximum, (values) => Math.max(...values)],
  [minimum, (values) => Math.min(...values)],
];

describe('merging layers', () => {
  for (const [make, combine] of THREE) {
    it(`${make.name}() combines three tensors, or one`, async () => {
      const oracle = (...tensors: Float64Array[]) => tensors[0]!.map((_, i) => combine(tensors.map((x) => x[i]!)));
      await checkLayer(make(), {
        inputs: [
          [3, 5],
          [3, 5],
          [3, 5],
        ],
        output: [3, 5],
        oracle,
      });
      await checkLayer(make(), { inputs: [[3, 5]], output: [3, 5], oracle });
    });
  }

  it('subtract() subtracts the second tensor from the first', async () => {
    await checkLayer(subtract(), {
      inputs: [
        [3, 5],
        [3, 5],
      ],
      output: [3, 5],
      oracle: (a, b) => a.map((x, i) => x - b![i]!),
    });
  });

  it('broadcast sizes of 1, and tensors of fewer axes behind the batch', async () => {
    await checkLayer(multiply(), {
      inputs: [
        [3, 4],
        [3, 1],
      ],
      output: [3, 4],
      oracle: (a, b) => a.map((x, i) => x * b![Math.floor(i / 4)]!),
    });
    const oracle = (a: Float64Array, b: Float64Array) => b.map((x, i) => x + a[Math.floor(i / 6) * 3 + (i % 3)]!);
    await checkLayer(add(), {
      inputs: [
        [2, 3],
        [2, 2, 3],
      ],
      output: [2, 2, 3],
      oracle,
    });
    expect(
      add().computeOutputShape([
        [null, null, 3],
        [null, 4, 1],
        [null, 3],
      ]),
    ).toEqual([null, null, 3]);
  });

  it('make a symbolic tensor of symbolic ones', () => {
    const sum = add().apply([input([2, 3]), input([2, 1])]);
    expect(sum).toMatchObject({ shape: [null, 2, 3] });
  });
});
