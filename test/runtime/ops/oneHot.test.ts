import { expect, it } from 'vitest';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { oneHot } from '../../../src/runtime/ops/oneHot.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

it.each(Object.values(PROFILES))(
  'oneHot() puts a 1 at each label, and nothing for labels outside, on the $name profile',
  async (profile) => {
    const labels = { shape: [2, 3], data: [0, 2, 1, -1, 3, 0.5] };
    const [rows] = await evaluate((y) => [oneHot(y as Tensor, 3)], [labels], profile);
    expect([...(rows as Float32Array)]).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  },
);
