/** Pooling layers against plain counting of windows. */
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../src/runtime/graph/tensor.ts';
import * as layers from '../../../src/train/layers/index.ts';
import type { PoolingOptions } from '../../../src/train/layers/pooling.ts';
import { checkLayer } from '../../support/checkLayer.ts';
import { covered, pooledShape, type TestWindows } from '../../support/windows.ts';

/** All different, all negative, and further apart than the step of the central differences. */
const negative = (i: number): number => ((i * 7919) % 1009) / 200 - 6;

const CASES: [1 | 2 | 3, Shape, PoolingOptions, TestWindows][] = [
  [1, [2, 7, 4], {}, { window: [2] }],
  [1, [2, 7, 3], { poolSize: 3, strides: 2, padding: 'same' }, { window: [3], strides: [2], padding: [[1, 1]] }],
  [1, [2, 4, 3], { poolSize: 2 ** 30, strides: 2, padding: 'same' }, { window: [8], strides: [2], padding: [[3, 3]] }],
  [1, [2, 5, 4], { strides: 2 ** 30 }, { window: [2], strides: [5] }],
  [2, [2, 5, 4, 4], {}, { window: [2, 2] }],
  [2, [1, 5, 6, 3], { poolSize: [2, 3], strides: [1, 2] }, { window: [2, 3], strides: [1, 2] }],
  [
    2,
    [1, 5, 6, 4],
    { padding: 'same' },
    {
      window: [2, 2],
      padding: [
        [0, 1],
        [0, 0],
      ],
    },
  ],
  [
    2,
    [1, 6, 7, 4],
    { poolSize: 3, strides: [2, 3], padding: 'same' },
    {
      window: [3, 3],
      strides: [2, 3],
      padding: [
        [0, 1],
        [1, 1],
      ],
    },
  ],
  [
    2,
    [1, 6, 5, 1],
    { poolSize: 2, strides: [3, 4], padding: 'same' },
    {
      window: [2, 2],
      strides: [3, 4],
      padding: [
        [0, 0],
        [0, 1],
      ],
    },
  ],
  [3, [1, 3, 4, 2, 4], {}, { window: [2, 2, 2] }],
  [
    3,
    [1, 3, 2, 2, 3],
    { poolSize: [2, 1, 2], padding: 'same' },
    {
      window: [2, 1, 2],
      padding: [
        [0, 1],
        [0, 0],
        [0, 0],
      ],
    },
  ],
];

describe.each(CASES)('%iD pooling of [%s], %j', (rank, shape, options, windows) => {
  const output = pooledShape(shape, windows);

  it('takes the largest of each window', async () => {
    const layer = [layers.maxPooling1D, layers.maxPooling2D, layers.maxPooling3D][rank - 1]!(options);
    const oracle = (x: Float64Array) => covered(shape, windows).map((window) => Math.max(...window.map((i) => x[i]!)));
    await checkLayer(layer, { inputs: [shape], output, oracle, value: negative });
  });

  it('takes the mean of each window', async () => {
    const layer = [layers.averagePooling1D, layers.averagePooling2D, layers.averagePooling3D][rank - 1]!(options);
    const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
    const oracle = (x: Float64Array) => covered(shape, windows).map((window) => mean(window.map((i) => x[i]!)));
    await checkLayer(layer, { inputs: [shape], output, oracle });
  });
});

describe('pooling layers', () => {
  it('leave open sizes open', () => {
    expect(layers.maxPooling2D().computeOutputShape([null, null, 5, 3])).toEqual([null, null, 2, 3]);
    expect(layers.averagePooling1D({ padding: 'same' }).computeOutputShape([null, null, null])).toEqual([null, null, null]);
  });
});

describe.each([
  [1, [2, 3, 4]],
  [2, [2, 3, 2, 3]],
  [3, [2, 2, 3, 2, 4]],
] as [1 | 2 | 3, Shape][])('global %iD pooling of [%s]', (rank, shape) => {
  const [batch, channels] = [shape[0]!, shape.at(-1)!];
  const ones = Array<number>(rank).fill(1);
  const all = covered(shape, { window: shape.slice(1, -1) });

  it('takes the largest of each channel', async () => {
    const make = [layers.globalMaxPooling1D, layers.globalMaxPooling2D, layers.globalMaxPooling3D][rank - 1]!;
    const oracle = (x: Float64Array) => all.map((window) => Math.max(...window.map((i) => x[i]!)));
    await checkLayer(make(), { inputs: [shape], output: [batch, channels], oracle, value: negative });
    await checkLayer(make({ keepdims: true }), { inputs: [shape], output: [batch, ...ones, channels], oracle, value: negative });
  });

  it('takes the mean of each channel', async () => {
    const make = [layers.globalAveragePooling1D, layers.globalAveragePooling2D, layers.globalAveragePooling3D][rank - 1]!;
    const oracle = (x: Float64Array) => all.map((window) => window.reduce((total, i) => total + x[i]!, 0) / window.length);
    await checkLayer(make(), { inputs: [shape], output: [batch, channels], oracle });
    await checkLayer(make({ keepdims: true }), { inputs: [shape], output: [batch, ...ones, channels], oracle });
  });
});
