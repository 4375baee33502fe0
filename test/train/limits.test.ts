/** Models and data too large for a device: refused with bytes, limit and layer, before anything is allocated. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { concatenate, conv2D, dense, functional, globalAveragePooling2D, init, input, type Model, sequential } from '../../src/index.ts';
import { sharedDevice } from '../../src/train/device.ts';
import { clearSession } from '../../src/train/names.ts';
import { countCalls, rejection } from '../support/tinyModel.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** As if buffers held at most so many bytes. */
function limitTo(bytes: number, limit: 'maxBufferSize' | 'maxStorageBufferBindingSize' = 'maxStorageBufferBindingSize'): void {
  vi.spyOn(GPUSupportedLimits.prototype, limit, 'get').mockReturnValue(bytes);
}

/** 3 inputs, 4 hidden units, 1 output: 4 weights, each of which takes 256 bytes of the slab. */
function smallModel(inputs = 3): Model {
  clearSession();
  const model = sequential([dense(4, { activation: 'relu', inputShape: [inputs] }), dense(1)]);
  model.compile({ optimizer: 'adam', loss: 'mse' });
  return model;
}

function rows(count: number, columns = 3): readonly [Float32Array, Float32Array] {
  return [new Float32Array(count * columns), new Float32Array(count)];
}

/** What `body` rejects with; it must have made no buffer. */
async function refusal(body: () => Promise<unknown>): Promise<unknown> {
  await sharedDevice();
  let error: unknown;
  const { createBuffer } = await countCalls(async () => {
    error = await rejection(body());
  });
  expect(createBuffer).toBe(0);
  return error;
}

const needs = (what: string, bytes: number, most: number, advice = '') =>
  new RangeError(`${what} needs ${bytes} bytes, one buffer of this device holds at most ${most}${advice}`);
const SMALLER = ', a smaller batch needs less';

describe('a device whose buffers are small', () => {
  it('refuses weights, by the layer of the first that does not fit', async () => {
    limitTo(900);
    const expected = needs('dense_1: Cannot allocate bias [1]: with it the buffer of weights', 1024, 900);
    const model = smallModel();
    expect(await refusal(() => model.fit(...rows(4), { verbose: 0 }))).toEqual(expected);
    expect(await refusal(() => model.predict(rows(4)[0]))).toEqual(expected);
    expect(await refusal(() => model.getWeights())).toEqual(expected);
  });

  it('refuses the slots of an optimizer', async () => {
    limitTo(1500, 'maxBufferSize');
    const expected = needs('dense_1: Cannot allocate kernel_velocity [4,1]: with it the buffer of slots', 1536, 1500);
    expect(await refusal(() => smallModel().fit(...rows(4), { verbose: 0 }))).toEqual(expected);
  });

  it('refuses activations, by the layer whose they are', async () => {
    limitTo(3000);
    const expected = needs('dense: Cannot allocate the values of relu [400,4]: their buffer', 6400, 3000, SMALLER);
    const model = smallModel();
    expect(await refusal(() => model.fit(...rows(400), { batchSize: 400, verbose: 0 }))).toEqual(expected);
    expect(await refusal(() => model.trainOnBatch(...rows(400)))).toEqual(expected);
    expect(await refusal(() => model.evaluate(...rows(400), { batchSize: 400 }))).toEqual(expected);
    expect(await refusal(() => model.predict(rows(400)[0], { batchSize: 400 }))).toEqual(expected);
    const stream = () => [rows(400)].values();
    expect(await refusal(() => model.fit(stream, undefined, { verbose: 0 }))).toEqual(expected);
    expect(await refusal(() => model.evaluate(stream))).toEqual(expected);
    expect(await refusal(() => model.predict(stream))).toEqual(expected);
    const validationData = [...rows(400)];
    const validated = () => model.fit(...rows(4), { validationData, validationBatchSize: 400, verbose: 0 });
    expect(await refusal(validated)).toEqual(expected);
    // The same model, in smaller batches.
    await model.fit(...rows(400), { batchSize: 100, verbose: 0 });
    model.dispose();
  });

  it('refuses batches of data, as they come or as they are gathered', async () => {
    const device = await sharedDevice();
    const { profile } = device;
    limitTo(4000);
    const predict = () => smallModel(64).predict(rows(16, 64)[0]); // training would first refuse the batch that it keeps
    const gathered = needs('Cannot allocate the values of gatherBatch [16,64]: their buffer', 4096, 4000, SMALLER);
    expect(await refusal(predict)).toEqual(gathered);
    device.profile = { ...profile, gatheredRows: 16 };
    const expected = needs("Cannot allocate x of 'input_layer' for a batch of 16 rows: its buffer", 4096, 4000, SMALLER);
    expect(await refusal(predict)).toEqual(expected);
    device.profile = profile;
  });
});

describe('init({ device })', () => {
  /** Runs `body` on a device with the limits that every device has, and no optional feature. */
  async function onPlainDevice(body: () => Promise<void>): Promise<void> {
    const before = (await sharedDevice()).gpu;
    const adapter = (await navigator.gpu.requestAdapter()) as GPUAdapter;
    const device = await adapter.requestDevice();
    await init({ device });
    try {
      clearSession();
      await body();
    } finally {
      await init({ device: before });
      device.destroy();
    }
  }

  it('with the limits that every device has refuses what is larger than 128 MiB', () =>
    onPlainDevice(async () => {
      const model = sequential([dense(6000, { inputShape: [6000] })]);
      model.compile({ loss: 'mse' });
      const data = new Float32Array(6000);
      expect(await refusal(() => model.fit(data, data, { verbose: 0 }))).toEqual(
        needs('dense: Cannot allocate kernel [6000,6000]: with it the buffer of weights', 144_000_000, 134_217_728),
      );
    }));

  it('with the limits that every device has trains branches of convolutions, whose kernels share a dispatch', () =>
    onPlainDevice(async () => {
      const image = input([6, 6, 4]);
      const branches = [1, 2, 3, 4].map((size) => conv2D(8, size, { padding: 'same', activation: 'relu' }).apply(image));
      const heads = [3, 4, 5].map((units) => dense(units).apply(globalAveragePooling2D().apply(concatenate().apply(branches))));
      const model = functional({ inputs: image, outputs: dense(10, { activation: 'softmax' }).apply(concatenate().apply(heads)) });
      model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
      const x = Float32Array.from({ length: 8 * 144 }, (_, i) => Math.sin(i));
      const y = Uint8Array.from({ length: 8 }, (_, i) => i);
      const { history } = await model.fit(x, y, { batchSize: 4, epochs: 8, verbose: 0 });
      expect(history.loss?.at(-1)).toBeLessThan(history.loss?.[0] as number);
      await model.evaluate(x, y);
      await model.predict(x);
    }));
});
