import { describe, expect, it } from 'vitest';
import {
  array,
  type CompileOptions,
  clearSession,
  dense,
  dropout,
  type FitOptions,
  lambdaCallback,
  rescaling,
  type Sequential,
  sequential,
} from '../../src/index.ts';
import { countCalls } from '../support/tinyModel.ts';

const BATCH = 32;
const SHORT = 4;
const LONG = 10;

function mnistModel(options: CompileOptions = {}): Sequential {
  clearSession();
  const model = sequential([
    rescaling(1 / 255, { inputShape: [784] }),
    dense(128, { activation: 'relu' }),
    dropout(0.2),
    dense(10, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'], ...options });
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
  /** Submits of an epoch of so many steps, but for what an epoch costs however long it is. */
  async function submits(stepsPerExecution: number, feed: (steps: number) => Parameters<Sequential['fit']>): Promise<number> {
    const model = mnistModel({ stepsPerExecution });
    const count = async (steps: number) => {
      const [x, y, options] = feed(steps);
      const { submit } = await countCalls(() => model.fit(x, y, { batchSize: BATCH, verbose: 0, ...options }));
      return submit as number;
    };
    await count(LONG);
    const [none, all] = [await count(stepsPerExecution), await count(stepsPerExecution + LONG)];
    model.dispose();
    return all - none;
  }

  const fromMemory = (steps: number): Parameters<Sequential['fit']> => images(steps);

  const streamed = (steps: number): Parameters<Sequential['fit']> => {
    const [x, y] = images(1);
    return [() => Array.from({ length: steps }, () => [array(x, [BATCH, 784]), y] as const)[Symbol.iterator](), undefined, {}];
  };

  it.each([
    [1, 10],
    [4, 3],
    [10, 1],
  ])('of %i makes %i submits of 10 steps', async (steps, wanted) => {
    expect(await submits(steps, fromMemory)).toBe(wanted);
  });

  it('leaves streamed data a submit per step', async () => {
    expect(await submits(4, streamed)).toBe(LONG);
  });
});
