import { beforeEach, describe, expect, it } from 'vitest';
import { conv2D, dense, dropout, globalAveragePooling2D, type Model, sequential } from '../../src/index.ts';
import { NotCompiledError } from '../../src/train/errors.ts';
import { clearSession } from '../../src/train/names.ts';

function mnistNetwork(): Model {
  const model = sequential([dense(128, { activation: 'relu', inputShape: [784] }), dropout(0.2), dense(10, { activation: 'softmax' })]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** Variables begin at multiples of 256 bytes: the bias of 10 takes 64 elements. */
const WEIGHTS = 4 * (784 * 128 + 128 + 128 * 10 + 64);

/** The dispatch that needs most: it makes the gradients of an activation and of the logits. */
const FULLEST =
  'increment+assign [] & argMax+equal [32,1] & add+assign [] & sparseCrossEntropy [32] & add+assign [] & dense_1 sparseCrossEntropyGradientThroughWeight+dropout+reluGradient [32,128] & sparseCrossEntropyGradient [32,10]';

describe('memoryPlan()', () => {
  beforeEach(() => clearSession());

  it('counts the bytes of the MNIST network by class', async () => {
    const { toString: _, ...plan } = await mnistNetwork().memoryPlan();
    expect(plan).toEqual({
      batchSize: 32,
      weights: WEIGHTS,
      slots: 2 * WEIGHTS,
      state: 2848,
      activations: 151_568,
      data: 32 * 784 * 4 + 32 * 4 + 32 * 4,
      peak: 1_476_912,
      // The batch, an activation and its gradient, the gradient of the logits, and what is small.
      liveAt: { bytes: 151_184, dispatch: 1, label: FULLEST },
    });
  });

  it('grows with the batch by activations and data alone', async () => {
    const model = mnistNetwork();
    const [small, large] = [await model.memoryPlan(32), await model.memoryPlan(320)];
    expect(large).toMatchObject({ weights: small.weights, slots: small.slots, state: small.state, data: 10 * small.data });
    expect(large.activations).toBeGreaterThan(9 * small.activations);
    expect(large.peak - small.peak).toBe(large.activations + large.data - small.activations - small.data);
  });

  it('is printed as a table', async () => {
    const lines = `${await mnistNetwork().memoryPlan()}`.split('\n');
    expect(lines[1]).toBe('┃ Training, 32 rows              ┃            Bytes ┃');
    expect(lines).toContain('│ Optimizer slots                │          814,592 │');
    expect(lines.at(-1)).toBe(`At dispatch 1, ${FULLEST}, 151,184 bytes of activations and gradients live.`);
  });

  it('refuses what it cannot count', async () => {
    await expect(mnistNetwork().memoryPlan(0)).rejects.toThrow(RangeError);
    await expect(sequential([dense(2, { inputShape: [3] })]).memoryPlan()).rejects.toThrow(NotCompiledError);
    const open = sequential([conv2D(4, 3, { inputShape: [null, 32, 3] }), globalAveragePooling2D(), dense(1)]);
    open.compile({ optimizer: 'adam', loss: 'mse' });
    await expect(open.memoryPlan()).rejects.toThrow(
      new RangeError(
        'Cannot plan memory for [null, null, 32, 3]: sizes of null are open, all but the batch must be given, as in input([32, 32, 3])',
      ),
    );
  });
});
