/** The tuner: which kernels it times, for how long, and what it answers. Times are made up, except where said. */
import { describe, expect, it } from 'vitest';
import { DeviceLostError, OutOfMemoryError } from '../../../src/runtime/errors.ts';
import { acquireDevice, Device } from '../../../src/runtime/gpu/device.ts';
import { type TunerOptions, tune } from '../../../src/runtime/gpu/tuner.ts';
import type { Variants } from '../../../src/runtime/graph/choices.ts';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add, relu } from '../../../src/runtime/ops/elementwise.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { TILED, testDevice } from '../../support/gpu.ts';
import { countCalls } from '../../support/tinyModel.ts';

const large = () => matmul(placeholder('a', [64, 128]), placeholder('b', [128, 64]));
const small = (name = 'c') => matmul(placeholder(name, [64, 32]), placeholder('d', [32, 64]));

function variantsOf(product: Tensor): Variants {
  return product.node.op.variants?.(product.node, TILED) as Variants;
}

const LARGE = variantsOf(large());
const SMALL = variantsOf(small());

const ALL: TunerOptions = { share: Number.POSITIVE_INFINITY, budget: Number.POSITIVE_INFINITY };

/** Measures nothing: gives the times in order, and counts. */
function madeUp(times: readonly number[]) {
  const state = { count: 0 };
  return { state, measure: async () => times[state.count++ % times.length] as number };
}

const never = () => false;

async function answers(roots: readonly Tensor[], options: Partial<TunerOptions>, settled: (variants: Variants) => boolean = never) {
  return tune(await testDevice(TILED), roots, settled, { ...ALL, ...options });
}

describe('tune()', () => {
  it('has products to choose for', () => {
    expect(LARGE.names).toEqual(['small', 'big', 'small in 2', 'big in 2']);
    expect(SMALL.names).toEqual(['small', 'big']);
  });

  it('answers with the fastest variant of each product, those with most work first', async () => {
    const { state, measure } = madeUp([10, 20, 5, 7, 3, 1]);
    const found = await answers([small(), relu(large())], { measure });
    expect([...found]).toEqual([
      [LARGE.key, 'small in 2'],
      [SMALL.key, 'big'],
    ]);
    expect(state.count).toBe(6);
  });

  it('stays with the usual variant unless another is clearly faster', async () => {
    expect((await answers([large()], { measure: madeUp([100, 96, 97, 98]).measure })).get(LARGE.key)).toBe('small');
    expect((await answers([large()], { measure: madeUp([100, 95, 97, 98]).measure })).get(LARGE.key)).toBe('big');
  });

  it('times products that run alike once', async () => {
    const { state, measure } = madeUp([1]);
    await answers([add(large(), large())], { measure });
    expect(state.count).toBe(LARGE.names.length);
  });

  it('times those that dominate the work', async () => {
    const found = await answers([small(), large()], { share: 0.5, measure: madeUp([1]).measure });
    expect([...found.keys()]).toEqual([LARGE.key]);
  });

  it('counts all products that run alike when it asks which dominate', async () => {
    const many = Array.from({ length: 200 }, (_, i) => small(`c${i}`)).reduce((sum, product) => add(sum, product));
    const found = await answers([many, large()], { share: 0.5, measure: madeUp([1]).measure });
    expect([...found.keys()]).toEqual([SMALL.key]);
  });

  it.each([
    // A candidate takes 100 ms; one that could end after the budget does not begin.
    [500, 4, ['small', undefined]],
    [399, 3, [undefined, undefined]],
    [600, 5, ['small', undefined]],
    [601, 6, ['small', 'small']],
    [0, 0, [undefined, undefined]],
  ])('keeps a budget of %i ms: %i candidates', async (budget, candidates, expected) => {
    let now = 0;
    let count = 0;
    const measure = async () => {
      now += 100;
      return ++count;
    };
    const found = await answers([large(), small()], { budget, measure, clock: () => now });
    expect(count).toBe(candidates);
    expect([...found.values()]).toEqual(expected);
  });

  it('begins nothing that its work says would end too late, and goes on with what would not', async () => {
    let now = 0;
    const measure = async () => {
      now += 100;
      return 1;
    };
    // So many small products dominate. One large product takes twice as long as one of them, 200 ms.
    const many = Array.from({ length: 200 }, (_, i) => small(`c${i}`)).reduce((sum, product) => add(sum, product));
    const tiny = matmul(placeholder('e', [64, 16]), placeholder('f', [16, 64]));
    for (const [budget, expected, taken] of [
      [201, ['small', undefined, undefined], 200],
      [401, ['small', undefined, 'small'], 400],
      [900, ['small', 'small', 'small'], 800],
    ] as const) {
      now = 0;
      const found = await answers([many, large(), tiny], { budget, measure, clock: () => now });
      expect([...found.values()]).toEqual(expected);
      expect(now).toBe(taken);
    }
  });

  it('goes on with times taken before, and holds what it leaves', async () => {
    const times = new Map([[LARGE.key, { small: 10, big: 4 }]]);
    let now = 0;
    const measure = async () => {
      now += 100;
      return 5;
    };
    const found = await answers([large(), small()], { measure, clock: () => now, budget: 399, times });
    expect(now).toBe(300);
    expect([...found.values()]).toEqual(['big', undefined]);
    expect([...times]).toEqual([[SMALL.key, { small: 5 }]]);
  });

  it('asks nothing of the GPU for what is settled', async () => {
    const { state, measure } = madeUp([1]);
    const asked: string[] = [];
    const settled = ({ key }: Variants) => asked.push(key) > 0;
    const calls = await countCalls(() => answers([large(), small()], { measure }, settled));
    expect(asked).toEqual([LARGE.key, SMALL.key]);
    expect(state.count).toBe(0);
    expect(Object.values(calls).every((number) => number === 0)).toBe(true);
  });

  it('does not choose a variant that the device has no room for', async () => {
    let count = 0;
    const measure = async () => {
      if (++count % 2) return 10;
      throw new OutOfMemoryError('no room', { needed: 1, label: 'x' });
    };
    expect((await answers([large()], { measure })).get(LARGE.key)).toBe('small');
    expect(count).toBe(4);
  });

  it('rejects with what else goes wrong, and frees its buffers', async () => {
    const device = await testDevice(TILED);
    const before = device.memory;
    const measure = () => Promise.reject(new Error('broken'));
    await expect(tune(device, [large()], never, { ...ALL, measure })).rejects.toThrow('broken');
    expect(device.memory).toEqual(before);
  });

  it('rejects with DeviceLostError when the device goes meanwhile', async () => {
    const { gpu, info } = await acquireDevice();
    const device = new Device(gpu, info, TILED);
    const lost = tune(device, [large()], never, ALL);
    gpu.destroy();
    await expect(lost).rejects.toThrow(DeviceLostError);
  });
});

describe('tune() with real times', () => {
  async function check(device: Device): Promise<void> {
    const before = device.memory;
    const calls = await countCalls(async () => {
      const found = await tune(device, [large(), small()], never, ALL);
      expect(LARGE.names).toContain(found.get(LARGE.key));
      expect(SMALL.names).toContain(found.get(SMALL.key));
    });
    expect(calls.submit).toBeGreaterThan(6);
    expect(device.memory).toEqual(before);
    await device.settle();
  }

  it('measures by timestamps', async () => {
    const device = await testDevice(TILED);
    expect(device.gpu.features.has('timestamp-query')).toBe(true);
    await check(device);
  });

  it('measures by the clock where the device has no timestamps', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const gpu = (await adapter?.requestDevice({ requiredFeatures: ['subgroups'] })) as GPUDevice;
    await check(new Device(gpu, gpu.adapterInfo, TILED));
    gpu.destroy();
  });
});
