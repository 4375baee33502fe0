import { describe, expect, it } from 'vitest';
import {
  add,
  batchNormalization,
  conv2D,
  dense,
  dropout,
  functional,
  globalAveragePooling2D,
  input,
  Layer,
  type MemoryPlan,
  type Model,
  ops,
  type RematScopeOptions,
  reLU,
  remat,
  rematScope,
  sequential,
  type Tensor,
} from '../../src/index.ts';

/** `remat`, or a function that gives back its argument. */
type Mark = <T extends object>(part: T) => T;

const unmarked: Mark = (part) => part;
const marked = remat as Mark;
const ROWS = 64;

async function planOf(model: Model): Promise<MemoryPlan> {
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
  return model.memoryPlan(ROWS);
}

/** Most bytes of activations and gradients that live at once while a classifier trains. */
async function memory(model: Model): Promise<number> {
  return (await planOf(model)).liveAt.bytes;
}

/** What one more part adds to the memory, in tensors of `unit` elements per row: to what lives at once, and to the buffers. */
async function growths(make: (count: number) => Model, unit: number): Promise<readonly [number, number]> {
  const [few, many] = [await planOf(make(2)), await planOf(make(6))];
  const perPart = (bytes: number) => bytes / (4 * ROWS * unit * 4);
  return [perPart(many.liveAt.bytes - few.liveAt.bytes), perPart(many.activations - few.activations)];
}

/** `growths` where both are the same. */
async function growth(make: (count: number) => Model, unit: number): Promise<number> {
  const [living, allocated] = await growths(make, unit);
  expect(allocated).toBeCloseTo(living, 1);
  return living;
}

function repeated(count: number, make: () => Layer): readonly Layer[] {
  return Array.from({ length: count }, make);
}

const stack = (mark: Mark, make: () => Layer) => (count: number) =>
  sequential([dense(32, { inputShape: [32] }), ...repeated(count, () => mark(make())), dense(10, { activation: 'softmax' })]);

const densely = () => sequential([...repeated(3, () => dense(32, { activation: 'tanh' })), dropout(0.1), dense(32)]);

/** Two convolutions, normalized, with the block's input added. */
function residual(): Layer {
  const x = input([8, 8, 4]);
  const layers = [conv2D(4, 3, { padding: 'same' }), batchNormalization(), reLU(), conv2D(4, 3, { padding: 'same' }), batchNormalization()];
  const y = layers.reduce((value, layer) => layer.apply(value), x);
  return functional({ inputs: x, outputs: reLU().apply(add().apply([x, y])) });
}

const images = (mark: Mark) => (count: number) =>
  sequential([
    conv2D(4, 3, { padding: 'same', inputShape: [8, 8, 3] }),
    ...repeated(count, () => mark(residual())),
    globalAveragePooling2D(),
    dense(10, { activation: 'softmax' }),
  ]);

describe('remat() of blocks', () => {
  it('keeps one tensor per block instead of all of its activations', async () => {
    expect(await growth(stack(unmarked, densely), 32)).toBeCloseTo(5, 1);
    expect(await growth(stack(marked, densely), 32)).toBeCloseTo(1, 1);
  });

  it('keeps one image per residual block instead of four', async () => {
    expect(await growth(images(unmarked), 8 * 8 * 4)).toBeCloseTo(4, 1);
    expect(await growth(images(marked), 8 * 8 * 4)).toBeCloseTo(1, 1);
  });

  it('keeps one tensor per outer block of blocks that are computed again in turn', async () => {
    const outer = (mark: Mark) => () => sequential(repeated(3, () => mark(densely())));
    expect(await growth(stack(marked, outer(unmarked)), 32)).toBeCloseTo(1, 1);
    const whole = await memory(stack(marked, outer(unmarked))(3));
    const inTurn = await memory(stack(marked, outer(marked))(3));
    // While an outer block of 15 activations is computed again, inputs of inner blocks and the activations of one inner block are live.
    expect((whole - inTurn) / (ROWS * 32 * 4)).toBeGreaterThanOrEqual(7);
  });
});

/** Says in how many blocks its output was made when training was last traced. */
class Spy extends Layer {
  depth: number | undefined;

  override call(x: Tensor): Tensor {
    const y = ops.tanh(x);
    this.depth = y.node.blocks.length;
    return y;
  }
}

/** In how many blocks each of three layers of 8, 8 and 16 elements runs. */
async function depths(options: RematScopeOptions | undefined): Promise<readonly (number | undefined)[]> {
  const make = () => [new Spy({ name: 'first', inputShape: [8] }), new Spy({ name: 'second' }), dense(16), new Spy({ name: 'third' })];
  const layers = options ? rematScope(options, make) : make();
  await memory(sequential([...layers, dense(10, { activation: 'softmax' })]));
  return layers.filter((layer) => layer instanceof Spy).map(({ depth }) => depth);
}

describe('rematScope()', () => {
  const cases: readonly (readonly [RematScopeOptions | undefined, readonly number[]])[] = [
    [undefined, [0, 0, 0]],
    [{}, [1, 1, 1]],
    [{ mode: 'full' }, [1, 1, 1]],
    [{ mode: null }, [0, 0, 0]],
    [{ mode: 'list_of_layers' }, [0, 0, 0]],
    [{ mode: 'listOfLayers', layerNames: ['second', 'other'] }, [0, 1, 0]],
    [{ mode: 'larger_than', outputSizeThreshold: 8 * ROWS }, [0, 0, 1]],
    [{ mode: 'largerThan', outputSizeThreshold: 8 * ROWS - 1 }, [1, 1, 1]],
    [{ mode: 'largerThan' }, [0, 0, 0]],
  ];
  it.each(cases)('marks the layers of %j', async (options, expected) => {
    expect(await depths(options)).toEqual(expected);
  });

  it('marks what is made inside it alone, by the innermost scope, also after an error', async () => {
    const inner = () => rematScope({ mode: null }, () => new Spy());
    const [outside, inside] = [new Spy(), rematScope({}, () => [new Spy(), inner(), new Spy()])];
    expect(() => rematScope({}, () => dense(-1))).toThrow(RangeError);
    const layers = [dense(4, { inputShape: [4] }), outside, ...inside, new Spy()];
    await memory(sequential([...layers, dense(10, { activation: 'softmax' })]));
    expect(layers.slice(1).map((layer) => (layer as Spy).depth)).toEqual([0, 1, 0, 1, 0]);
  });

  it('knows the size of what layers of several inputs give', async () => {
    let merged: Tensor | undefined;
    class Sum extends Layer {
      override get takesList(): boolean {
        return true;
      }
      override call(inputs: readonly Tensor[]): Tensor {
        merged = ops.add(inputs[0] as Tensor, inputs[1] as Tensor);
        return merged;
      }
    }
    const x = input([8]);
    const depth = async (outputSizeThreshold: number) => {
      const sum = rematScope({ mode: 'larger_than', outputSizeThreshold }, () => new Sum()).apply([dense(8).apply(x), x]);
      await memory(functional({ inputs: x, outputs: dense(10, { activation: 'softmax' }).apply(sum) }));
      return merged?.node.blocks.length;
    };
    expect([await depth(8 * ROWS - 1), await depth(8 * ROWS)]).toEqual([1, 0]);
  });

  it('refuses what it does not have', () => {
    const scope = (options: object) => () => rematScope(options, () => undefined);
    expect(scope({ mode: 'activations' })).toThrow("mode is 'activations', it must be 'full' or 'larger_than' or 'list_of_layers' or null");
    expect(scope({ layers: [] })).toThrow("Cannot use option 'layers': rematScope has no such option");
    expect(scope({ outputSizeThreshold: -1 })).toThrow(RangeError);
    expect(scope({ layerNames: 'dense' })).toThrow(TypeError);
  });
});

describe('remat()', () => {
  it('marks a layer and gives it back, and makes a function of a function', () => {
    const layer = dense(2);
    expect(remat(layer)).toBe(layer);
    expect(remat((x: number, y: string) => `${x} ${y}`)(1, 'a')).toBe('1 a');
  });

  it.each([undefined, null, 3, 'dense', {}, [dense(2)]])('refuses %s', (part) => {
    expect(() => remat(part as never)).toThrow(/^Cannot rematerialize .*: it must be a layer or a function of tensors$/);
  });
});
