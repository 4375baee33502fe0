import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  adam,
  type CompileOptions,
  clearSession,
  dense,
  type Logs,
  lambdaCallback,
  loadModel,
  type Model,
  modelCheckpoint,
  rmsprop,
  sequential,
  setRandomSeed,
  sgd,
} from '../../../src/index.ts';
import { fileStore, memoryStore, setFileStore } from '../../../src/train/saving/fileStore.ts';
import functionalText from '../../golden/files/functional.h5.json?raw';
import mlpText from '../../golden/files/mlp.h5.json?raw';
import mlpWeightsText from '../../golden/files/mlp.weights.h5.json?raw';
import { close } from '../../support/checkOp.ts';
import { compiledNetwork } from '../../support/goldenNetwork.ts';
import type { GoldenTensor } from '../../support/goldenParts.ts';
import { dataOf, type GoldenCase, tensorOf } from '../../support/goldenTraining.ts';
import { bitsOf, DATA, FIT } from '../../support/tinyModel.ts';

/** What Keras did with a file after it was loaded. */
interface GoldenNext extends GoldenCase {
  readonly x: string | Readonly<Record<string, string>>;
  readonly y: string | Readonly<Record<string, string>>;
  readonly input_first_4: GoldenTensor | Readonly<Record<string, GoldenTensor>>;
  readonly next: { readonly history: Readonly<Record<string, readonly number[]>>; readonly final_weights: readonly (readonly number[])[] };
}

const goldens: Readonly<Record<string, GoldenNext>> = {
  'mlp.h5': JSON.parse(mlpText),
  'functional.h5': JSON.parse(functionalText),
  'mlp.weights.h5': JSON.parse(mlpWeightsText),
};

beforeEach(async () => {
  setFileStore(memoryStore());
  for (const name of Object.keys(goldens)) {
    const answer = await fetch(new URL(`../../golden/files/${name}`, import.meta.url));
    await fileStore().write(name, new Uint8Array(await answer.arrayBuffer()));
  }
});

afterEach(() => setFileStore(undefined));

/** Arrays by their names, or one. */
function pick(golden: GoldenNext, names: GoldenNext['x']): unknown {
  if (typeof names === 'string') return dataOf(golden, names);
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, dataOf(golden, name)]));
}

function tensorsOf(value: GoldenNext['input_first_4']): unknown {
  if ('shape' in value && Array.isArray(value.shape)) return tensorOf(value as GoldenTensor);
  return Object.fromEntries(Object.entries(value).map(([key, tensor]) => [key, tensorOf(tensor as GoldenTensor)]));
}

async function goesOnAsKeras(model: Model, golden: GoldenNext): Promise<void> {
  const [x, y] = [pick(golden, golden.x), pick(golden, golden.y)];
  const predicted = [await model.predict(tensorsOf(golden.input_first_4))].flat();
  for (const [i, { data }] of [golden.predict_first_4].flat().entries()) close(predicted[i]?.data ?? [], data, [1e-5, 1e-6], `output ${i}`);
  const logs = (await model.evaluate(x, y, { returnDict: true, verbose: 0 })) as Logs;
  const expected = golden.evaluate as unknown as Logs;
  for (const [key, value] of Object.entries(expected)) close([logs[key] as number], [value], [1e-5, 1e-6], `evaluate: ${key}`);
  const { history } = await model.fit(x, y, { batchSize: 5, epochs: 2, shuffle: false, verbose: 0 });
  for (const [key, values] of Object.entries(golden.next.history)) close(history[key] ?? [], values, [1e-5, 1e-6], key);
  for (const [i, { data }] of (await model.getWeights()).entries()) {
    close(data, golden.next.final_weights[i] as readonly number[], [1e-4, 1e-6], `weight ${i}`);
  }
}

describe('loadModel()', () => {
  it.each(['mlp.h5', 'functional.h5'])('goes on training where Keras stopped in %s', async (name) => {
    await goesOnAsKeras(await loadModel(name), goldens[name] as GoldenNext);
  });
});

describe('loadWeights()', () => {
  it('goes on training where Keras stopped in mlp.weights.h5', async () => {
    const golden = goldens['mlp.weights.h5'] as GoldenNext;
    const model = compiledNetwork(golden.network, golden.compile);
    await model.loadWeights('mlp.weights.h5');
    await goesOnAsKeras(model, golden);
  });

  it('changes a model that is on the GPU already', async () => {
    const golden = goldens['mlp.weights.h5'] as GoldenNext;
    const model = compiledNetwork(golden.network, golden.compile);
    await model.fit(pick(golden, golden.x), pick(golden, golden.y), { verbose: 0 });
    await model.loadWeights('mlp.weights.h5');
    await goesOnAsKeras(model, golden);
  });
});

const optimizers: Readonly<Record<string, () => NonNullable<CompileOptions['optimizer']>>> = {
  adam: () => adam({ learningRate: 0.01 }),
  'adam with amsgrad': () => adam({ amsgrad: true, clipnorm: 1 }),
  'adam with averages': () => adam({ useEma: true, emaOverwriteFrequency: 2 }),
  rmsprop: () => rmsprop({ momentum: 0.5, centered: true }),
  'sgd with momentum': () => sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
};

/** Without dropout, whose random numbers begin anew with a model. */
function plainModel(optimizer: NonNullable<CompileOptions['optimizer']>): Model {
  clearSession();
  setRandomSeed(3);
  const model = sequential([dense(4, { activation: 'tanh', inputShape: [3] }), dense(2, { activation: 'softmax' })]);
  model.compile({ optimizer, loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

describe('save()', () => {
  it.each(Object.keys(optimizers))('makes 2 epochs, a file and 2 epochs the same as 4 epochs, with %s', async (name) => {
    const make = optimizers[name] as (typeof optimizers)[string];
    const whole = plainModel(make());
    const expected = await whole.fit(DATA.x, DATA.y, { ...FIT, shuffle: false, epochs: 4 });

    const first = plainModel(make());
    await first.fit(DATA.x, DATA.y, { ...FIT, shuffle: false, epochs: 2 });
    await first.save('half.h5');
    const second = await loadModel('half.h5');
    expect(second.optimizer.iterations).toBe(6);
    const { history, epoch } = await second.fit(DATA.x, DATA.y, { ...FIT, shuffle: false, initialEpoch: 2, epochs: 4 });

    expect(epoch).toEqual([2, 3]);
    expect(history.loss).toEqual(expected.history.loss?.slice(2));
    expect(await bitsOf(second)).toEqual(await bitsOf(whole));
  });

  it('keeps a rate that was changed while training', async () => {
    const model = plainModel(adam());
    model.optimizer.learningRate = 0.125;
    await model.save('rate.h5');
    expect((await loadModel('rate.h5')).optimizer.learningRate).toBe(0.125);
  });

  it('is what modelCheckpoint() does', async () => {
    const model = plainModel(adam());
    const bits: number[][] = [];
    const remember = lambdaCallback({ onEpochEnd: async () => void bits.push(await bitsOf(model)) });
    const checkpoint = modelCheckpoint('epoch-{epoch:02d}.h5');
    const light = modelCheckpoint('epoch-{epoch:02d}.weights.h5', { saveWeightsOnly: true });
    await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 2, callbacks: [remember, checkpoint, light] });
    expect((await fileStore().list('epoch')).sort()).toEqual(['epoch-01.h5', 'epoch-01.weights.h5', 'epoch-02.h5', 'epoch-02.weights.h5']);
    expect(await bitsOf(await loadModel('epoch-01.h5'))).toEqual(bits[0]);
    await model.loadWeights('epoch-01.weights.h5');
    expect(await bitsOf(model)).toEqual(bits[0]);
    expect(model.optimizer.iterations).toBe(3);
  });

  it("keeps files in the page's own file system", async () => {
    setFileStore(undefined);
    const model = plainModel(adam());
    await model.save('models/mine.h5');
    try {
      expect(await fileStore().list('models/')).toEqual(['models/mine.h5']);
      const again = await loadModel('models/mine.h5');
      expect(await bitsOf(again)).toEqual(await bitsOf(model));
      expect(again.getConfig()).toEqual(model.getConfig());
    } finally {
      await fileStore().remove('models/mine.h5');
    }
  });

  it("says when the page's Content Security Policy forbids WebAssembly", async () => {
    const frame = document.createElement('iframe');
    const message = await new Promise<string>((resolve) => {
      addEventListener('message', ({ data }) => resolve(String(data)), { once: true });
      const library = new URL('../../../src/train/saving/h5Library.ts', import.meta.url);
      frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="script-src ${location.origin} 'unsafe-inline'"><script type="module">
        globalThis.__vitest_browser_runner__ = { wrapDynamicImport: (load) => load() };
        const { h5Library } = await import('${library}');
        h5Library().then(() => parent.postMessage('it ran', '*'), (error) => parent.postMessage(error.name + ': ' + error.message, '*'));
      </script>`;
      document.body.append(frame);
    });
    frame.remove();
    expect(message).toBe(
      "FileFormatError: Cannot use .h5 files: the page's Content Security Policy forbids WebAssembly, its script-src must allow 'wasm-unsafe-eval'",
    );
  });
});
