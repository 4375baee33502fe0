/** Weight gradients of few columns against an f64 oracle, and where they are taken. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add } from '../../../src/runtime/ops/elementwise.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { checkOp } from '../../support/checkOp.ts';
import { PROFILES } from '../../support/gpu.ts';

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

const product = (a: Tensor, b: Tensor) => matmul(a, b, { transposeA: true });

function oracleOf({ m, n, k }: Sizes) {
  return (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from({ length: m * n }, (_, i) => {
      let total = 0;
      for (let at = 0; at < k; at++) total += (a[at * m + Math.floor(i / n)] as number) * (b[at * n + (i % n)] as number);
      return total;
    });
}

function planned({ m, n, k }: Sizes): string {
  const [a, b] = [placeholder('a', [k, m]), placeholder('b', [k, n])];
  return plan({ outputs: [product(a, b)], profile: PROFILES.gpu, placeOf: () => 0 }).toString();
}

describe('narrow matmul()', () => {
  for (const sizes of [
    { m: 4, n: 1, k: 1 },
    { m: 8, n: 2, k: 5 },
    { m: 12, n: 3, k: 64 },
    { m: 132, n: 10, k: 33 },
    { m: 20, n: 15, k: 4 },
  ]) {
    const { m, n, k } = sizes;
    const shapes = [
      [k, m],
      [k, n],
    ];

    it(`computes and differentiates [${k},${m}]ᵀ by [${k},${n}]`, async () => {
      expect(planned(sizes)).toMatch(/narrowMatmul/);
      await checkOp(product, { oracle: oracleOf(sizes), shapes, forward: [1e-5, 1e-5] });
    });

    it(`runs vectors in its epilogue for [${k},${m}]ᵀ by [${k},${n}]`, async () => {
      const oracle = (a: Float64Array, b: Float64Array, c: Float64Array) => oracleOf(sizes)(a, b).map((one, i) => one + (c[i] as number));
      const three = { oracle, shapes: [...shapes, [m, n]], differentiate: [], forward: [1e-5, 1e-5] } as const;
      await checkOp((a, b, c) => add(product(a as Tensor, b as Tensor), c as Tensor), three);
    });
  }

  it('is left to tiles for long sums, whole vectors, many columns and odd rows', () => {
    for (const sizes of [
      { m: 8, n: 3, k: 65 },
      { m: 8, n: 4, k: 8 },
      { m: 8, n: 17, k: 8 },
      { m: 6, n: 3, k: 8 },
    ]) {
      expect(planned(sizes)).not.toMatch(/narrowMatmul/);
    }
  });
});
