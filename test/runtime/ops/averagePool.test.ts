/** Average pooling over one to three axes, in every geometry, and the repeating of elements that mirrors it. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { type Shape, sizeOf } from '../../../src/runtime/graph/tensor.ts';
import { averagePool, upSample } from '../../../src/runtime/ops/averagePool.ts';
import type { PoolOptions } from '../../../src/runtime/ops/poolWindows.ts';
import { checkOp } from '../../support/checkOp.ts';
import { covered, indexIn, places, pooledShape } from '../../support/windows.ts';

const GEOMETRIES: [string, Shape, PoolOptions][] = [
  ['1-D, side by side, with a rest', [2, 7, 4], { window: [2] }],
  ['1-D, overlapping, padded, one channel', [2, 6, 1], { window: [3], strides: [1], padding: [[1, 1]] }],
  ['2-D, 2x2', [2, 4, 6, 4], { window: [2, 2] }],
  ['2-D, 2x2 with a rest, three channels', [2, 5, 3, 3], { window: [2, 2] }],
  ['2-D, strides larger than the window', [1, 8, 7, 8], { window: [2, 1], strides: [3, 2] }],
  [
    '2-D, padded after only',
    [2, 5, 3, 4],
    {
      window: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
    },
  ],
  [
    '2-D, 3x3 by 2, padded as same',
    [2, 7, 8, 4],
    {
      window: [3, 3],
      strides: [2, 2],
      padding: [
        [1, 1],
        [0, 1],
      ],
    },
  ],
  ['2-D, one window over all', [2, 3, 4, 1], { window: [3, 4] }],
  [
    '3-D, overlapping and padded',
    [1, 3, 4, 3, 4],
    {
      window: [2, 3, 2],
      strides: [1, 2, 1],
      padding: [
        [0, 0],
        [1, 1],
        [1, 0],
      ],
    },
  ],
];

describe('averagePool()', () => {
  for (const [name, shape, options] of GEOMETRIES) {
    it(`is the mean of the elements in each window: ${name}`, async () => {
      const windows = covered(shape, options);
      const oracle = (x: Float64Array) => windows.map((window) => window.reduce((total, i) => total + (x[i] as number), 0) / window.length);
      await checkOp((x) => averagePool(x, options), { oracle, shapes: [shape] });
      expect(averagePool(placeholder('x', shape), options).shape).toEqual(pooledShape(shape, options));
    });
  }

  it('refuses windows that do not fit', () => {
    const pool = () => averagePool(placeholder('x', [2, 4, 4, 3]), { window: [5, 2] });
    expect(pool).toThrow(RangeError);
    expect(pool).toThrow('Cannot pool [2,4,4,3] by windows of [5,2]: the output would have the sizes [0,2], they must be positive');
  });
});

describe('upSample()', () => {
  for (const [shape, size] of [
    [[2, 3, 4], [3]],
    [[2, 3, 1], [2]],
    [
      [2, 2, 3, 4],
      [2, 3],
    ],
    [
      [1, 3, 2, 3],
      [1, 2],
    ],
    [
      [1, 2, 1, 3, 8],
      [2, 3, 1],
    ],
  ] as [Shape, Shape][]) {
    it(`repeats the elements of [${shape}] [${size}] times`, async () => {
      const output = shape.map((length, axis) => length * (size[axis - 1] ?? 1));
      const from = places(output).map(
        (place) =>
          indexIn(
            shape,
            place.map((at, axis) => Math.floor(at / (size[axis - 1] ?? 1))),
          ) as number,
      );
      await checkOp((x) => upSample(x, size), { oracle: (x) => from.map((i) => x[i] as number), shapes: [shape], forward: [0, 0] });
      expect(from.length).toBe(sizeOf(upSample(placeholder('x', shape), size).shape));
    });
  }
});
