import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Variable } from '../../../src/runtime/graph/leaf.ts';
import { FileFormatError } from '../../../src/train/errors.ts';
import type { Model } from '../../../src/train/model.ts';
import { Model as AnyModel } from '../../../src/train/model.ts';
import { fileStore, memoryStore, setFileStore } from '../../../src/train/saving/fileStore.ts';
import { formatOf } from '../../../src/train/saving/formats.ts';
import type { H5Group } from '../../../src/train/saving/h5.ts';
import { readH5 } from '../../../src/train/saving/h5Reader.ts';
import { loadModel } from '../../../src/train/saving/loadModel.ts';
import { loadWeights } from '../../../src/train/saving/loadWeights.ts';
import type { NamedArray } from '../../../src/train/saving/savedModel.ts';
import { saveModel, saveWeights } from '../../../src/train/saving/saveModel.ts';
import { rounded } from '../../support/golden.ts';
import { type GoldenVariable, golden, goldenBytes, valuesOf } from './goldenFile.ts';

/** What models hold without a GPU: the values that were written last. */
let values: Map<Variable, Float32Array | Uint32Array>;

beforeEach(async () => {
  values = new Map();
  vi.spyOn(AnyModel.prototype, 'writeVariable').mockImplementation((variable, data) => void values.set(variable, data));
  vi.spyOn(AnyModel.prototype, 'readVariables').mockImplementation(async (variables) => variables.map(currentOf));
  setFileStore(memoryStore());
  for (const name of ['mlp.h5', 'functional.h5', 'mlp.weights.h5', 'functional.weights.h5'])
    await fileStore().write(name, goldenBytes(name));
});

afterEach(() => {
  vi.restoreAllMocks();
  setFileStore(undefined);
});

function currentOf(variable: Variable): Float32Array | Uint32Array {
  const size = variable.shape.reduce((product, axis) => product * axis, 1);
  return values.get(variable) ?? (variable.dtype === 'u32' ? new Uint32Array(size) : new Float32Array(size));
}

function expectValues(arrays: readonly NamedArray[], expected: readonly GoldenVariable[]): void {
  expect(arrays.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [i, { data, path }] of arrays.entries()) expect(data, path).toEqual(valuesOf(expected[i] as GoldenVariable));
}

/** Weights and optimizer variables of a model as Keras orders them. */
function stateOf(model: Model): (Float32Array | Uint32Array)[] {
  return [...model.weights, ...model.optimizer.savedVariables].map(currentOf);
}

function goldenState(name: string): (Float32Array | Uint32Array)[] {
  const { weights, optimizer_variables: variables } = golden(name);
  return [...weights, ...variables].map(valuesOf).map((data) => (data instanceof Int32Array ? Uint32Array.from(data) : data));
}

/** Everything in a file but what Keras has no use for: check sums, versions, numbers of our own. */
function contentOf({ attributes, groups, arrays }: H5Group): unknown {
  const kept = [...attributes].filter(([name]) => !['keras_version', 'backend', 'model_config', 'training_config'].includes(name));
  const below = [...groups].filter(([name]) => name !== 'webgpu_fit').map(([name, group]) => [name, contentOf(group)]);
  return { attributes: Object.fromEntries(kept), groups: Object.fromEntries(below), arrays: Object.fromEntries(arrays) };
}

const MODELS = ['mlp', 'functional'];

describe('formatOf()', () => {
  test.each(MODELS)("finds everything in Keras's %s.h5, bit for bit", async (name) => {
    const { weights, optimizer_variables: variables, model_config: config } = golden(`${name}.h5`);
    const saved = await formatOf('x.h5').read('x.h5', goldenBytes(`${name}.h5`));
    expectValues(
      saved.layers.flatMap((layer) => layer.weights),
      weights,
    );
    expectValues(saved.optimizer?.variables ?? [], variables);
    expect(saved.optimizer?.variables.map(({ path }) => path)).toEqual(variables.map(({ path }) => path));
    expect(saved.config).toEqual(JSON.parse(config));
    expect(saved.kerasVersion).toBe('3.15.1');
  });

  test.each(MODELS)("finds everything in Keras's %s.weights.h5, bit for bit", async (name) => {
    const { weights, optimizer_variables: variables } = golden(`${name}.weights.h5`);
    const { layers, optimizer } = await formatOf('x.weights.h5').read('x', goldenBytes(`${name}.weights.h5`));
    expectValues(
      layers.flatMap((layer) => layer.weights),
      weights,
    );
    expectValues(optimizer?.variables ?? [], variables);
  });

  test('refuses unknown extensions and tells the known ones', () => {
    expect(() => formatOf('model.onnx')).toThrow(
      new RangeError('Cannot use the path model.onnx: its extension is unknown, it must be .weights.h5 or .h5 or .hdf5'),
    );
  });
});

describe('loadModel()', () => {
  test.each(MODELS)("restores weights, compilation and optimizer of Keras's %s.h5", async (name) => {
    const model = await loadModel(`${name}.h5`);
    expect(stateOf(model)).toEqual(goldenState(`${name}.h5`));
    expect(model.optimizer.iterations).toBe(10);
    const { config } = JSON.parse(golden(`${name}.h5`).model_config);
    expect(model.layers.map((layer) => layer.name)).toEqual(
      config.layers.map((layer: { config: { name: string } }) => layer.config.name).filter((layer: string) => layer !== 'input_layer'),
    );
  });

  test('compiles or not, as asked', async () => {
    const model = await loadModel('mlp.h5', { compile: false });
    expect(() => model.optimizer).toThrow('not compiled');
    expect(model.weights.map(currentOf)).toEqual(goldenState('mlp.h5').slice(0, 4));
  });

  test('takes whole models only', async () => {
    await expect(loadModel('mlp.weights.h5')).rejects.toThrow(RangeError);
    await fileStore().write('weights.h5', goldenBytes('mlp.weights.h5'));
    await expect(loadModel('weights.h5')).rejects.toThrow(FileFormatError);
    await expect(loadModel('nowhere.h5')).rejects.toThrow('Cannot find nowhere.h5');
  });
});

describe('saveModel()', () => {
  test.each(MODELS)('writes what Keras writes in %s.h5: the same groups, names, values and configuration', async (name) => {
    await saveModel(await loadModel(`${name}.h5`), 'again.h5');
    const [ours, theirs] = [await fileStore().read('again.h5'), goldenBytes(`${name}.h5`)];
    const [mine, keras] = [await readH5('again.h5', ours), await readH5('keras.h5', theirs)];
    expect(contentOf(mine)).toEqual(contentOf(keras));
    const [config, expected] = [mine, keras].map(({ attributes }) => withoutNewer(JSON.parse(attributes.get('model_config') as string)));
    expect(config).toEqual(expected);
    const [training, wanted] = [mine, keras].map(({ attributes }) => JSON.parse(attributes.get('training_config') as string));
    expect(rounded({ ...training, jit_compile: true })).toEqual(rounded(wanted));
  });

  test('refuses extensions of files that hold less, or none', async () => {
    const model = await loadModel('mlp.h5');
    await expect(saveModel(model, 'a.weights.h5')).rejects.toThrow(
      'Cannot use the path a.weights.h5: such files are not for whole models, it must end in .h5 or .hdf5',
    );
    await expect(saveWeights(model, 'a.h5')).rejects.toThrow('it must end in .weights.h5');
    await expect(saveModel(model, 'a.keras')).rejects.toThrow(RangeError);
  });
});

describe('saveWeights()', () => {
  test.each(MODELS)('writes what Keras writes in %s.weights.h5', async (name) => {
    await saveWeights(await loadModel(`${name}.h5`), 'again.weights.h5');
    const mine = await readH5('again.weights.h5', await fileStore().read('again.weights.h5'));
    expect(contentOf(mine)).toEqual(contentOf(await readH5('keras', goldenBytes(`${name}.weights.h5`))));
  });
});

describe('loadWeights()', () => {
  test.each(['mlp.weights.h5', 'mlp.h5'])('takes %s', async (name) => {
    const model = await loadModel('mlp.h5');
    values.clear();
    await loadWeights(model, name);
    expect(stateOf(model)).toEqual(goldenState('mlp.h5'));
  });

  test('refuses weights of another model and changes none', async () => {
    const model = await loadModel('mlp.h5');
    const before = stateOf(model);
    for (const name of ['functional.weights.h5', 'functional.h5']) await expect(loadWeights(model, name)).rejects.toThrow(RangeError);
    await expect(loadWeights(model, 'functional.weights.h5')).rejects.toThrow(
      'Cannot load weights of functional.weights.h5 into sequential',
    );
    expect(stateOf(model)).toEqual(before);
  });

  test('leaves an optimizer alone whose variables are not those of the file, and says so', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const model = await loadModel('mlp.h5');
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    await loadWeights(model, 'mlp.weights.h5');
    expect(model.optimizer.iterations).toBe(0);
    expect(warned.mock.calls.flat()).toEqual([
      "The optimizer's state in mlp.weights.h5 is left out: it has 10 variables instead of 2; sgd starts anew",
    ]);
  });
});

describe('the files of this library', () => {
  test.each(['again.h5', 'again.weights.h5'])('say of every flipped bit in %s that something is wrong, unless nothing is', async (name) => {
    const model = await loadModel('mlp.h5');
    await (name.endsWith('.weights.h5') ? saveWeights(model, name) : saveModel(model, name));
    const [bytes, format] = [await fileStore().read(name), formatOf(name)];
    const sound = await format.read(name, bytes);
    let refused = 0;
    for (let i = 1; i <= 200; i++) {
      const damaged = bytes.slice();
      const place = (Math.imul(i, 0x9e3779b1) >>> 0) % bytes.length;
      damaged[place] = (damaged[place] ?? 0) ^ (1 << (i % 8));
      const result = await format.read(name, damaged).catch((error: unknown) => error);
      if (result instanceof Error) expect(result).toBeInstanceOf(FileFormatError);
      else expect(result, `byte ${place}`).toEqual(sound);
      refused += result instanceof Error ? 1 : 0;
    }
    expect(refused).toBeGreaterThan(100);
  });
});

/** Keras 3.15's newest options, which its older versions refuse, are not written. */
function withoutNewer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNewer);
  if (typeof value !== 'object' || value === null) return value;
  const newer = ['quantization_config', 'input_axes', 'output_axes', 'optional', 'ragged'];
  const kept = Object.entries(value).filter(([key]) => !newer.includes(key));
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutNewer(child)]));
}
