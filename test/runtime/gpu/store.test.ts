/** Variables on the GPU: first values, growth, snapshots. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device, MemoryUse } from '../../../src/runtime/gpu/device.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { Variable } from '../../../src/runtime/graph/leaf.ts';
import { testDevice } from '../../support/gpu.ts';

let device: Device;
let before: MemoryUse;
let store: VariableStore;

beforeEach(async () => {
  device = await testDevice();
  before = device.memory;
  store = new VariableStore(device);
});

afterEach(async () => {
  store.dispose();
  await device.settle();
  expect(device.memory).toEqual(before);
});

/** A variable in the store. */
function added(name: string, values: readonly number[], options: { dtype?: 'f32' | 'u32'; slab?: string } = {}): Variable {
  const variable = new Variable(name, [values.length], options);
  store.add(variable, () => (options.dtype === 'u32' ? Uint32Array.from(values) : Float32Array.from(values)));
  return variable;
}

const lists = (values: readonly ArrayLike<number>[]) => values.map((list) => Array.from(list));

describe('VariableStore', () => {
  it('holds first values of f32 and u32, in one slab each', async () => {
    const [a, b, n] = [added('a', [1, 2, 3]), added('b', [4.5]), added('n', [0xffffffff, 7], { dtype: 'u32' })];
    await store.allocate();
    expect(lists(await store.read([b, n, a]))).toEqual([[4.5], [0xffffffff, 7], [1, 2, 3]]);
    expect((await store.read([n]))[0]).toBeInstanceOf(Uint32Array);
    expect(device.memory.buffers - before.buffers).toBe(2);
    expect([store.placeOf(a), store.placeOf(b), store.placeOf(n)]).toEqual([0, 64, 0]);
  });

  it('computes first values once, also for programs that are built together', async () => {
    let calls = 0;
    const variable = new Variable('v', [2]);
    store.add(variable, () => {
      calls++;
      return Float32Array.of(1, 2);
    });
    store.add(variable, () => Float32Array.of(3, 4));
    const first = store.allocate();
    const second = store.allocate().then(() => store.write(variable, Float32Array.of(5, 6)));
    await Promise.all([first, second, store.allocate()]);
    expect(lists(await store.read([variable]))).toEqual([[5, 6]]);
    expect(calls).toBe(1);
  });

  it('takes values written before, while and after it is allocated', async () => {
    const [a, b] = [added('a', [1]), added('b', [2])];
    store.write(a, Float32Array.of(10));
    const allocation = store.allocate();
    store.write(b, Float32Array.of(20));
    await allocation;
    expect(lists(await store.read([a, b]))).toEqual([[10], [20]]);
    store.write(a, Float32Array.of(11));
    expect(lists(await store.read([a, b]))).toEqual([[11], [20]]);
  });

  it('keeps values when it grows, and says that buffers were replaced', async () => {
    const a = added('a', [1, 2]);
    await store.allocate();
    store.write(a, Float32Array.of(7, 8));
    const { version } = store;
    const b = added(
      'b',
      Array.from({ length: 300 }, (_, i) => i),
    );
    await store.allocate();
    expect(store.version).toBe(version + 1);
    const [first, second] = lists(await store.read([a, b]));
    expect(first).toEqual([7, 8]);
    expect(second?.[299]).toBe(299);
    await store.allocate();
    expect(store.version).toBe(version + 1);
    expect(device.memory.buffers - before.buffers).toBe(1);
  });

  it('keeps what was there when it cannot grow', async () => {
    const a = added('a', [1, 2]);
    await store.allocate();
    const used = device.memory;
    const size = device.gpu.limits.maxBufferSize / 4;
    store.add(new Variable('large', [size]), () => new Float32Array(size));
    await expect(store.allocate()).rejects.toThrow(RangeError);
    expect(device.memory).toEqual(used);
    const snapshot = store.snapshot([a]);
    store.write(a, Float32Array.of(3, 4));
    snapshot.restore();
    snapshot.dispose();
  });

  it('snapshots on the GPU and restores, several times, also after it grew', async () => {
    const [a, b, n] = [added('a', [1, 2, 3]), added('b', [4], { slab: 'slots' }), added('n', [5], { dtype: 'u32' })];
    await store.allocate();
    const snapshot = store.snapshot([b, a, n]);
    for (const round of [1, 2]) {
      store.write(a, Float32Array.of(round, round, round));
      store.write(b, Float32Array.of(round));
      store.write(n, Uint32Array.of(round));
      added(`more ${round}`, Array(500).fill(0));
      await store.allocate();
      snapshot.restore();
      expect(lists(await store.read([a, b, n]))).toEqual([[1, 2, 3], [4], [5]]);
    }
    snapshot.dispose();
    snapshot.dispose();
  });

  it('rejects values that are not one per element, which would reach the next variable', async () => {
    const a = added('a', [1, 2]);
    expect(() => store.write(a, Float32Array.of(1, 2, 3))).toThrow(new RangeError('Cannot write a: 3 values came, it holds 2'));
    await store.allocate();
    expect(() => store.write(a, Float32Array.of(1))).toThrow(RangeError);
    expect(lists(await store.read([a]))).toEqual([[1, 2]]);
  });

  it('rejects variables that it does not hold and slabs that it has not made', () => {
    expect(() => store.placeOf(new Variable('stray', []))).toThrow('Cannot find the variable stray: it does not belong to this model');
    added('a', [1]);
    expect(() => store.buffer('slab:weights:f32')).toThrow('Cannot bind slab:weights:f32: it is not allocated, call allocate() first');
  });
});
