/** Places of variables that were taken out of a store. */
import { expect, it } from 'vitest';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { Variable } from '../../../src/runtime/graph/leaf.ts';
import { testDevice } from '../../support/gpu.ts';

it('variables that are removed leave their places, joined, to later ones with first values of their own', async () => {
  const store = new VariableStore(await testDevice());
  const added = (size: number, value: number) => {
    const variable = new Variable(`v${value}`, [size]);
    store.add(variable, () => new Float32Array(size).fill(value));
    return variable;
  };
  const [first, a, b, last] = [added(64, 1), added(64, 2), added(65, 3), added(1, 4)];
  await store.allocate();
  const version = store.version;
  store.remove([b, a, b]);
  const [small, large, end] = [added(64, 5), added(128, 6), new Variable('end', [300])];
  await store.allocate();
  expect([first, small, large, last].map(store.placeOf)).toEqual([0, 64, 128, 256]);
  expect(store.version).toBe(version);
  const values = await store.read([first, small, large, last]);
  expect(values.map((list) => [...new Set(list)])).toEqual([[1], [5], [6], [4]]);
  expect([store.has(a), store.has(b)]).toEqual([false, false]);
  store.remove([last, large]);
  store.add(end, () => new Float32Array(300).fill(7));
  expect(store.placeOf(end)).toBe(128);
  expect(new Set((await store.read([end]))[0])).toEqual(new Set([7]));
  store.dispose();
});
