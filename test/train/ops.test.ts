/** Functions of `ops` along axes other than those that their kernels work along, against f64 oracles. */
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/runtime/graph/tensor.ts';
import { sizeOf, type Tensor } from '../../src/runtime/graph/tensor.ts';
import * as ops from '../../src/train/ops.ts';
import { checkOp } from '../support/checkOp.ts';
import { evaluate, PROFILES } from '../support/gpu.ts';
import { indexIn, places } from '../support/windows.ts';

const SHAPE = [2, 3, 4];

/** For each element of SHAPE, the number of its line along `axes`: the elements that share their place along all others. */
function linesAlong(axes: readonly number[]): number[] {
  const sizes = SHAPE.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return places(SHAPE).map(
    (place) =>
      indexIn(
        sizes,
        place.map((at, axis) => (axes.includes(axis) ? 0 : at)),
      )!,
  );
}

function softmaxOracle(axes: readonly number[]) {
  const lines = linesAlong(axes);
  return (x: Float64Array) => {
    const sums: number[] = [];
    for (const [i, value] of x.entries()) sums[lines[i]!] = (sums[lines[i]!] ?? 0) + Math.exp(value);
    return x.map((value, i) => Math.exp(value) / sums[lines[i]!]!);
  };
}

describe('softmax() and logSoftmax()', () => {
  for (const [axis, axes] of [
    [0, [0]],
    [-2, [1]],
    [-1, [2]],
    [
      [0, -1],
      [0, 2],
    ],
  ] as const) {
    it(`work along axis ${axis}`, async () => {
      const oracle = softmaxOracle(axes);
      await checkOp((x) => ops.softmax(x, { axis }), { oracle, shapes: [SHAPE] });
      await checkOp((x) => ops.logSoftmax(x, { axis }), { oracle: (x) => oracle(x).map(Math.log), shapes: [SHAPE] });
    });
  }
});

/** The element of x of each place of the output. */
function taken(axis: number, numbers: readonly number[], lead: Shape) {
  const output = [...SHAPE.slice(0, axis), ...lead, ...SHAPE.slice(axis + 1)];
  return (x: Float64Array) =>
    places(output).map((place) => {
      const number = numbers[indexIn(lead, place.slice(axis, axis + lead.length))!]!;
      return x[indexIn(SHAPE, [...place.slice(0, axis), number, ...place.slice(axis + lead.length)])!]!;
    });
}

describe('take()', () => {
  const numbers = [1, 0, 2, 1];
  for (const [axis, at] of [
    [1, 1],
    [-1, 2],
  ] as const) {
    it(`takes slices of axis ${axis}`, () =>
      checkOp((x, indices) => ops.take(x, ops.reshape(indices, [2, 2]), { axis }), {
        oracle: (x) => taken(at, numbers, [2, 2])(x),
        shapes: [SHAPE, [4]],
        value: (i, j) => (j ? numbers[i]! : Math.sin(i)),
        differentiate: [0],
      }));
  }

  it('takes one slice by its number, negative from the end', async () => {
    const oracle = (x: Float64Array) => taken(1, [2], [])(x);
    await checkOp((x) => ops.take(x, -1, { axis: 1 }), { oracle, shapes: [SHAPE] });
    await checkOp((x) => ops.take(x, 2, { axis: -2 }), { oracle, shapes: [SHAPE] });
  });
});

describe('argmax()', () => {
  const data = Float32Array.from({ length: sizeOf(SHAPE) }, (_, i) => Math.sin(3 * i));

  it.each([
    [0, [3, 4]],
    [1, [2, 4]],
    [-1, [2, 3]],
  ] as const)('finds the largest along axis %s', async (axis, shape) => {
    const at = axis < 0 ? axis + 3 : axis;
    const expected = places(shape).map((place) => {
      const line = Array.from({ length: SHAPE[at]! }, (_, i) => data[indexIn(SHAPE, place.toSpliced(at, 0, i))!]!);
      return line.indexOf(Math.max(...line));
    });
    const call = (keepDims: boolean) => (x: Tensor) => [ops.argmax(x, { axis, keepDims })];
    for (const profile of Object.values(PROFILES)) {
      for (const keepDims of [false, true])
        expect([...(await evaluate(call(keepDims), [{ shape: SHAPE, data }], profile))[0]!]).toEqual(expected);
    }
  });

  it('finds the largest of all', async () => {
    const [found] = await evaluate((x) => [ops.argmax(x, { axis: null })], [{ shape: SHAPE, data }]);
    expect([...found!]).toEqual([data.indexOf(Math.max(...data))]);
  });
});
