import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  Model as AnyModel,
  add,
  clearSession,
  conv2D,
  conv2DTranspose,
  type Dense,
  dense,
  depthwiseConv2D,
  dropout,
  flatten,
  functional,
  input,
  Layer,
  type LayerOptions,
  type LeakyReLU,
  type Model,
  prelu,
  reshape,
  separableConv2D,
  sequential,
  type Tensor,
} from '../../../src/index.ts';
import { FileFormatError } from '../../../src/train/errors.ts';
import type { CustomObjects } from '../../../src/train/saving/customObjects.ts';
import { fileStore, memoryStore, setFileStore } from '../../../src/train/saving/fileStore.ts';
import { formatOf } from '../../../src/train/saving/formats.ts';
import { type H5Group, h5Group, makeGroup, putArray } from '../../../src/train/saving/h5.ts';
import { readH5 } from '../../../src/train/saving/h5Reader.ts';
import { writeH5 } from '../../../src/train/saving/h5Writer.ts';
import { loadModel } from '../../../src/train/saving/loadModel.ts';
import { modelFromConfig } from '../../../src/train/saving/modelFromConfig.ts';
import { parseJson } from '../../../src/train/saving/parseJson.ts';
import { saveModel, saveWeights } from '../../../src/train/saving/saveModel.ts';

beforeEach(() => {
  clearSession();
  setFileStore(memoryStore());
  vi.spyOn(AnyModel.prototype, 'readVariables').mockImplementation(async (variables) =>
    variables.map(
      ({ shape, dtype }) => new (dtype === 'u32' ? Uint32Array : Float32Array)(shape.reduce((product, size) => product * size, 1)),
    ),
  );
});

afterEach(() => {
  vi.restoreAllMocks();
  setFileStore(undefined);
});

/** A model after a way through a file. */
async function throughFile(model: Model, customObjects: CustomObjects = {}): Promise<Model> {
  await saveModel(model, 'model.h5');
  return loadModel('model.h5', { customObjects });
}

/** Writes a legacy file of a configuration without weights. */
async function writeConfig(config: unknown, change: (root: H5Group) => void = () => undefined): Promise<void> {
  const root = h5Group({ model_config: typeof config === 'string' ? config : JSON.stringify(config), keras_version: '2.13.1' });
  root.groups.set('model_weights', h5Group({ layer_names: [] }));
  change(root);
  await fileStore().write('model.h5', await writeH5(root));
}

class Scale extends Layer {
  readonly factor: number;

  constructor(options: LayerOptions & { readonly factor: number }) {
    super(options);
    this.factor = options.factor;
  }

  override call(x: Tensor): Tensor {
    return x;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), factor: this.factor };
  }
}

describe('loadModel()', () => {
  test('gives a model of the same configuration', async () => {
    const kernel = { kernelInitializer: 'he_normal', kernelRegularizer: 'l2', biasConstraint: 'non_neg' };
    const model = sequential([
      dense(6, { inputShape: [4], activation: 'relu', ...kernel }),
      dropout(0.25, { seed: 3 }),
      reshape([2, 3]),
      prelu({ sharedAxes: [1] }),
      flatten(),
      dense(2, { useBias: false, trainable: false }),
    ]);
    const again = await throughFile(model);
    expect(again.getConfig()).toEqual(model.getConfig());
    expect(again.weights.map(({ shape }) => shape)).toEqual(model.weights.map(({ shape }) => shape));
    expect(again.trainableWeights.length).toBe(model.trainableWeights.length);
  });

  test('gives convolutions back, whose weights lie where Keras has them', async () => {
    const kernel = { kernelInitializer: 'he_normal', kernelRegularizer: 'l2', activation: 'relu' } as const;
    const model = sequential([
      conv2D(4, [3, 2], { inputShape: [9, 9, 3], strides: [2, 1], padding: 'same', ...kernel }),
      conv2D(4, 1, { groups: 2, useBias: false }),
      depthwiseConv2D(3, { depthMultiplier: 2, dilationRate: 2, padding: 'same' }),
      separableConv2D(6, 3, { pointwiseConstraint: 'non_neg' }),
      conv2DTranspose(2, 3, { strides: 2, padding: 'same', outputPadding: 1, ...kernel }),
    ]);
    const again = await throughFile(model);
    expect(again.getConfig()).toEqual(model.getConfig());
    await saveWeights(model, 'model.weights.h5');
    const { layers } = await formatOf('model.weights.h5').read('model.weights.h5', await fileStore().read('model.weights.h5'));
    expect(layers.map(({ path, weights }) => [path, ...weights.map(({ shape }) => shape.join('x'))])).toEqual([
      ['layers/conv2d', '3x2x3x4', '4'],
      ['layers/conv2d_1', '1x1x2x4'],
      ['layers/conv2d_transpose', '3x3x2x6', '2'],
      ['layers/depthwise_conv2d', '3x3x4x2', '8'],
      ['layers/separable_conv2d', '3x3x8x1', '1x1x8x6', '6'],
    ]);
  });

  test('keeps shared layers, models within models, several inputs and outputs', async () => {
    const a = input([4], { name: 'a' });
    const inner = functional({ inputs: a, outputs: dense(3).apply(a), name: 'inner' });
    const stack = sequential([dense(3, { inputShape: [3] })], { name: 'stack' });
    const [x, y] = [input([4], { name: 'x' }), input([4], { name: 'y' })];
    const [left, right] = [x, y].map((tensor) => inner.apply(tensor));
    if (!left || !right) throw new Error('no tensors');
    const sum = add().apply([stack.apply(left), stack.apply(right)]);
    const model = functional({ inputs: [x, y], outputs: [dense(2).apply(sum), right], name: 'outer' });
    const again = await throughFile(model);
    expect(again.getConfig()).toEqual(model.getConfig());
    expect(again.weights.length).toBe(6);
    const weights = (await readH5('model.h5', await fileStore().read('model.h5'))).groups.get('model_weights');
    const namesIn = (layer: string) => weights?.groups.get(layer)?.attributes.get('weight_names');
    expect(namesIn('inner')).toEqual(['dense/kernel', 'dense/bias']);
    expect(namesIn('stack')).toEqual(['stack/dense_1/kernel', 'stack/dense_1/bias']);
    expect(again.getConfig().output_layers).toEqual([
      ['dense_2', 0, 0],
      ['inner', 2, 0],
    ]);
  });

  test('takes layers of the user by their class names', async () => {
    const model = sequential([new Scale({ factor: 3, inputShape: [2] })]);
    await saveModel(model, 'model.h5');
    await expect(loadModel('model.h5')).rejects.toThrow("Cannot load model.h5: Cannot make the layer 'Scale': its class is unknown");
    const again = await loadModel('model.h5', { customObjects: { Scale } });
    expect(again.getConfig()).toEqual(model.getConfig());
    expect(again.layers[0]).toBeInstanceOf(Scale);
  });

  test('takes a class with arguments in a row by its fromConfig, and refuses it without', async () => {
    class Row extends Layer {
      readonly factor: number;
      constructor(factor: number, options: LayerOptions = {}) {
        super(options);
        this.factor = factor;
      }
      override getConfig(): Record<string, unknown> {
        return { ...super.getConfig(), factor: this.factor };
      }
    }
    class ReadableRow extends Row {
      static fromConfig({ factor, name }: Record<string, unknown>): ReadableRow {
        return new ReadableRow(Number(factor), { name: String(name) });
      }
    }
    await saveModel(sequential([new Row(5, { inputShape: [2] })]), 'model.h5');
    await expect(loadModel('model.h5', { customObjects: { Row } })).rejects.toThrow("Cannot make 'Row': its constructor did not take");
    const again = await loadModel('model.h5', { customObjects: { Row: ReadableRow } });
    expect((again.layers[0] as Row).factor).toBe(5);
  });

  test('reads what Keras 2 wrote', async () => {
    const layer = (name: string, className: string, config: object, inbound: unknown) => ({
      class_name: className,
      name,
      config: { name, dtype: 'float32', ...config },
      inbound_nodes: inbound,
    });
    const initializer = { class_name: 'GlorotUniform', config: { seed: null }, shared_object_id: 1 };
    const layers = [
      layer('input_1', 'InputLayer', { batch_input_shape: [null, 4], sparse: false, ragged: false }, []),
      layer('dense', 'Dense', { units: 3, activation: 'relu', kernel_initializer: initializer, quantization: 'new' }, [
        [['input_1', 0, 0, {}]],
      ]),
      layer('leaky', 'LeakyReLU', { alpha: 0.25 }, [[['dense', 0, 0, {}]]]),
      layer('add', 'Add', {}, [
        [
          ['leaky', 0, 0, {}],
          ['dense', 0, 0, {}],
        ],
      ]),
    ];
    const config = { name: 'model', trainable: true, layers, input_layers: [['input_1', 0, 0]], output_layers: [['add', 0, 0]] };
    const kernel = Float32Array.from({ length: 12 }, (_, i) => i / 7);
    await writeConfig({ class_name: 'Functional', config }, (root) => {
      const weights = root.groups.get('model_weights') as H5Group;
      weights.attributes.set('layer_names', ['input_1', 'dense']);
      makeGroup(weights, 'input_1').attributes.set('weight_names', []);
      makeGroup(weights, 'dense').attributes.set('weight_names', ['dense/kernel:0', 'dense/bias:0']);
      putArray(weights, 'dense/dense/kernel:0', { shape: [4, 3], data: kernel });
      putArray(weights, 'dense/dense/bias:0', { shape: [3], data: new Float32Array(3) });
      const wrapped = { class_name: 'MeanMetricWrapper', config: { name: 'accuracy', dtype: 'float32', fn: 'binary_accuracy' } };
      const loss = { class_name: 'MeanSquaredError', config: { reduction: 'auto', name: 'mean_squared_error' } };
      const adam = { class_name: 'Custom>Adam', config: { name: 'Adam', learning_rate: 0.25, decay: 0, is_legacy_optimizer: false } };
      root.attributes.set('training_config', JSON.stringify({ loss, metrics: [[wrapped]], loss_weights: null, optimizer_config: adam }));
      makeGroup(root, 'optimizer_weights').attributes.set('weight_names', ['iteration:0']);
      putArray(root, 'optimizer_weights/iteration:0', { shape: [], data: BigInt64Array.of(12n) });
    });
    const written = vi.spyOn(AnyModel.prototype, 'writeVariable');
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const model = await loadModel('model.h5');
    expect(model.layers.map(({ name }) => name)).toEqual(['input_1', 'dense', 'leaky', 'add']);
    expect((model.getLayer('leaky') as LeakyReLU).negativeSlope).toBe(0.25);
    expect(written.mock.calls[0]).toEqual([(model.getLayer('dense') as Dense).kernel, kernel]);
    expect(model.optimizer.learningRate).toBe(0.25);
    expect(warned.mock.calls.flat().join()).toContain("The optimizer's state in model.h5 is left out: Keras 2.13.1 ordered it differently");
  });

  test('refuses configurations that are not what they should be', async () => {
    const stack = (layers: unknown, more: object = {}) => ({ class_name: 'Sequential', config: { name: 's', layers, ...more } });
    const hostile: [unknown, string][] = [
      ['{"class_name": "Sequential", "config": {"__proto__": {"polluted": 1}}}', "has the key '__proto__'"],
      ['{"class_name": "Sequential", "config": {"constructor": {"prototype": 1}}}', "has the key 'constructor'"],
      [`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'more than 64 levels'],
      ['{"class_name": "Sequential"', 'model_config is not JSON'],
      ['[1]', 'model_config is not an object'],
      [{ class_name: 'Sequential' }, 'model_config has no class_name or no config'],
      [{ class_name: 'toString', config: {} }, "Cannot make the model 'toString'"],
      [stack([{ class_name: 'hasOwnProperty', config: {} }]), "Cannot make the layer 'hasOwnProperty': its class is unknown"],
      [stack([{ class_name: 'Lambda', config: { function: 'code' } }]), "Cannot make the layer 'Lambda': its class is unknown"],
      [stack([{ class_name: 'Dens', config: {} }]), "(the nearest is 'Dense')"],
      [stack([{ class_name: 'Dense', config: { units: -1 } }]), 'units is -1'],
      [stack([{ class_name: 'Dense', config: { units: 3, activation: 'rulu' } }]), "the activation 'rulu'"],
      [stack('none'), 'no list of layers'],
      [stack([7]), 'no class_name'],
    ];
    for (const [config, message] of hostile) {
      await writeConfig(config);
      const error: unknown = await loadModel('model.h5').catch((reason: unknown) => reason);
      expect(error, message).toBeInstanceOf(FileFormatError);
      expect((error as Error).message).toContain('model.h5');
      expect((error as Error).message).toContain(message);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('refuses layers that wait for each other', async () => {
    const wait = (name: string, on: string) => ({ class_name: 'Add', name, config: { name }, inbound_nodes: [[[on, 0, 0, {}]]] });
    const config = { name: 'm', layers: [wait('a', 'b'), wait('b', 'a')], input_layers: [], output_layers: [['a', 0, 0]] };
    await writeConfig({ class_name: 'Functional', config });
    await expect(loadModel('model.h5')).rejects.toThrow("Cannot connect the layer 'a': an input of it is never given");
  });

  test('refuses weights that the configuration has no place for', async () => {
    const model = sequential([dense(2, { inputShape: [3] })]);
    await writeConfig({ class_name: 'Sequential', config: model.getConfig() });
    const error: unknown = await loadModel('model.h5').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileFormatError);
    expect((error as Error).message).toContain('0 layers in the file have weights, in the model 1 have');
  });

  test('refuses files whose lists name what is not there', async () => {
    await writeConfig({ class_name: 'Sequential', config: { name: 's', layers: [] } }, (root) => {
      root.groups.get('model_weights')?.attributes.set('layer_names', ['dense']);
    });
    await expect(loadModel('model.h5')).rejects.toThrow("Cannot read model.h5: the layer 'dense' is listed but has no group");
    await writeConfig({ class_name: 'Sequential', config: { name: 's', layers: [] } }, (root) => {
      root.groups.set('model_weights', h5Group());
    });
    await expect(loadModel('model.h5')).rejects.toThrow('Cannot read model.h5: its list of layers has no list layer_names');
  });
});

describe('saveModel()', () => {
  test('names what the model was compiled with', async () => {
    const model = sequential([dense(2, { inputShape: [3] })]);
    const hits = (yTrue: Tensor) => yTrue;
    model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['meanAbsoluteError', hits], stepsPerExecution: 4 });
    const again = await throughFile(model, { hits });
    expect(again.requireCompiled().options).toMatchObject({ loss: 'mean_squared_error', metrics: ['mean_absolute_error', hits] });
    expect(again.requireCompiled().stepsPerExecution).toBe(4);
  });
});

describe('saveWeights()', () => {
  test('finds the layers within a layer of the user by its fields', async () => {
    class Block extends Layer {
      readonly firstHalf = dense(2);
      readonly others = [dense(2), dropout(0.5), dense(3)];
      override build(): void {
        this.firstHalf.ensureBuilt([null, 2]);
        for (const layer of this.others) layer.ensureBuilt([null, 2]);
        this.addWeight({ name: 'own', shape: [4] });
      }
    }
    await saveWeights(sequential([new Block({ inputShape: [2] })]), 'model.weights.h5');
    const { layers } = await formatOf('model.weights.h5').read('model.weights.h5', await fileStore().read('model.weights.h5'));
    const found = layers.map(({ path, weights }) => [path, weights.map(({ shape }) => shape)]);
    expect(Object.fromEntries(found)).toEqual({
      'layers/block': [[4]],
      'layers/block/first_half': [[2, 2], [2]],
      'layers/block/others/dense': [[2, 2], [2]],
      'layers/block/others/dense_1': [[2, 3], [3]],
      'layers/block/others/dropout': [],
    });
  });
});

describe('modelFromConfig()', () => {
  test('starts automatic names anew for nothing: names come from the file', () => {
    const model = sequential([dense(2, { inputShape: [3], name: 'first' })], { name: 'mine' });
    const config = parseJson('x', 'config', JSON.stringify(model.getConfig()));
    const again = modelFromConfig({ class_name: 'Sequential', config }, {});
    expect([again.name, again.layers[0]?.name]).toEqual(['mine', 'first']);
    expect(dense(2).name).toBe('dense');
  });
});
