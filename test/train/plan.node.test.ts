import { beforeEach, describe, expect, it } from 'vitest';
import { Variable } from '../../src/runtime/graph/leaf.ts';
import { plan } from '../../src/runtime/graph/plan.ts';
import type { Compiled } from '../../src/train/compile.ts';
import { functional } from '../../src/train/functional.ts';
import {
  add,
  batchNormalization,
  concatenate,
  conv2D,
  dense,
  dropout,
  flatten,
  input,
  maxPooling2D,
  reLU,
  rescaling,
} from '../../src/train/layers/index.ts';
import { remat } from '../../src/train/layers/remat.ts';
import type { Model } from '../../src/train/model.ts';
import { clearSession } from '../../src/train/names.ts';
import { sgd } from '../../src/train/optimizers/index.ts';
import { sequential } from '../../src/train/sequential.ts';
import { type Mode, type StepSpec, traceStep } from '../../src/train/step.ts';
import { PROFILES } from '../support/gpu.ts';

/** The plan of one step as text: one more dispatch, or another fusion, shows as a difference. */
function planText(model: Model, mode: Mode, spec: Omit<StepSpec, 'mode'>, profile: keyof typeof PROFILES): string {
  const { compiled, outputs } = model.dataTarget;
  const objective = (compiled as Compiled).objective(
    outputs,
    spec.y.map(({ sample }) => [null, ...sample]),
  );
  const state = (name: string) => new Variable(name, [], { dtype: 'u32', slab: 'state' });
  const parts = { layer: model, objective, optimizer: model.optimizer, offset: state('offset'), seed: state('seed'), twins: new Map() };
  const traced = traceStep(parts, { mode, ...spec });
  const planned = plan({ outputs: traced.predictions, writes: traced.writes, profile: PROFILES[profile], placeOf: () => 0 });
  return `${planned.toString()}\n`;
}

function mnistNetwork(): Model {
  const model = sequential([
    rescaling(1 / 255, { inputShape: [784] }),
    dense(128, { activation: 'relu' }),
    dropout(0.2),
    dense(10, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

const IMAGES = { x: [{ dtype: 'u8', sample: [784] }], y: [{ dtype: 'f32', sample: [] }], weights: [] } as const;

describe('plan of a step', () => {
  beforeEach(() => clearSession());

  for (const profile of ['software', 'gpu'] as const) {
    it(`of the MNIST network has at most 5 dispatches (${profile})`, async () => {
      const text = planText(mnistNetwork(), 'train', { batch: 32, ...IMAGES }, profile);
      expect(Number(/(\d+) dispatches/.exec(text)?.[1])).toBeLessThanOrEqual(5);
      await expect(text).toMatchFileSnapshot(`plans/mnistTrain.${profile}.txt`);
    });
  }

  // Of more rows the logits are a product of their own, the last layer's weight gradient comes in tiles, and a GPU's first product waits for the batch.
  it.each([
    ['software', 512, 5],
    ['software', 1024, 6],
    ['gpu', 512, 6],
  ] as const)('of the MNIST network (%s, batch %i) has %i dispatches', (profile, batch, count) => {
    expect(planText(mnistNetwork(), 'train', { batch, ...IMAGES }, profile)).toContain(`\n${count} dispatches`);
  });

  it.each([
    ['software', 13],
    ['gpu', 11],
  ] as const)('of a network with two convolutions (%s) has %i dispatches, at most 14', (profile, count) => {
    const model = sequential([
      rescaling(1 / 255, { inputShape: [28, 28, 1] }),
      conv2D(32, 3, { activation: 'relu' }),
      conv2D(64, 3, { activation: 'relu' }),
      maxPooling2D(),
      dropout(0.25),
      flatten(),
      dense(128, { activation: 'relu' }),
      dropout(0.5),
      dense(10, { activation: 'softmax' }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
    const images = { x: [{ dtype: 'u8', sample: [28, 28, 1] }], y: IMAGES.y, weights: [] } as const;
    expect(planText(model, 'train', { batch: 32, ...images }, profile)).toContain(`\n${count} dispatches`);
  });

  it('of the MNIST network under test and prediction', async () => {
    const text = planText(mnistNetwork(), 'test', { batch: 32, ...IMAGES }, 'software');
    await expect(text).toMatchFileSnapshot('plans/mnistTest.software.txt');
    const prediction = planText(mnistNetwork(), 'predict', { batch: 32, x: IMAGES.x, y: [], weights: [] }, 'software');
    await expect(prediction).toMatchFileSnapshot('plans/mnistPredict.software.txt');
  });

  for (const profile of ['software', 'gpu'] as const) {
    it(`of batch normalization passes over activations twice forward and twice backward (${profile})`, async () => {
      const model = sequential([
        batchNormalization({ inputShape: [8, 8, 16] }),
        reLU(),
        batchNormalization(),
        flatten(),
        dense(10, { activation: 'softmax' }),
      ]);
      model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
      const images = { x: [{ dtype: 'f32', sample: [8, 8, 16] }], y: [{ dtype: 'f32', sample: [] }], weights: [] } as const;
      const text = planText(model, 'train', { batch: 32, ...images }, profile);
      await expect(text).toMatchFileSnapshot(`plans/normalizedTrain.${profile}.txt`);
    });
  }

  it('of two blocks computes each again, last first, once the gradients behind it are there', async () => {
    const block = () => remat(sequential([dense(16, { activation: 'tanh' }), dropout(0.2), dense(16, { activation: 'relu' })]));
    const model = sequential([dense(16, { inputShape: [12] }), block(), block(), dense(10, { activation: 'softmax' })]);
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
    const rows = { x: [{ dtype: 'f32', sample: [12] }], y: [{ dtype: 'f32', sample: [] }], weights: [] } as const;
    await expect(planText(model, 'train', { batch: 32, ...rows }, 'software')).toMatchFileSnapshot('plans/rematTrain.software.txt');
    const predicted = planText(model, 'predict', { batch: 32, x: rows.x, y: [], weights: [] }, 'software');
    expect(predicted.match(/tanh/g)).toHaveLength(2);
  });

  it('of two inputs with a shared layer, weights per sample and clipped gradients', async () => {
    const [left, right] = [input([12]), input([12])];
    const shared = dense(16, { activation: 'tanh' });
    const joined = concatenate().apply([shared.apply(left), shared.apply(right)]);
    const sum = add().apply([dense(8).apply(joined), dense(8).apply(joined)]);
    const model = functional({ inputs: [left, right], outputs: dense(1).apply(sum) });
    model.compile({ optimizer: sgd({ learningRate: 0.1, momentum: 0.9, globalClipnorm: 1 }), loss: 'mse' });
    const row = { dtype: 'f32', sample: [12] } as const;
    const spec = { batch: 8, x: [row, row], y: [{ dtype: 'f32', sample: [1] }], weights: [{ dtype: 'f32', sample: [] }] } as const;
    await expect(planText(model, 'train', spec, 'software')).toMatchFileSnapshot('plans/sharedTrain.software.txt');
  });
});
