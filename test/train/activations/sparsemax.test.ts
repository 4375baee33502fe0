import { describe, expect, it } from 'vitest';
import { sparsemax } from '../../../src/train/activations/sparsemax.ts';
import { checkOp } from '../../support/checkOp.ts';
import { evaluate } from '../../support/gpu.ts';

/** By sorting (Martins and Astudillo 2016, algorithm 1): another way than the kernel's. */
function ofRow(row: Float64Array): Float64Array {
  const sorted = row.toSorted().reverse();
  let [total, limit] = [0, 0];
  for (const [k, z] of sorted.entries()) {
    total += z;
    if (1 + (k + 1) * z > total) limit = (total - 1) / (k + 1);
  }
  return row.map((x) => Math.max(x - limit, 0));
}

function rows(columns: number) {
  return (x: Float64Array): number[] =>
    Array.from({ length: x.length / columns }, (_, r) => [...ofRow(x.slice(r * columns, (r + 1) * columns))]).flat();
}

describe('sparsemax()', () => {
  for (const [count, columns] of [
    [1, 1],
    [3, 6],
    [65, 5],
    [2, 130],
  ] as const) {
    it(`projects ${count} rows of ${columns} onto probabilities`, async () => {
      await checkOp((x) => sparsemax(x), {
        oracle: rows(columns),
        shapes: [[count, columns]],
        value: (i) => 0.4 * Math.sin(1.7 * i + 0.3),
      });
    });
  }

  it('works along other axes', async () => {
    const columns = (x: Float64Array) => {
      const transposed = x.map((_, i) => x[(i % 4) * 6 + Math.floor(i / 4)]!);
      const y = Float64Array.from(rows(4)(transposed));
      return x.map((_, i) => y[(i % 6) * 4 + Math.floor(i / 6)]!);
    };
    await checkOp((x) => sparsemax(x, { axis: 0 }), { oracle: columns, shapes: [[4, 6]], value: (i) => 0.4 * Math.sin(1.7 * i + 0.3) });
  });

  it('keeps large values apart, shares ties and passes NaN', async () => {
    const data = [1e8, 1e8, 0, 7, 7, 7, Number.NaN, 0, 0];
    const [y] = await evaluate((x) => [sparsemax(x)], [{ shape: [3, 3], data }]);
    const third = Math.fround(1 / 3);
    expect([...y!]).toEqual([0.5, 0.5, 0, third, third, third, Number.NaN, Number.NaN, Number.NaN]);
  });
});
