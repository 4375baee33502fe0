/** Reductions over every kind of axis, in one and two stages, against f64 oracles. */
import { describe, expect, it } from 'vitest';
import { constant, placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import { argMax } from '../../../src/runtime/ops/argMax.ts';
import { broadcastTo, multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { max, mean, min, prod, type ReduceOptions, sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { softmax } from '../../../src/runtime/ops/softmax.ts';
import { sliceCount } from '../../../src/runtime/ops/span.ts';
import { checkOp, close } from '../../support/checkOp.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

type Fold = (values: number[]) => number;

const FOLDS = {
  sum: (values: number[]) => values.reduce((a, b) => a + b, 0),
  mean: (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length,
  prod: (values: number[]) => values.reduce((a, b) => a * b, 1),
  max: (values: number[]) => Math.max(...values),
  min: (values: number[]) => Math.min(...values),
} as const;

/** The f64 values of a fold over `axes` (none negative), in the order of what remains. */
function folding(fold: Fold, shape: Shape, axes: readonly number[]) {
  return (x: ArrayLike<number>): number[] => {
    const buckets = new Map<string, number[]>();
    for (let index = 0; index < x.length; index++) {
      const key = coordinates(index, shape)
        .filter((_, axis) => !axes.includes(axis))
        .join();
      buckets.set(key, [...(buckets.get(key) ?? []), x[index] as number]);
    }
    return [...buckets.values()].map(fold);
  };
}

function coordinates(index: number, shape: Shape): number[] {
  let rest = index;
  const reversed = shape.toReversed().map((size) => {
    const at = rest % size;
    rest = Math.floor(rest / size);
    return at;
  });
  return reversed.reverse();
}

const AXES: readonly (readonly [what: string, shape: Shape, axis: ReduceOptions['axis'], axes: readonly number[]])[] = [
  ['the last axis, one element wide', [5, 3], -1, [1]],
  ['the last axis, a multiple of 4', [3, 8], 1, [1]],
  ['the last axis, long enough for a tree', [3, 70], -1, [1]],
  ['the first axis', [5, 3], 0, [0]],
  ['the first axis beside a multiple of 4', [5, 8], -2, [0]],
  ['a middle axis', [2, 3, 4], 1, [1]],
  ['a middle axis beside a multiple of 4, long enough for a tree', [2, 70, 8], 1, [1]],
  ['the first two axes', [2, 3, 5], [0, 1], [0, 1]],
  ['axes that do not neighbour', [2, 3, 4, 3], [0, 2], [0, 2]],
  ['negative axes in any order', [2, 3, 4], [-1, -3], [0, 2]],
  ['all axes', [3, 5], undefined, [0, 1]],
  ['axes of size 1', [1, 4, 1], [0, 2], [0, 2]],
  ['no axis', [4], [], []],
];

describe('sum()', () => {
  for (const [what, shape, axis, axes] of AXES) {
    it(`adds along ${what}`, async () => {
      await checkOp((x) => sum(x, { axis }), { oracle: folding(FOLDS.sum, shape, axes), shapes: [shape] });
    });
  }

  it('keeps reduced axes with size 1 where asked', () => {
    const x = placeholder('x', [2, 3, 4]);
    expect(sum(x, { axis: 1, keepDims: true }).shape).toEqual([2, 1, 4]);
    expect(sum(x, { axis: [0, -1], keepDims: true }).shape).toEqual([1, 3, 1]);
    expect(sum(x, { axis: [0, -1] }).shape).toEqual([3]);
    expect(sum(x, { keepDims: true }).shape).toEqual([1, 1, 1]);
    expect(sum(x, { axis: null }).shape).toEqual([]);
  });

  it('adds constants', async () => {
    const [total] = await evaluate(() => [sum(reshape(constant(0.5, [3, 4]), [12]))], []);
    expect(total?.[0]).toBe(6);
  });

  it('rejects axes that are not there', () => {
    const x = placeholder('x', [2, 3]);
    expect(() => sum(x, { axis: 2 })).toThrow('Cannot reduce axis 2 of [2,3]: it must be an integer from -2 to 1');
    expect(() => sum(x, { axis: [0, -3] })).toThrow(RangeError);
    expect(() => sum(x, { axis: 0.5 })).toThrow(RangeError);
  });
});

describe('reductions of other kinds', () => {
  const ops = { mean, prod, max, min };
  for (const [name, op] of Object.entries(ops)) {
    it(`${name}() folds rows and columns, and differentiates`, async () => {
      const fold = FOLDS[name as keyof typeof ops];
      for (const [shape, axis] of [
        [[3, 5], 1],
        [[3, 8], 1],
        [[3, 4], 0],
        [[2, 66], 1],
      ] as const) {
        // Products of 66 numbers stay near 1 with numbers near 1.
        const value = (i: number) => (i % 2 ? -1 : 1) * (1 + 0.2 * Math.sin(1.7 * i));
        await checkOp((x) => op(x, { axis }), { oracle: folding(fold, shape, [axis]), shapes: [shape], value, forward: [2e-5, 1e-6] });
      }
    });
  }

  it('max() and min() share the gradient among equals', async () => {
    const x = { shape: [2, 4], data: [3, 1, 3, 3, 0, 0, 5, 5] };
    const [largest, smallest] = await evaluate(
      (tensor) => [max, min].map((op) => gradients(sum(multiply(op(tensor, { axis: 1 }), 6)), [tensor])[0] as Tensor),
      [x],
    );
    expect(Array.from(largest as Float32Array)).toEqual([2, 0, 2, 2, 0, 0, 3, 3]);
    expect(Array.from(smallest as Float32Array)).toEqual([0, 6, 0, 0, 3, 3, 0, 0]);
  });

  it('max() and min() pass NaN in every kernel', async () => {
    for (const profile of Object.values(PROFILES)) {
      for (const [rows, columns, axis] of [
        [2, 5, 1],
        [2, 8, 1],
        [2, 70, 1],
        [5, 2, 0],
        [5, 8, 0],
      ] as const) {
        const data = Float32Array.from({ length: rows * columns }, (_, i) => i - 3);
        data[1] = Number.NaN;
        const results = await evaluate((x) => [max(x, { axis }), min(x, { axis })], [{ shape: [rows, columns], data }], profile);
        for (const result of results) expect(Array.from(result, Number.isNaN)).toEqual(Array.from(result, (_, i) => i === (axis ? 0 : 1)));
      }
    }
  });
});

describe('slices of long reductions', () => {
  it('are as many as keep a device at work, and more where a tree takes them together', () => {
    const rows = { outer: 1, reduced: 32_768 };
    expect(sliceCount({ ...rows, inner: 32 }, PROFILES.gpu)).toBe(1024);
    expect(sliceCount({ ...rows, inner: 33 }, PROFILES.gpu)).toBe(256);
    expect(sliceCount({ ...rows, inner: 32 }, PROFILES.software)).toBe(128);
    expect(sliceCount({ outer: 1, reduced: 255, inner: 32 }, PROFILES.gpu)).toBe(1);
  });
});

describe('long reductions', () => {
  const LENGTH = 4096 + 64;

  it('sum() of one long row runs in two stages', async () => {
    const oracle = folding(FOLDS.sum, [1, LENGTH], [1]);
    const value = (i: number) => Math.sin(1.7 * i) + 0.1;
    // The error of n additions in a tree of depth d is d eps times the sum of magnitudes, here 6 times the sum.
    await checkOp((x) => sum(x, { axis: 1 }), { oracle, shapes: [[1, LENGTH]], value, forward: [2e-5, 0], differentiate: [] });
  });

  it('sum() and max() of few long columns run in two stages', async () => {
    const shape = [LENGTH, 2];
    for (const [op, fold] of [
      [sum, FOLDS.sum],
      [max, FOLDS.max],
    ] as const) {
      await checkOp((x) => op(x, { axis: 0 }), {
        oracle: folding(fold, shape, [0]),
        shapes: [shape],
        forward: [2e-5, 1e-4],
        differentiate: [],
      });
    }
  });

  it('sum() of a length without small factors runs in one', async () => {
    const oracle = folding(FOLDS.sum, [1, 2053], [1]);
    await checkOp((x) => sum(x, { axis: 1 }), { oracle, shapes: [[1, 2053]], value: (i) => (i % 7) - 2, differentiate: [] });
  });

  it('has a gradient', async () => {
    const x = { shape: [2048], data: new Float32Array(2048).fill(1) };
    const [dx] = await evaluate(
      (tensor) => gradients(multiply(sum(tensor), 3), [tensor]).map((t) => multiply(t as Tensor, placeholderLike(tensor))),
      [x],
    );
    expect(dx).toEqual(new Float32Array(2048).fill(3));
  });
});

/** Ones of a tensor's shape that are no constants. */
function placeholderLike(x: Tensor): Tensor {
  return broadcastTo(reshape(max(x), [1]), x.shape);
}

describe('argMax()', () => {
  it('finds the first of equals along the last axis', async () => {
    for (const profile of Object.values(PROFILES)) {
      const x = { shape: [2, 2, 5], data: [1, 4, 4, 0, 2, -3, -1, -2, -1, -5, 7, 7, 7, 7, 7, 0, 1, 2, 3, 4] };
      const [at] = await evaluate((tensor) => [argMax(tensor)], [x], profile);
      expect(Array.from(at as Float32Array)).toEqual([1, 1, 0, 4]);
    }
  });

  it('looks at the logits of a softmax', async () => {
    const [at] = await evaluate((x) => [argMax(softmax(x))], [{ shape: [1, 3], data: [200, 100, 201] }]);
    expect(at?.[0]).toBe(2);
    expect(argMax(placeholder('x', [2, 3, 4])).shape).toEqual([2, 3]);
  });
});

describe('mean()', () => {
  it('divides by the number of elements reduced', async () => {
    const [all, rows] = await evaluate((x) => [mean(x), mean(x, { axis: 1 })], [{ shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }]);
    close(all as Float32Array, [3.5], [1e-6, 0], 'all');
    close(rows as Float32Array, [2, 5], [1e-6, 0], 'rows');
  });
});
