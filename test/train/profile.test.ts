/** `profile()`: measures the step of `fit` and leaves the model as it was. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { dense, FitRunningError, lambdaCallback, NotCompiledError, type ProfileOptions, profile, sequential } from '../../src/index.ts';
import { describeAdapter } from '../../src/runtime/gpu/adapterProfile.ts';
import { ceilingOf } from '../../src/train/ceiling.ts';
import { sharedDevice } from '../../src/train/device.ts';
import { clearSession } from '../../src/train/names.ts';
import { bitsOf, DATA, FIT, rejection, settled, tinyModel } from '../support/tinyModel.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const QUICK = { batchSize: 4, runs: 2 } as const satisfies ProfileOptions;

describe('profile()', () => {
  it('changes nothing of a training that goes on after it', async () => {
    const [profiled, other] = [tinyModel(3), tinyModel(3)];
    await profile(profiled, DATA.x, DATA.y, QUICK);
    for (const model of [profiled, other]) await model.fit(DATA.x, DATA.y, FIT);
    expect(await bitsOf(profiled)).toEqual(await bitsOf(other));
    await profile(profiled, DATA.x, DATA.y, QUICK);
    expect(await bitsOf(profiled)).toEqual(await bitsOf(other));
    const more = { ...FIT, initialEpoch: 3, epochs: 5 };
    const [first, second] = [await profiled.fit(DATA.x, DATA.y, more), await other.fit(DATA.x, DATA.y, more)];
    expect(first.history).toEqual(second.history);
    expect(profiled.optimizer.iterations).toBe(15);
    expect(await bitsOf(profiled)).toEqual(await bitsOf(other));
    profiled.dispose();
    other.dispose();
  });

  it('shows nobody the steps that it runs', async () => {
    const model = tinyModel();
    const before = await model.predict(DATA.x);
    const profiling = profile(model, DATA.x, DATA.y, QUICK);
    let done = false;
    const ended = profiling.then(() => {
      done = true;
    });
    let looks = 0;
    for (; !done; looks++) expect(await model.predict(DATA.x)).toEqual(before);
    await ended;
    expect(looks).toBeGreaterThan(1);
    model.dispose();
  });

  it('tells work and time by dispatch, layer and op', async () => {
    clearSession();
    const model = tinyModel();
    const result = await profile(model, DATA.x, DATA.y, QUICK);
    expect(result).toMatchObject({ batchSize: 4, device: describeAdapter((await sharedDevice()).info) });
    expect(result.layers.map(({ name }) => name).sort()).toEqual(['', 'adam', 'dense', 'dense_1']);
    // The products of both layers, forward, for their weights, and for the hidden units.
    const products = 2 * 4 * (2 * 3 * 4 + 3 * 4 * 2);
    expect(result.ops.find(({ name }) => name === 'matmul')?.operations).toBeGreaterThanOrEqual(products);
    for (const part of ['operations', 'bytes', 'microseconds'] as const) {
      const [whole, ...sums] = [result.dispatches, result.layers, result.ops].map((rows) =>
        rows.reduce((total, row) => total + (row[part] ?? 0), 0),
      );
      for (const sum of sums) expect(sum / (whole as number)).toBeCloseTo(1, 9);
    }
    expect(result.dispatches.reduce((total, { microseconds }) => total + (microseconds ?? 0), 0)).toBe(result.gpuMicroseconds);
    expect(result.gpuMicroseconds).toBeGreaterThan(0);
    expect(result.wallMicroseconds).toBeGreaterThan(0);
    expect(result.scriptMicroseconds).toBeGreaterThan(0);
    expect(`${result}`).toMatch(/│ dense_1 +│.*One step of 4 rows on .* JavaScript .*GFLOP\/s/s);
    model.dispose();
  });

  it('says that a device without timestamp-query has no time by dispatch, and gives that of the step', async () => {
    const { features } = (await sharedDevice()).gpu;
    vi.spyOn(Object.getPrototypeOf(features) as GPUSupportedFeatures, 'has').mockReturnValue(false);
    const model = tinyModel();
    const result = await profile(model, DATA.x, DATA.y, QUICK);
    expect(result).toMatchObject({ gpuMicroseconds: undefined, ceiling: undefined });
    expect(
      result.dispatches.every(({ microseconds, share, bytes }) => microseconds === undefined && share === undefined && bytes > 0),
    ).toBe(true);
    expect(result.wallMicroseconds).toBeGreaterThan(0);
    expect(`${result}`).toContain('no timestamp-query');
    model.dispose();
  });

  it('measures the ceiling of a device once', async () => {
    const device = await sharedDevice();
    const { operations, bytes } = await ceilingOf(device);
    expect(operations).toBeGreaterThan(1e8);
    expect(bytes).toBeGreaterThan(1e8);
    expect(ceilingOf(device)).toBe(ceilingOf(device));
  });

  it('leaves no buffer behind', async () => {
    const model = tinyModel();
    await profile(model, DATA.x, DATA.y, QUICK);
    await settled();
    const device = await sharedDevice();
    const before = device.memory;
    await profile(model, DATA.x, DATA.y, { ...QUICK, batchSize: 4 });
    await settled();
    expect(device.memory).toEqual(before);
    model.dispose();
  });

  it('refuses what it cannot run', async () => {
    const model = tinyModel();
    const stream = () => [[DATA.x, DATA.y]].values();
    expect(await rejection(profile(model, stream))).toEqual(
      new TypeError('Cannot profile a stream: x must be arrays, such as its first batch'),
    );
    expect(await rejection(profile(model, DATA.x, DATA.y, { run: 3 } as ProfileOptions))).toBeInstanceOf(TypeError);
    expect(await rejection(profile(model, DATA.x, DATA.y, { runs: 0 }))).toBeInstanceOf(RangeError);
    expect(await rejection(profile(sequential([dense(1, { inputShape: [3] })]), DATA.x))).toBeInstanceOf(NotCompiledError);
    let inside: unknown;
    const callbacks = [
      lambdaCallback({
        onEpochEnd: async () => {
          inside = await rejection(profile(model, DATA.x, DATA.y));
        },
      }),
    ];
    await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 1, callbacks });
    expect(inside).toBeInstanceOf(FitRunningError);
    model.dispose();
  });
});
