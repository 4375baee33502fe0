import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { concatenate, flatten, inputLayer, reshape } from '../../../src/train/layers/index.ts';
import { checkLayer, runLayer } from '../../support/checkLayer.ts';

const same = (x: Float64Array): Float64Array => x;

describe('flatten()', () => {
  it('makes rows of samples of any shape', async () => {
    await checkLayer(flatten(), { inputs: [[2, 3, 4]], output: [2, 12], oracle: same });
    await checkLayer(flatten(), { inputs: [[3, 4]], output: [3, 4], oracle: same });
    await checkLayer(flatten(), { inputs: [[3]], output: [3, 1], oracle: same });
    expect(flatten().computeOutputShape([null, 3, null])).toEqual([null, null]);
  });

  it('moves channels to the end first when they come first', async () => {
    const moved = (x: Float64Array) => x.map((_, i) => x[Math.floor(i / 12) * 12 + (i % 3) * 4 + Math.floor((i % 12) / 3)]!);
    await checkLayer(flatten({ dataFormat: 'channels_first' }), { inputs: [[2, 3, 2, 2]], output: [2, 12], oracle: moved });
    await checkLayer(flatten({ dataFormat: 'channels_first' }), { inputs: [[2, 3]], output: [2, 3], oracle: same });
  });
});

describe('reshape()', () => {
  it('gives samples another shape, one size of which may be computed', async () => {
    await checkLayer(reshape([2, 6]), { inputs: [[3, 12]], output: [3, 2, 6], oracle: same });
    await checkLayer(reshape([2, -1, 2]), { inputs: [[3, 4, 3]], output: [3, 2, 3, 2], oracle: same });
    await checkLayer(reshape([-1]), { inputs: [[3, 4, 3]], output: [3, 12], oracle: same });
    expect(reshape([2, -1]).computeOutputShape([null, null, 3])).toEqual([null, 2, null]);
  });
});

describe('concatenate()', () => {
  it('joins along the last axis or another', async () => {
    const last = (a: Float64Array, b: Float64Array) =>
      [0, 1, 2].flatMap((row) => [...a.slice(row * 2, row * 2 + 2), ...b.slice(row * 4, row * 4 + 4)]);
    await checkLayer(concatenate(), {
      inputs: [
        [3, 2],
        [3, 4],
      ],
      output: [3, 6],
      oracle: last,
    });
    const first = (a: Float64Array, b: Float64Array, c: Float64Array) =>
      [0, 1].flatMap((row) => [a, b, c].flatMap((x) => [...x.slice((row * x.length) / 2, ((row + 1) * x.length) / 2)]));
    await checkLayer(concatenate({ axis: 1 }), {
      inputs: [
        [2, 1, 3],
        [2, 2, 3],
        [2, 1, 3],
      ],
      output: [2, 4, 3],
      oracle: first,
    });
    await checkLayer(concatenate(), { inputs: [[3, 2]], output: [3, 2], oracle: same });
    expect(
      concatenate({ axis: -2 }).computeOutputShape([
        [null, null, 3],
        [null, 2, 3],
      ]),
    ).toEqual([null, null, 3]);
  });
});

describe('inputLayer()', () => {
  it('is its input', () => {
    const x = placeholder('x', [2, 3]);
    expect(runLayer(inputLayer([3]), [x])).toBe(x);
  });
});
