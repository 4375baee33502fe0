/** `memoryPlan()` beside the buffers that `fit` makes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { adam, dense, dropout, functional, init, input, type Model, remat, sequential, sgd } from '../../src/index.ts';
import { setDataBudget } from '../../src/train/feeds/feedColumns.ts';
import { countCalls, DATA, ROWS, settled, tinyModel } from '../support/tinyModel.ts';

/** The most bytes of buffers that `body` holds at one time. */
async function peakOf(body: () => Promise<unknown>): Promise<number> {
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const live = new Set<GPUBuffer>();
  let peak = 0;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    live.add(buffer);
    peak = Math.max(
      peak,
      [...live].reduce((sum, { size }) => sum + size, 0),
    );
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    live.delete(this);
    return destroy.call(this);
  };
  try {
    await body();
    await settled();
  } finally {
    GPUDevice.prototype.createBuffer = createBuffer;
    GPUBuffer.prototype.destroy = destroy;
  }
  return peak;
}

function twoOutputs(): Model {
  const x = input([3]);
  const hidden = dense(5, { activation: 'tanh' }).apply(x);
  const model = functional({ inputs: x, outputs: [dense(2).apply(hidden), dense(1).apply(hidden)] });
  model.compile({ optimizer: sgd({ momentum: 0.9 }), loss: ['mse', 'mae'], metrics: [['mae'], []] });
  return model;
}

function averaged(): Model {
  const model = sequential([dense(300, { inputShape: [3] }), dense(1, { activation: 'sigmoid' })]);
  model.compile({ optimizer: adam({ useEma: true, clipnorm: 1 }), loss: 'binary_crossentropy' });
  return model;
}

function filledUp(): Model {
  const model = sequential([
    dense(18, { inputShape: [3], activation: 'tanh' }),
    dense(21, { activation: 'relu' }),
    dense(1, { activation: 'sigmoid' }),
  ]);
  model.compile({ loss: 'binary_crossentropy', optimizer: 'adam' });
  return model;
}

function replayed(): Model {
  const block = () => remat(sequential([dense(8, { activation: 'tanh' }), dense(8), dropout(0.2), dense(8)]));
  const model = sequential([dense(8, { inputShape: [3] }), block(), block(), dense(1, { activation: 'sigmoid' })]);
  model.compile({ loss: 'binary_crossentropy' });
  return model;
}

const models: Readonly<Record<string, readonly [() => Model, unknown]>> = {
  'a classifier': [() => tinyModel(), DATA.y],
  'two outputs': [twoOutputs, [new Float32Array(ROWS * 2), new Float32Array(ROWS)]],
  'averaged weights': [averaged, DATA.y],
  'weights with rows that are filled up': [filledUp, DATA.y],
  'blocks that are computed again': [replayed, DATA.y],
};

describe('memoryPlan()', () => {
  // Before there is a device, plans are for a GPU of which nothing is known.
  beforeAll(() => init());

  it.each(Object.keys(models))('is what fit() allocates for %s', async (name) => {
    const [make, y] = models[name] as (typeof models)[string];
    const model = make();
    const plan = await model.memoryPlan(ROWS);
    expect(await peakOf(() => model.fit(DATA.x, y, { batchSize: ROWS, epochs: 2, verbose: 0 }))).toBe(plan.peak);
    model.dispose();
  });

  it('is what fit() allocates where data is written batch by batch, however many rows there are', async () => {
    setDataBudget(0);
    try {
      const model = tinyModel();
      const peak = await peakOf(() => model.fit(DATA.x, DATA.y, { batchSize: 5, epochs: 2, verbose: 0 }));
      expect(peak).toBe((await model.memoryPlan(5)).peak);
      model.dispose();
    } finally {
      setDataBudget(undefined);
    }
  });

  it('asks nothing of the GPU and changes nothing of the model', async () => {
    const model = tinyModel();
    const calls = await countCalls(() => model.memoryPlan());
    expect(Object.values(calls).every((count) => count === 0)).toBe(true);
    const other = tinyModel();
    const losses = async (each: Model) => (await each.fit(DATA.x, DATA.y, { batchSize: 5, verbose: 0, shuffle: false })).history;
    expect(await losses(model)).toEqual(await losses(other));
    model.dispose();
    other.dispose();
  });
});
