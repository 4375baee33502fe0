/** Batch normalization in whole models: moving averages through fit, predict and files, and frozen layers. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  add,
  array,
  batchNormalization,
  dense,
  functional,
  input,
  layerNormalization,
  loadModel,
  type Model,
  type NDArray,
  rmsNormalization,
  sequential,
  setRandomSeed,
  sgd,
} from '../../src/index.ts';
import { memoryStore, setFileStore } from '../../src/train/saving/fileStore.ts';
import { close } from '../support/checkOp.ts';
import { setMoments } from '../support/normalization.ts';
import { bitsOf, DATA, FIT, ROWS } from '../support/tinyModel.ts';

const x = array(DATA.x, [ROWS, 3]);
const { y } = DATA;

/** Batches of `FIT`: their first rows and the ends. */
const BATCHES = [
  [0, 4],
  [4, 8],
  [8, 10],
] as const;

function model(options: { readonly frozen?: boolean } = {}): Model {
  setRandomSeed(3);
  const made = sequential([
    batchNormalization({ inputShape: [3], momentum: 0.8, trainable: !options.frozen, movingMeanInitializer: 'ones' }),
    dense(4, { activation: 'relu' }),
    batchNormalization({ momentum: 0.5 }),
    dense(2, { activation: 'softmax' }),
  ]);
  made.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
  return made;
}

/** A model's weight by place, as numbers. */
async function weight(of: Model, place: number): Promise<number[]> {
  return Array.from((await of.getWeights())[place]!.data);
}

beforeEach(() => setFileStore(memoryStore()));
afterEach(() => setFileStore(undefined));

describe('batchNormalization() in a model', () => {
  it('moves its averages towards the moments of each batch of three epochs, and by nothing in validation', async () => {
    const trained = model();
    await trained.fit(x, y, { ...FIT, shuffle: false, validationData: [x, y] });
    const expected = { mean: [1, 1, 1], variance: [1, 1, 1] };
    for (let epoch = 0; epoch < FIT.epochs; epoch++) {
      for (const [first, end] of BATCHES) {
        const batch = setMoments(DATA.x.slice(first * 3, end * 3), (i) => i % 3);
        expected.mean = expected.mean.map((value, i) => value * 0.8 + batch.mean[i]! * 0.2);
        expected.variance = expected.variance.map((value, i) => value * 0.8 + batch.variance[i]! * 0.2);
      }
    }
    close(await weight(trained, 2), expected.mean, [1e-5, 1e-6], 'moving mean');
    close(await weight(trained, 3), expected.variance, [1e-5, 1e-6], 'moving variance');
  });

  it('is applied by its moving averages in predict and evaluate, whatever the batch', async () => {
    const trained = model();
    await trained.fit(x, y, FIT);
    const before = await bitsOf(trained);
    const [whole, single] = [await trained.predict(x), await trained.predict(x, { batchSize: 1 })];
    close((single as NDArray).data, Array.from((whole as NDArray).data), [1e-6, 1e-7], 'predictions');
    await trained.evaluate(x, y);
    expect(await bitsOf(trained)).toEqual(before);
    close((whole as NDArray).data, await predicted(trained), [1e-4, 1e-5], 'predictions by hand');
  });

  it('frozen is neither updated nor moved by fit, while the rest learns', async () => {
    const trained = model({ frozen: true });
    const before = await trained.getWeights();
    await trained.fit(x, y, FIT);
    const after = await trained.getWeights();
    const changed = after.map(({ data }, i) => !Array.from(data).every((value, j) => value === before[i]!.data[j]));
    expect(changed).toEqual([false, false, false, false, ...Array(8).fill(true)]);
  });

  it('inside a frozen base model keeps its averages, as in transfer learning', async () => {
    const base = sequential([dense(3, { inputShape: [3] }), batchNormalization()]);
    base.trainable = false;
    const top = sequential([base, dense(2, { activation: 'softmax' })]);
    top.compile({ optimizer: sgd({ learningRate: 0.5 }), loss: 'sparse_categorical_crossentropy' });
    const before = await base.getWeights();
    await top.fit(x, y, FIT);
    expect((await base.getWeights()).map(({ data }) => [...data])).toEqual(before.map(({ data }) => [...data]));
  });

  it('thaws with the next compile', async () => {
    const trained = model({ frozen: true });
    await trained.fit(x, y, FIT);
    trained.layers[0]!.trainable = true;
    trained.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
    await trained.fit(x, y, FIT);
    expect(await weight(trained, 2)).not.toEqual([1, 1, 1]);
    expect(await weight(trained, 0)).not.toEqual([1, 1, 1]);
  });

  it('applied twice in a step moves its averages twice', async () => {
    const shared = batchNormalization({ momentum: 0.5 });
    const start = input([3]);
    const twice = functional({ inputs: start, outputs: dense(1).apply(add().apply([shared.apply(start), shared.apply(start)])) });
    twice.compile({ optimizer: sgd({ learningRate: 0 }), loss: 'mse' });
    await twice.fit(x, y, { batchSize: ROWS, verbose: 0 });
    const half = setMoments(DATA.x, (i) => i % 3).mean.map((value) => value * 0.75);
    close(await weight(twice, 2), half, [1e-5, 1e-6], 'moving mean');
  });
});

/** Softmax of the two dense layers on normalized rows, in f64, from the model's weights. */
async function predicted(trained: Model): Promise<number[]> {
  const weights = (await trained.getWeights()).map(({ data }) => Float64Array.from(data));
  const normalized = (rows: number[], columns: number, at: number) =>
    rows.map((value, i) => {
      const [gamma, beta, mean, variance] = weights.slice(at, at + 4).map((weight) => weight[i % columns]!);
      return ((value - mean!) / Math.sqrt(variance! + 1e-3)) * gamma! + beta!;
    });
  const multiplied = (rows: number[], units: number, at: number) => {
    const [kernel, bias] = [weights[at]!, weights[at + 1]!];
    const inputs = kernel.length / units;
    return Array.from({ length: (rows.length / inputs) * units }, (_, i) => {
      const [row, unit] = [Math.floor(i / units), i % units];
      return (
        bias[unit]! + Array.from({ length: inputs }, (_, k) => rows[row * inputs + k]! * kernel[k * units + unit]!).reduce((a, b) => a + b)
      );
    });
  };
  const hidden = multiplied(normalized(Array.from(DATA.x), 3, 0), 4, 4).map((value) => Math.max(value, 0));
  const logits = multiplied(normalized(hidden, 4, 6), 2, 10);
  return logits.map((value, i) => 1 / (1 + Math.exp(logits[i ^ 1]! - value)));
}

/** Equal weights, moving averages included, and equal predictions. */
async function expectEqual(loaded: Model, saved: Model): Promise<void> {
  expect(await bitsOf(loaded)).toEqual(await bitsOf(saved));
  const [expected, actual] = [(await saved.predict(x)) as NDArray, (await loaded.predict(x)) as NDArray];
  expect([...actual.data]).toEqual([...expected.data]);
}

describe('files of normalizing layers', () => {
  it('hold the moving averages bit for bit in .h5', async () => {
    const trained = model();
    await trained.fit(x, y, FIT);
    await trained.save('model.h5');
    await expectEqual(await loadModel('model.h5'), trained);
  });

  it('hold the moving averages bit for bit in .weights.h5', async () => {
    const [trained, again] = [model(), model()];
    await trained.fit(x, y, FIT);
    await trained.saveWeights('model.weights.h5');
    await again.loadWeights('model.weights.h5');
    await expectEqual(again, trained);
  });

  it('make the layers anew with their options', async () => {
    const made = sequential([
      layerNormalization({ axis: [1], epsilon: 0.1, center: false, inputShape: [3] }),
      batchNormalization({ momentum: 0.7, scale: false, trainable: false }),
      rmsNormalization({ epsilon: 0.01 }),
      dense(2),
    ]);
    made.compile({ optimizer: 'sgd', loss: 'mse' });
    await made.save('made.h5');
    const again = await loadModel('made.h5');
    expect(again.layers.map((layer) => layer.getConfig())).toEqual(made.layers.map((layer) => layer.getConfig()));
    expect([...((await again.predict(x)) as NDArray).data]).toEqual([...((await made.predict(x)) as NDArray).data]);
  });
});
