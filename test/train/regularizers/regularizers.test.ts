import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { l1, l1l2, l2, orthogonalRegularizer } from '../../../src/train/regularizers/index.ts';
import { checkOp } from '../../support/checkOp.ts';

function penalty(first: number, second: number) {
  return (x: Float64Array): number[] => [x.reduce((sum, value) => sum + first * Math.abs(value) + second * value ** 2, 0)];
}

/** Mean |cosine| of different rows, times factor. */
function rowPenalty(x: Float64Array, rows: number, columns: number, factor: number): number[] {
  const at = (i: number) => x.slice(i * columns, (i + 1) * columns);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  let total = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < i; j++) total += Math.abs(dot(at(i), at(j))) / Math.sqrt(dot(at(i), at(i)) * dot(at(j), at(j)));
  return [(factor * total) / ((rows * (rows - 1)) / 2)];
}

describe('regularizers', () => {
  it('l1, l2 and l1l2 add up absolute values and squares', async () => {
    await checkOp((x) => l1().call(x), { oracle: penalty(0.01, 0), shapes: [[3, 5]] });
    await checkOp((x) => l2(0.3).call(x), { oracle: penalty(0, 0.3), shapes: [[2, 3, 4]] });
    await checkOp((x) => l1l2({ l1: 0.1, l2: 0.2 }).call(x), { oracle: penalty(0.1, 0.2), shapes: [[17]] });
  });

  it('l1l2 without factors costs nothing', () => {
    expect(l1l2().call(placeholder('x', [3])).node.inputs).toEqual([]);
  });

  it('orthogonalRegularizer penalizes rows or columns that are not orthogonal', async () => {
    await checkOp((x) => orthogonalRegularizer({ factor: 0.5 }).call(x), { oracle: (x) => rowPenalty(x, 4, 6, 0.5), shapes: [[4, 6]] });
    const columns = (x: Float64Array) =>
      rowPenalty(
        x.map((_, i) => x[(i % 4) * 3 + Math.floor(i / 4)]!),
        3,
        4,
        0.5,
      );
    await checkOp((x) => orthogonalRegularizer({ factor: 0.5, mode: 'columns' }).call(x), { oracle: columns, shapes: [[4, 3]] });
  });

  it('orthogonalRegularizer gives 0 for one row, and for zeros', async () => {
    await checkOp((x) => orthogonalRegularizer().call(x), { oracle: () => [0], shapes: [[1, 6]] });
    await checkOp((x) => orthogonalRegularizer().call(x), { oracle: () => [0], shapes: [[3, 6]], value: () => 0, differentiate: [] });
  });
});
