import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { binaryCrossEntropy, logOddsOf } from '../../../src/runtime/ops/binaryCrossEntropy.ts';
import { sigmoid } from '../../../src/runtime/ops/elementwise.ts';
import { softmax } from '../../../src/runtime/ops/softmax.ts';
import { checkOp, close } from '../../support/checkOp.ts';
import { evaluate } from '../../support/gpu.ts';

const exact = (y: number, x: number) => Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)));

describe('binaryCrossEntropy()', () => {
  it.each([[[1]], [[3]], [[4]], [[5, 7]], [[8, 4]]])('gives the loss of each element of %o and its gradient', async (shape) => {
    await checkOp((y, x) => binaryCrossEntropy(y, x), {
      oracle: (y, x) => x.map((value, i) => exact(y[i] as number, value)),
      shapes: [shape, shape],
      value: (i, j) => (j === 0 ? 0.5 + 0.5 * Math.sin(i) : 8 * Math.sin(1.7 * i + 0.3)),
      differentiate: [1],
    });
  });

  it('is exact far from 0, where an exponential would overflow, and near it', async () => {
    const x = [-80, -60, -20, -5, -1e-3, 0, 1e-3, 5, 20, 90, 200];
    for (const label of [0, 0.25, 1]) {
      const values = x.map((value) => exact(label, value));
      const [losses] = await evaluate(
        (y, p) => [binaryCrossEntropy(y as Tensor, p as Tensor)],
        [
          { shape: [x.length], data: x.map(() => label) },
          { shape: [x.length], data: x },
        ],
      );
      close(losses as Float32Array, values, [1e-5, 1e-30], `label ${label}`);
    }
  });

  it('rejects shapes that differ', () => {
    const [y, x] = [placeholder('y', [4]), placeholder('x', [4, 1])];
    expect(() => binaryCrossEntropy(y, x)).toThrow('Cannot take the cross-entropy: the target has shape [4], logits [4,1]');
  });
});

describe('logOddsOf()', () => {
  it('finds what is before a sigmoid, and nothing else', () => {
    const x = placeholder('x', [4, 3]);
    expect(logOddsOf(sigmoid(x))).toBe(x);
    expect(logOddsOf(softmax(x))).toBeUndefined();
    expect(logOddsOf(x)).toBeUndefined();
  });
});
