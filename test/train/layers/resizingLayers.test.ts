/** Layers that pad, crop and enlarge, against plain arithmetic of places. */
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../src/runtime/graph/tensor.ts';
import * as layers from '../../../src/train/layers/index.ts';
import type { PerEnd } from '../../../src/train/layers/spatialLayer.ts';
import { checkLayer } from '../../support/checkLayer.ts';
import { indexIn, places } from '../../support/windows.ts';

type Pairs = readonly (readonly [number, number])[];

const PADDED: [1 | 2 | 3, Shape, PerEnd | undefined, Pairs][] = [
  [1, [2, 3, 4], undefined, [[1, 1]]],
  [1, [2, 3, 3], [2, 0], [[2, 0]]],
  [
    2,
    [1, 2, 3, 4],
    undefined,
    [
      [1, 1],
      [1, 1],
    ],
  ],
  [
    2,
    [1, 2, 3, 2],
    [0, 2],
    [
      [0, 0],
      [2, 2],
    ],
  ],
  [
    2,
    [1, 2, 3, 4],
    [
      [0, 1],
      [2, 3],
    ],
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    3,
    [1, 2, 1, 2, 4],
    1,
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  ],
  [
    3,
    [1, 2, 1, 2, 1],
    [[0, 1], 1, [1, 0]],
    [
      [0, 1],
      [1, 1],
      [1, 0],
    ],
  ],
];

describe('zeroPadding1D(), zeroPadding2D(), zeroPadding3D()', () => {
  it.each(PADDED)('%iD pads [%s] by %j', async (rank, shape, padding, pairs) => {
    const layer = [layers.zeroPadding1D, layers.zeroPadding2D, layers.zeroPadding3D][rank - 1]!({ padding });
    const ends: Pairs = [[0, 0], ...pairs, [0, 0]];
    const output = shape.map((size, axis) => size + ends[axis]![0] + ends[axis]![1]);
    const from = places(output).map((place) =>
      indexIn(
        shape,
        place.map((at, axis) => at - ends[axis]![0]),
      ),
    );
    const oracle = (x: Float64Array) => from.map((i) => (i === undefined ? 0 : x[i]!));
    await checkLayer(layer, { inputs: [shape], output, oracle });
  });

  it('leave open sizes open', () => {
    expect(layers.zeroPadding2D().computeOutputShape([null, null, 3, 1])).toEqual([null, null, 5, 1]);
  });
});

const CROPPED: [1 | 2 | 3, Shape, PerEnd | undefined, Pairs][] = [
  [1, [2, 4, 4], undefined, [[1, 1]]],
  [1, [2, 4, 3], [3, 0], [[3, 0]]],
  [
    2,
    [1, 2, 3, 4],
    undefined,
    [
      [0, 0],
      [0, 0],
    ],
  ],
  [
    2,
    [1, 4, 5, 2],
    [1, 2],
    [
      [1, 1],
      [2, 2],
    ],
  ],
  [
    2,
    [1, 4, 5, 4],
    [
      [0, 1],
      [2, 0],
    ],
    [
      [0, 1],
      [2, 0],
    ],
  ],
  [
    3,
    [1, 3, 4, 3, 4],
    undefined,
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  ],
];

describe('cropping1D(), cropping2D(), cropping3D()', () => {
  it.each(CROPPED)('%iD crops [%s] by %j', async (rank, shape, cropping, pairs) => {
    const layer = [layers.cropping1D, layers.cropping2D, layers.cropping3D][rank - 1]!({ cropping });
    const ends: Pairs = [[0, 0], ...pairs, [0, 0]];
    const output = shape.map((size, axis) => size - ends[axis]![0] - ends[axis]![1]);
    const from = places(output).map(
      (place) =>
        indexIn(
          shape,
          place.map((at, axis) => at + ends[axis]![0]),
        )!,
    );
    await checkLayer(layer, { inputs: [shape], output, oracle: (x) => from.map((i) => x[i]!) });
  });

  it('leave open sizes open', () => {
    expect(layers.cropping2D({ cropping: 1 }).computeOutputShape([null, null, 3, 1])).toEqual([null, null, 1, 1]);
  });
});

describe('upSampling1D(), upSampling2D(), upSampling3D()', () => {
  it.each([
    ['1D', layers.upSampling1D(), [2, 3, 4], [2]],
    ['1D', layers.upSampling1D({ size: 3 }), [2, 2, 1], [3]],
    ['2D', layers.upSampling2D(), [1, 2, 3, 4], [2, 2]],
    ['2D', layers.upSampling2D({ size: [1, 3] }), [2, 2, 2, 3], [1, 3]],
    ['3D', layers.upSampling3D({ size: [2, 1, 3] }), [1, 2, 2, 1, 4], [2, 1, 3]],
  ] as [string, layers.UpSampling1D, Shape, Shape][])('%s repeats elements', async (_, layer, shape, size) => {
    const output = shape.map((length, axis) => length * (size[axis - 1] ?? 1));
    const from = places(output).map(
      (place) =>
        indexIn(
          shape,
          place.map((at, axis) => Math.floor(at / (size[axis - 1] ?? 1))),
        )!,
    );
    await checkLayer(layer, { inputs: [shape], output, oracle: (x) => from.map((i) => x[i]!) });
    expect(layer.computeOutputShape([null, ...shape.slice(1, -1).map(() => null), 2])).toEqual([
      null,
      ...shape.slice(1, -1).map(() => null),
      2,
    ]);
  });

  it('2D interpolates between pixel centres, the border repeated', async () => {
    // Twice as large, a pixel is 3/4 of its own and 1/4 of the neighbour on its side, along each axis.
    const neighbour = (at: number, size: number) => Math.min(Math.max(Math.floor(at / 2) + (at % 2 ? 1 : -1), 0), size - 1);
    const oracle = (x: Float64Array) =>
      places([2, 6, 4, 4]).map(([image, row, column, channel]) => {
        const at = (h: number, w: number) => x[indexIn([2, 3, 2, 4], [image!, h, w, channel!])!]!;
        const [h, w, h2, w2] = [row! >> 1, column! >> 1, neighbour(row!, 3), neighbour(column!, 2)];
        return (9 * at(h, w) + 3 * at(h, w2) + 3 * at(h2, w) + at(h2, w2)) / 16;
      });
    await checkLayer(layers.upSampling2D({ interpolation: 'bilinear' }), { inputs: [[2, 3, 2, 4]], output: [2, 6, 4, 4], oracle });
  });
});
