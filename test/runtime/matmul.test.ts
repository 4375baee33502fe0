import { describe, expect, it } from 'vitest';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import { matmul } from '../../src/runtime/ops/matmul.ts';
import { checkOp } from '../support/checkOp.ts';

const SIZES = [
  [1, 1, 1],
  [3, 5, 7],
  [8, 16, 4],
  [9, 17, 33],
  [32, 64, 20],
  [35, 12, 40],
] as const;

function product(m: number, n: number, k: number, ta: boolean, tb: boolean, batch = 1, batchB = batch) {
  return (a: Float64Array, b: Float64Array): Float64Array => {
    const c = new Float64Array(batch * m * n);
    for (let s = 0; s < batch; s++)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++)
          for (let l = 0; l < k; l++) {
            const x = a[s * m * k + (ta ? l * m + i : i * k + l)] as number;
            const y = b[(batchB === 1 ? 0 : s) * n * k + (tb ? j * k + l : l * n + j)] as number;
            c[(s * m + i) * n + j] = (c[(s * m + i) * n + j] as number) + x * y;
          }
    return c;
  };
}

describe('matmul()', () => {
  for (const [m, n, k] of SIZES) {
    it(`multiplies ${m}x${k} by ${k}x${n} in every layout`, async () => {
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        await checkOp((a, b) => matmul(a, b, { transposeA, transposeB }), {
          oracle: product(m, n, k, transposeA, transposeB),
          shapes: [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]],
        });
      }
    });
  }

  it('multiplies batches, and batches by one matrix', async () => {
    await checkOp((a, b) => matmul(a, b), {
      oracle: product(5, 6, 7, false, false, 3),
      shapes: [
        [3, 5, 7],
        [3, 7, 6],
      ],
    });
    await checkOp((a, b) => matmul(a, b), {
      oracle: product(5, 6, 7, false, false, 3, 1),
      shapes: [
        [3, 5, 7],
        [7, 6],
      ],
    });
  });

  it('rejects different inner sizes', () => {
    expect(() => matmul(placeholder('a', [2, 3]), placeholder('b', [4, 5]))).toThrow(
      'Cannot matmul [2,3] by [4,5]: inner sizes are 3 and 4, they must be equal',
    );
  });
});
