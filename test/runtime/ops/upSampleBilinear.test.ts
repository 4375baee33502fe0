/** Images made larger by linear interpolation, against the definition by distances. */
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../src/runtime/graph/tensor.ts';
import { upSampleBilinear } from '../../../src/runtime/ops/upSampleBilinear.ts';
import { checkOp } from '../../support/checkOp.ts';
import { evaluate } from '../../support/gpu.ts';
import { indexIn, places } from '../../support/windows.ts';

/** The weight of element i of `count` at output o: a triangle of one element to each side, clamped to the ends. */
function weight(o: number, i: number, count: number, size: number): number {
  const at = Math.min(Math.max((o + 0.5) / size - 0.5, 0), count - 1);
  return Math.max(0, 1 - Math.abs(at - i));
}

function interpolated(
  [images, height, width, channels]: readonly [number, number, number, number],
  [rows, columns]: readonly [number, number],
) {
  return (x: Float64Array): number[] =>
    places([images, height * rows, width * columns, channels]).map(([image, row, column, channel]) =>
      places([height, width]).reduce((total, [h, w]) => {
        const share = weight(row as number, h as number, height, rows) * weight(column as number, w as number, width, columns);
        return total + share * (x[indexIn([images, height, width, channels], [image, h, w, channel] as number[]) as number] as number);
      }, 0),
    );
}

describe('upSampleBilinear()', () => {
  for (const [shape, size] of [
    [
      [2, 3, 4, 4],
      [2, 2],
    ],
    [
      [1, 4, 3, 3],
      [3, 2],
    ],
    [
      [1, 1, 5, 1],
      [4, 5],
    ],
    [
      [2, 2, 2, 8],
      [1, 3],
    ],
    [
      [1, 2, 3, 2],
      [1, 1],
    ],
  ] as [readonly [number, number, number, number], readonly [number, number]][]) {
    it(`makes [${shape}] [${size}] times as large`, async () => {
      await checkOp((x) => upSampleBilinear(x, size), { oracle: interpolated(shape, size), shapes: [shape as Shape] });
    });
  }

  it('gives what Keras gives', async () => {
    const [y] = await evaluate((x) => [upSampleBilinear(x, [3, 2])], [{ shape: [1, 2, 3, 1], data: [0, 1, 2, 3, 4, 5] }]);
    const row = (first: number) => [0, 0.25, 0.75, 1.25, 1.75, 2].map((value) => value + first);
    const expected = [0, 0, 1, 2, 3, 3].flatMap(row);
    for (const [i, value] of expected.entries()) expect(y?.[i]).toBeCloseTo(value, 6);
  });
});
