import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { concatenate, flatten, inputLayer, permute, repeatVector, reshape, unitNormalization } from '../../../src/train/layers/index.ts';
import { checkLayer, runLayer } from '../../support/checkLayer.ts';
import { evaluate } from '../../support/gpu.ts';
import { indexIn, places } from '../../support/windows.ts';

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

describe('permute()', () => {
  it('puts axes into another order, counted from 1', async () => {
    const oracle = (x: Float64Array) => places([2, 4, 2, 3]).map(([b, k, i, j]) => x[indexIn([2, 2, 3, 4], [b!, i!, j!, k!])!]!);
    await checkLayer(permute([3, 1, 2]), { inputs: [[2, 2, 3, 4]], output: [2, 4, 2, 3], oracle });
    const swapped = (x: Float64Array) => places([2, 3, 2, 4]).map(([b, j, i, k]) => x[indexIn([2, 2, 3, 4], [b!, i!, j!, k!])!]!);
    await checkLayer(permute([2, 1, 3]), { inputs: [[2, 2, 3, 4]], output: [2, 3, 2, 4], oracle: swapped });
    expect(permute([2, 1]).computeOutputShape([null, null, 3])).toEqual([null, 3, null]);
  });
});

describe('repeatVector()', () => {
  it('makes equal steps of each sample', async () => {
    const oracle = (x: Float64Array) => places([2, 3, 5]).map(([b, , f]) => x[b! * 5 + f!]!);
    await checkLayer(repeatVector(3), { inputs: [[2, 5]], output: [2, 3, 5], oracle });
    expect(repeatVector(3).computeOutputShape([null, null])).toEqual([null, 3, null]);
  });
});

describe('unitNormalization()', () => {
  /** Each element divided by the length of those that have the same places at `rest`. */
  const normalized = (shape: readonly number[], rest: readonly number[]) => (x: Float64Array) => {
    const key = (place: readonly number[]) => rest.map((axis) => place[axis]).join();
    const squares = new Map<string, number>();
    for (const [i, place] of places(shape).entries()) squares.set(key(place), (squares.get(key(place)) ?? 0) + x[i]! ** 2);
    return places(shape).map((place, i) => x[i]! / Math.max(Math.sqrt(squares.get(key(place))!), 1e-12));
  };

  it('brings vectors along one axis or several to length 1', async () => {
    await checkLayer(unitNormalization(), { inputs: [[3, 5]], output: [3, 5], oracle: normalized([3, 5], [0]) });
    await checkLayer(unitNormalization({ axis: 1 }), { inputs: [[2, 3, 4]], output: [2, 3, 4], oracle: normalized([2, 3, 4], [0, 2]) });
    await checkLayer(unitNormalization({ axis: [1, 2] }), { inputs: [[2, 3, 4]], output: [2, 3, 4], oracle: normalized([2, 3, 4], [0]) });
  });

  it('leaves a vector of zeros as it is, with a finite gradient', async () => {
    const build = (x: Tensor) => {
      const y = runLayer(unitNormalization(), [x]);
      return [y, gradients(sum(y), [x])[0]!];
    };
    const [y, dx] = await evaluate(build, [{ shape: [1, 3], data: [0, 0, 0] }]);
    expect([...y!]).toEqual([0, 0, 0]);
    expect([...dx!].every((value) => Math.abs(value / 1e12 - 1) < 1e-5)).toBe(true);
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
