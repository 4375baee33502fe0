/** Softmax and cross-entropies of rows, also far from 0, against f64 oracles. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { relu } from '../../../src/runtime/ops/elementwise.ts';
import { crossEntropy, logitsOf, logSoftmax, softmax, sparseCrossEntropy } from '../../../src/runtime/ops/softmax.ts';
import { checkOp, close } from '../../support/checkOp.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

function rows(columns: number, f: (row: number[]) => number[]) {
  return (x: ArrayLike<number>): number[] => {
    const all = Array.from(x);
    return Array.from({ length: all.length / columns }, (_, i) => f(all.slice(i * columns, (i + 1) * columns))).flat();
  };
}

function logSoftmaxOf(row: number[]): number[] {
  const top = Math.max(...row);
  const total = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
  return row.map((value) => value - top - Math.log(total));
}

const softmaxOf = (row: number[]) => logSoftmaxOf(row).map(Math.exp);

/** Spread over (-90, 90), with neighbours near each other, so that more than one class counts. */
const wide = (i: number) => 88 * Math.sin(0.9 * i) + 1.3 * Math.cos(2.3 * i);

describe('softmax(), logSoftmax()', () => {
  for (const columns of [1, 3, 10, 64]) {
    it(`computes and differentiates rows of ${columns}`, async () => {
      const shapes = [[3, columns]];
      await checkOp(softmax, { oracle: rows(columns, softmaxOf), shapes });
      await checkOp(logSoftmax, { oracle: rows(columns, logSoftmaxOf), shapes });
    });

    it(`holds for logits up to 90 in rows of ${columns}`, async () => {
      // exp() of a difference near 90 has 90 times the relative error of its argument.
      const far = { shapes: [[3, columns]], value: wide, forward: [1e-4, 1e-6], backward: [1e-3, 1e-5] } as const;
      await checkOp(softmax, { oracle: rows(columns, softmaxOf), ...far });
      await checkOp(logSoftmax, { oracle: rows(columns, logSoftmaxOf), ...far, forward: [1e-5, 1e-5] });
    });
  }

  it('takes any number of leading axes', async () => {
    await checkOp(softmax, { oracle: rows(4, softmaxOf), shapes: [[2, 3, 4]] });
    await checkOp(softmax, { oracle: rows(5, softmaxOf), shapes: [[5]] });
  });

  it('softmax() of a row with NaN is NaN, of others not', async () => {
    const data = new Float32Array([1, Number.NaN, 2, 1, 1, 1]);
    for (const op of [softmax, logSoftmax]) {
      const [y] = await evaluate((x) => [op(x)], [{ shape: [2, 3], data }]);
      expect(Array.from(y as Float32Array, Number.isNaN)).toEqual([true, true, true, false, false, false]);
    }
  });
});

describe('sparseCrossEntropy()', () => {
  const oracle = (labels: ArrayLike<number>, columns: number) => (x: ArrayLike<number>) =>
    rows(columns, logSoftmaxOf)(x).flatMap((value, i) => ((labels[Math.floor(i / columns)] as number) === i % columns ? [-value] : []));

  for (const columns of [1, 3, 10, 64]) {
    it(`computes and differentiates rows of ${columns}, near 0 and up to 90`, async () => {
      const labels = [0, columns - 1, Math.floor(columns / 2)];
      const loss = (x: Tensor, y: Tensor) => sparseCrossEntropy(y, x);
      const value = (f: (i: number) => number) => (i: number, j: number) => (j ? (labels[i] as number) : f(i));
      const check = { oracle: (x: Float64Array) => oracle(labels, columns)(x), shapes: [[3, columns], [3]], differentiate: [0] };
      await checkOp(loss, { ...check, value: value((i) => 2 * Math.sin(1.7 * i)) });
      await checkOp(loss, { ...check, value: value(wide), forward: [1e-5, 1e-5], backward: [1e-3, 1e-5] });
    });
  }

  it('is NaN for a row with NaN at another class, as is the gradient', async () => {
    const data = new Float32Array([1, Number.NaN, 2, 1, 1, 1]);
    const [loss] = await evaluate(
      (x, y) => [sparseCrossEntropy(y, x)],
      [
        { shape: [2, 3], data },
        { shape: [2], data: [0, 1] },
      ],
    );
    expect(Array.from(loss as Float32Array, Number.isNaN)).toEqual([true, false]);
  });

  it('takes leading axes and rejects labels that are not one per row', () => {
    const logits = placeholder('x', [2, 3, 4]);
    expect(sparseCrossEntropy(placeholder('y', [2, 3]), logits).shape).toEqual([2, 3]);
    expect(() => sparseCrossEntropy(placeholder('y', [2]), logits)).toThrow(
      'Cannot take the cross-entropy: labels have shape [2], logits [2,3,4], one label per row is needed',
    );
  });
});

describe('crossEntropy()', () => {
  for (const columns of [1, 3, 10, 64]) {
    it(`computes and differentiates rows of ${columns} with a distribution that need not sum to 1`, async () => {
      const oracle = (x: Float64Array, y: Float64Array) => {
        const terms = rows(columns, logSoftmaxOf)(x).map((value, i) => -value * (y[i] as number));
        return rows(columns, (row) => [row.reduce((sum, term) => sum + term, 0)])(terms);
      };
      const target = (i: number) => (i % 3 ? 0 : 0.4 + 0.1 * Math.sin(i));
      const value = (f: (i: number) => number) => (i: number, j: number) => (j ? target(i) : f(i));
      const check = {
        oracle,
        shapes: [
          [3, columns],
          [3, columns],
        ],
        differentiate: [0],
      };
      await checkOp((x, y) => crossEntropy(y, x), { ...check, value: value((i) => 2 * Math.sin(1.7 * i)) });
      await checkOp((x, y) => crossEntropy(y, x), { ...check, value: value(wide), forward: [1e-5, 1e-4], backward: [1e-3, 1e-5] });
    });
  }

  it('has no error where the loss vanishes', async () => {
    const inputs = [
      { shape: [1, 2], data: [40, -40] },
      { shape: [1, 2], data: [1, 0] },
    ];
    for (const profile of Object.values(PROFILES)) {
      const [loss] = await evaluate((x, y) => [crossEntropy(y, x)], inputs, profile);
      close(loss as Float32Array, [0], [0, 1e-7], 'loss');
    }
  });

  it('rejects a target of another shape', () => {
    expect(() => crossEntropy(placeholder('y', [3]), placeholder('x', [1, 3]))).toThrow(
      'Cannot take the cross-entropy: the target has shape [3], logits [1,3], they must be equal',
    );
  });
});

describe('logitsOf()', () => {
  it('gives the tensor before a softmax and nothing else', () => {
    const x = placeholder('x', [2, 3]);
    expect(logitsOf(softmax(x))).toBe(x);
    expect(logitsOf(relu(x))).toBeUndefined();
  });
});
