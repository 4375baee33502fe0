import { describe, expect, it } from 'vitest';
import { clearSession, dense, dropout, type FitOptions, lambdaCallback, rescaling, type Sequential, sequential } from '../../src/index.ts';
import { countCalls } from '../support/tinyModel.ts';

const BATCH = 32;
const SHORT = 4;
const LONG = 10;

function mnistModel(): Sequential {
  clearSession();
  const model = sequential([
    rescaling(1 / 255, { inputShape: [784] }),
    dense(128, { activation: 'relu' }),
    dropout(0.2),
    dense(10, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

function images(batches: number): [Uint8Array, Uint8Array] {
  const rows = batches * BATCH;
  return [Uint8Array.from({ length: rows * 784 }, (_, i) => (i * 131) % 256), Uint8Array.from({ length: rows }, (_, i) => i % 10)];
}

/** Calls per step: what a longer epoch costs more than a shorter one, for each step that it has more. */
async function callsPerStep(model: Sequential, options: FitOptions): Promise<Record<string, number>> {
  const count = (batches: number) => countCalls(() => model.fit(...images(batches), { batchSize: BATCH, verbose: 0, ...options }));
  await count(1);
  const [short, long] = [await count(SHORT), await count(LONG)];
  return Object.fromEntries(Object.keys(long).map((name) => [name, ((long[name] as number) - (short[name] as number)) / (LONG - SHORT)]));
}

const NOTHING = {
  requestAdapter: 0,
  requestDevice: 0,
  createBuffer: 0,
  createBindGroup: 0,
  createShaderModule: 0,
  writeBuffer: 0,
  mapAsync: 0,
};

describe('a step of the MNIST network at batch 32', () => {
  it('costs one submit, one pass, 4 dispatches and nothing else', async () => {
    const model = mnistModel();
    const { dispatchWorkgroups, ...calls } = await callsPerStep(model, {});
    expect(calls).toEqual({ ...NOTHING, createCommandEncoder: 1, beginComputePass: 1, submit: 1 });
    expect(dispatchWorkgroups).toBe(4);
    const begin = await callsPerStep(model, { callbacks: [lambdaCallback({ onTrainBatchBegin: () => {} })] });
    expect(begin).toEqual({ ...calls, dispatchWorkgroups });
    model.dispose();
  });
});

describe('stepsPerExecution', () => {
  it.each([1, 4, 10])('puts %i steps into one submit', async (stepsPerExecution) => {
    const model = mnistModel();
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', stepsPerExecution });
    const submits = async (batches: number) =>
      (await countCalls(() => model.fit(...images(batches), { batchSize: BATCH, verbose: 0 }))).submit as number;
    await submits(20);
    expect((await submits(60)) - (await submits(20))).toBe(40 / stepsPerExecution);
    model.dispose();
  });
});
