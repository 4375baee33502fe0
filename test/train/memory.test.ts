import { describe, expect, it } from 'vitest';
import { earlyStopping, type FitOptions, lambdaCallback, type Model } from '../../src/index.ts';
import { sharedDevice } from '../../src/train/device.ts';
import { setDataBudget } from '../../src/train/feeds/feedColumns.ts';
import { countCalls, DATA, FIT, settled, tinyModel } from '../support/tinyModel.ts';

const VALIDATED: FitOptions = { ...FIT, epochs: 2, validationData: [DATA.x, DATA.y] };

function* batches(): Generator<[Float32Array, Float32Array]> {
  for (const rows of [2, 6, 2]) yield [DATA.x.slice(0, rows * 3), DATA.y.slice(0, rows)];
}

function throwing(): FitOptions {
  const callbacks = [
    lambdaCallback({
      onTrainBatchEnd: () => {
        throw new Error('meant');
      },
    }),
  ];
  return { ...VALIDATED, callbacks };
}

function aborting(): FitOptions {
  const controller = new AbortController();
  return { ...VALIDATED, signal: controller.signal, callbacks: [lambdaCallback({ onTestBatchEnd: () => controller.abort() })] };
}

function stopping(): FitOptions {
  const best = earlyStopping({ monitor: 'val_loss', restoreBestWeights: true });
  return { ...VALIDATED, callbacks: [best, lambdaCallback({ onTrainBatchEnd: () => {} })] };
}

const fits: Readonly<Record<string, (model: Model) => Promise<unknown>>> = {
  'that end': (model) => model.fit(DATA.x, DATA.y, VALIDATED),
  'with written data': async (model) => {
    setDataBudget(0);
    await model.fit(DATA.x, DATA.y, VALIDATED).finally(() => setDataBudget(undefined));
  },
  'of streams': (model) => model.fit(batches, undefined, { ...VALIDATED, validationData: batches }),
  'that throw': (model) => model.fit(DATA.x, DATA.y, throwing()).catch(() => undefined),
  'that are aborted': (model) => model.fit(DATA.x, DATA.y, aborting()).catch(() => undefined),
  'that stop early and keep the best weights': (model) => model.fit(DATA.x, DATA.y, stopping()),
  'with bad labels in the second batch of a stream': (model) =>
    model
      .fit(
        () =>
          [
            [DATA.x, DATA.y],
            [DATA.x, DATA.y.map(() => 7)],
          ].values(),
        undefined,
        FIT,
      )
      .catch(() => undefined),
  'each compiled again and evaluated': async (model) => {
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
    await model.fit(DATA.x, DATA.y, VALIDATED);
    await model.evaluate(DATA.x, DATA.y);
  },
  'evaluate, predict and train by hand': async (model) => {
    await model.evaluate(DATA.x, DATA.y);
    await model.predict(DATA.x);
    await model.trainOnBatch(DATA.x, DATA.y);
  },
};

/** The buffers that are made and not destroyed while `body` runs: those of other models may go at any time, when they are collected. */
async function withLiveBuffers(body: (live: ReadonlySet<GPUBuffer>) => Promise<void>): Promise<void> {
  const live = new Set<GPUBuffer>();
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    live.add(buffer);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    live.delete(this);
    return destroy.call(this);
  };
  try {
    await body(live);
  } finally {
    GPUDevice.prototype.createBuffer = createBuffer;
    GPUBuffer.prototype.destroy = destroy;
  }
}

describe('GPU memory', () => {
  it.each(Object.keys(fits))('is the same after the 2nd and the 5th of fits %s, and none is left after dispose()', (name) =>
    withLiveBuffers(async (live) => {
      const model = tinyModel();
      const used: object[] = [];
      // A whole fit first: the partial batch's program is compiled in the background, and a fit that ends early does not wait for it.
      await model.fit(DATA.x, DATA.y, VALIDATED);
      for (let i = 0; i < 5; i++) {
        await fits[name]?.(model);
        await settled();
        used.push({ buffers: live.size, bytes: [...live].reduce((sum, { size }) => sum + size, 0) });
      }
      expect(used[4]).toEqual(used[1]);
      model.dispose();
      await settled();
      expect([...live].map(({ label }) => label)).toEqual([]);
    }),
  );

  it('is counted by the device as it is', () =>
    withLiveBuffers(async (live) => {
      const device = await sharedDevice();
      const before = device.memory;
      const model = tinyModel();
      await model.fit(DATA.x, DATA.y, VALIDATED);
      await settled();
      expect(device.memory.buffers - before.buffers).toBe(live.size);
      expect(device.memory.bytes - before.bytes).toBe([...live].reduce((sum, { size }) => sum + size, 0));
      model.dispose();
    }));

  it('of a second fit is that of its data and of reading the logs', async () => {
    const model = tinyModel();
    await model.fit(DATA.x, DATA.y, FIT);
    const { createBuffer } = await countCalls(() => model.fit(DATA.x, DATA.y, FIT));
    expect(createBuffer).toBe(3 + FIT.epochs);
    model.dispose();
  });
});
