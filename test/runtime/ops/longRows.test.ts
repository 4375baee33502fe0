/** Softmax, its losses, sparsemax and arg-max of rows that a GPU's workgroups own: against f64 oracles, and how they are planned. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { argMax } from '../../../src/runtime/ops/argMax.ts';
import { equal, multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { mean, sum } from '../../../src/runtime/ops/reduce.ts';
import { crossEntropy, logSoftmax, softmax, sparseCrossEntropy } from '../../../src/runtime/ops/softmax.ts';
import { sparsemax } from '../../../src/runtime/ops/sparsemax.ts';
import { close } from '../../support/checkOp.ts';
import { evaluate, PROFILES, type Values } from '../../support/gpu.ts';

/** One entry for each invocation of a workgroup, one more for some, and many more. */
const SIZES = [
  { rows: 70, columns: 64 },
  { rows: 3, columns: 1026 },
  { rows: 2, columns: 20_000 },
] as const;

const labelsOf = (rows: number, columns: number) => Array.from({ length: rows }, (_, r) => (7 + 1018 * r) % columns);

function matrix(rows: number, columns: number, value: (i: number) => number): { shape: number[]; data: Float32Array; rows: number[][] } {
  const data = Float32Array.from({ length: rows * columns }, (_, i) => value(i));
  return { shape: [rows, columns], data, rows: Array.from({ length: rows }, (_, r) => [...data.subarray(r * columns, (r + 1) * columns)]) };
}

const logit = (i: number) => 9 * Math.sin(0.9 * i) + 1.3 * Math.cos(2.3 * i);
/** A distribution that adds up to more than 1, with classes of no weight. */
const weight = (i: number) => (i % 3 ? 0 : 0.01 + 0.005 * Math.sin(i));

function logSoftmaxOf(row: readonly number[]): number[] {
  const top = row.reduce((a, b) => Math.max(a, b));
  const total = row.reduce((total, value) => total + Math.exp(value - top), 0);
  return row.map((value) => value - top - Math.log(total));
}

/** By sorting: the threshold belongs to the most entries that all stay above it. */
function sparsemaxOf(row: readonly number[]): number[] {
  let total = -1;
  let threshold = 0;
  for (const [i, value] of [...row].sort((a, b) => b - a).entries()) {
    total += value;
    if (value > total / (i + 1)) threshold = total / (i + 1);
  }
  return row.map((value) => Math.max(value - threshold, 0));
}

function run(profile: Profile, build: (x: Tensor, y: Tensor, dy: Tensor) => (Tensor | undefined)[], ...inputs: Values[]) {
  return evaluate((x, y, dy) => build(x as Tensor, y as Tensor, dy as Tensor) as Tensor[], inputs, profile) as Promise<Float32Array[]>;
}

for (const profile of Object.values(PROFILES)) {
  describe(`long rows, ${profile.name}`, () => {
    for (const { rows, columns } of SIZES) {
      const x = matrix(rows, columns, logit);
      const logs = x.rows.map(logSoftmaxOf);

      it(`gives softmax(), logSoftmax() and argMax() of ${columns} columns`, async () => {
        const [p, log, at] = await run(profile, (x) => [softmax(x), logSoftmax(x), argMax(x)], x);
        // 20,000 terms added one after the other.
        close(p as Float32Array, logs.flat().map(Math.exp), [3e-5, 1e-9], 'softmax');
        close(log as Float32Array, logs.flat(), [1e-5, 1e-6], 'logSoftmax');
        expect([...(at as Float32Array)]).toEqual(x.rows.map((row) => row.indexOf(row.reduce((a, b) => Math.max(a, b)))));
      });

      it(`gives sparsemax() of ${columns} columns`, async () => {
        const [y] = await run(profile, (x) => [sparsemax(x)], x);
        close(y as Float32Array, x.rows.flatMap(sparsemaxOf), [1e-5, 1e-6], 'sparsemax');
      });

      it(`gives sparseCrossEntropy() of ${columns} columns and its gradient`, async () => {
        const labels = labelsOf(rows, columns);
        const build = (x: Tensor, y: Tensor) => {
          const loss = sparseCrossEntropy(y, x);
          return [loss, ...gradients(mean(loss), [x])];
        };
        const [loss, dx] = await run(profile, build, x, { shape: [rows], data: labels });
        close(
          loss as Float32Array,
          logs.map((row, r) => -(row[labels[r] as number] as number)),
          [1e-5, 1e-6],
          'loss',
        );
        const slopes = logs.flatMap((row, r) => row.map((one, j) => (Math.exp(one) - Number(j === labels[r])) / rows));
        close(dx as Float32Array, slopes, [1e-4, 1e-9], 'gradient');
      });

      it(`gives crossEntropy() of ${columns} columns and its gradient, losses weighted`, async () => {
        const y = matrix(rows, columns, weight);
        const dy = Array.from({ length: rows }, (_, r) => 0.5 + (r % 3));
        const build = (x: Tensor, y: Tensor, dy: Tensor) => {
          const loss = crossEntropy(y, x);
          return [loss, ...gradients(sum(multiply(loss, dy)), [x])];
        };
        const [loss, dx] = await run(profile, build, x, y, { shape: [rows], data: dy });
        const target = (r: number, j: number) => y.rows[r]?.[j] as number;
        const losses = logs.map((row, r) => row.reduce((total, one, j) => total - one * target(r, j), 0));
        close(loss as Float32Array, losses, [1e-5, 1e-6], 'loss');
        const mass = y.rows.map((row) => row.reduce((a, b) => a + b));
        const slopes = logs.flatMap((row, r) =>
          row.map((one, j) => (Math.exp(one) * (mass[r] as number) - target(r, j)) * (dy[r] as number)),
        );
        // Differences of numbers around 0.005.
        close(dx as Float32Array, slopes, [1e-4, 1e-6], 'gradient');
      });
    }

    it('is NaN in a row with NaN, of which arg-max is some place, and takes the first of equals', async () => {
      const x = matrix(2, 1024, (i) => (i === 5 ? Number.NaN : Number(i % 1024 > 600)));
      const build = (x: Tensor, y: Tensor) => [softmax(x), sparsemax(x), argMax(x), sparseCrossEntropy(y, x)];
      const [p, q, at, loss] = await run(profile, build, x, { shape: [2], data: [0, 0] });
      for (const y of [p, q]) expect([...(y as Float32Array)].map(Number.isNaN)).toEqual(Array.from({ length: 2048 }, (_, i) => i < 1024));
      expect((at as Float32Array)[0]).toBeLessThan(1024);
      expect((at as Float32Array)[1]).toBe(601);
      expect([...(loss as Float32Array)].map(Number.isNaN)).toEqual([true, false]);
    });

    it('keeps exp() in range, wherever the largest entry is', async () => {
      const x = matrix(200, 200, (i) => (i % 201 ? 0 : 500));
      const [p, loss] = await run(profile, (x, y) => [softmax(x), sparseCrossEntropy(y, x)], x, { shape: [200], data: labelsOf(200, 200) });
      expect([...(p as Float32Array)]).toEqual(Array.from({ length: 40_000 }, (_, i) => (i % 201 ? 0 : 1)));
      expect([...(loss as Float32Array)]).toEqual(labelsOf(200, 200).map((label, r) => (label === r ? 0 : 500)));
    });

    it('gives the same bits where a limit of time splits the rows', async () => {
      const x = matrix(5, 130, logit);
      const build = (x: Tensor, y: Tensor) => {
        const loss = sparseCrossEntropy(y, x);
        return [softmax(x), sparsemax(x), argMax(x), loss, ...gradients(mean(loss), [x])];
      };
      const labels = { shape: [5], data: labelsOf(5, 130) };
      const split = { ...profile, longestDispatch: 1e-12 };
      const y = placeholder('y', [5, 130]);
      const { dispatches } = plan({ outputs: [softmax(y)], profile: split, placeOf: () => 0 });
      expect(dispatches).toHaveLength(profile.name === 'gpu' ? 5 : 1);
      expect(await run(split, build, x, labels)).toEqual(await run(profile, build, x, labels));
    });

    it('takes a head of long rows in one dispatch, where a GPU has a workgroup for each row', () => {
      const workgroups = (columns: number) => {
        const [x, labels] = [placeholder('x', [300, columns]), placeholder('y', [300])];
        const loss = sparseCrossEntropy(labels, x);
        const outputs = [loss, equal(argMax(x), labels), ...gradients(mean(loss), [x])] as Tensor[];
        return plan({ outputs, profile, placeOf: () => 0 }).dispatches.map(({ grid }) => grid);
      };
      expect(workgroups(63)).toEqual([[5, 1]]);
      expect(workgroups(64)).toEqual([[profile.name === 'gpu' ? 300 : 5, 1]]);
    });
  });
}
