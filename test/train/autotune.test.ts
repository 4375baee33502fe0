/** `init({ autotune })`: what is measured when, what is remembered, and that training stays the same but for rounding. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dense, init, type Sequential, sequential, setRandomSeed } from '../../src/index.ts';
import { Device } from '../../src/runtime/gpu/device.ts';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import { matmul } from '../../src/runtime/ops/matmul.ts';
import { MATRICES } from '../../src/runtime/ops/matrices.ts';
import { prepareProfile, setAutotune } from '../../src/train/autotune.ts';
import { Autotuner, autotuner } from '../../src/train/autotuner.ts';
import { sharedDevice } from '../../src/train/device.ts';
import type { TracedStep } from '../../src/train/step.ts';
import { VERSION } from '../../src/train/version.ts';
import { close } from '../support/checkOp.ts';
import { TILED, testDevice } from '../support/gpu.ts';
import { bitsOf } from '../support/tinyModel.ts';

const CACHE = 'webgpu-fit kernels';

/** A step whose one product has the variants `small` and `big`. */
function step(): TracedStep {
  return { writes: [], predictions: [matmul(placeholder('a', [64, 24]), placeholder('b', [24, 64]))] };
}

/** Rewrites what is kept of the only adapter. */
async function rewrite(change: (text: string) => string): Promise<void> {
  const cache = await caches.open(CACHE);
  const [request] = await cache.keys();
  const text = (await (await cache.match(request as Request))?.text()) as string;
  await cache.put(request as Request, new Response(change(text)));
}

beforeEach(async () => {
  await caches.delete(CACHE);
});
afterEach(() => vi.restoreAllMocks());

describe('Autotuner', () => {
  /** A visit of the page, in which `big` is fastest or, with `limit`, no candidate may begin after so many; `first` is the first time taken. */
  function visit(limit = Number.POSITIVE_INFINITY, first = 10) {
    const state = { count: 0 };
    const measure = async () => first - state.count++;
    const clock = () => (state.count < limit ? 0 : 1e6);
    const tuner = new Autotuner({ measure, clock });
    const prepare = (device: Device, trace = step, mode: 'fast' | 'full' = 'fast') => tuner.prepare(device, trace, mode);
    return { state, prepare };
  }

  const device = () => testDevice(TILED);

  function choicesOf({ profile: { choices } }: Device): string | undefined {
    const { node } = step().predictions[0] as TracedStep['predictions'][number];
    return choices?.get(node.op.variants?.(node, TILED).key ?? '');
  }

  it('puts the fastest variants into the profile, and measures nothing the second time', async () => {
    const { state, prepare } = visit();
    const first = await device();
    await prepare(first, step);
    expect(state.count).toBe(2);
    expect(choicesOf(first)).toBe('big');
    const { profile } = first;
    await prepare(first, step);
    expect(state.count).toBe(2);
    expect(first.profile).toBe(profile);
    const second = await device();
    await prepare(second, step);
    expect([state.count, choicesOf(second)]).toEqual([2, 'big']);
  });

  it('remembers from one visit to the next', async () => {
    await visit().prepare(await device());
    const next = visit();
    const again = await device();
    await next.prepare(again, step);
    expect([next.state.count, choicesOf(again)]).toEqual([0, 'big']);
  });

  it.each<[string, (text: string) => string]>([
    ['no JSON', (text) => text.slice(1)],
    ['nothing', () => ''],
    ['null', () => 'null'],
    ['a list', () => '[1, 2]'],
    ['no choices', () => JSON.stringify({ version: VERSION, choices: 7 })],
    ['variants that do not exist', (text) => text.replaceAll('"big"', '"huge"')],
    ['variants that are no text', (text) => text.replaceAll('"big"', '{}')],
    ['the choices of another version', (text) => text.replace(VERSION, '9.9.9')],
    ['too much', (text) => text + ' '.repeat(2 ** 20)],
  ])('measures again when what was kept holds %s', async (_, change) => {
    await visit().prepare(await device());
    await rewrite(change);
    const next = visit();
    const again = await device();
    await next.prepare(again, step);
    expect([next.state.count, choicesOf(again)]).toEqual([2, 'big']);
  });

  it('does without storage', async () => {
    vi.spyOn(CacheStorage.prototype, 'open').mockRejectedValue(new DOMException('denied', 'SecurityError'));
    const { state, prepare } = visit();
    await prepare(await device(), step);
    const second = await device();
    await prepare(second, step);
    expect([state.count, choicesOf(second)]).toEqual([2, 'big']);
  });

  it('runs by rule what time did not suffice for, and goes on with it at the next visit', async () => {
    const { state, prepare } = visit(1);
    const first = await device();
    await prepare(first, step);
    await prepare(first, step);
    expect([state.count, choicesOf(first)]).toEqual([1, undefined]);
    const next = visit(1, 9);
    const again = await device();
    await next.prepare(again, step);
    expect([next.state.count, choicesOf(again)]).toEqual([1, 'big']);
    const last = visit();
    const settled = await device();
    await last.prepare(settled, step);
    expect([last.state.count, choicesOf(settled)]).toEqual([0, 'big']);
  });

  it.each<[string, unknown]>([
    ['no times', 7],
    ['times that are none', { small: 'short', big: -1 }],
    ['what could not run', { small: null }],
    ['nothing', null],
  ])('measures again when what was begun holds %s', async (_, times) => {
    await visit(1).prepare(await device());
    await rewrite((text) => {
      const file = JSON.parse(text) as { times: Record<string, unknown> };
      expect(Object.values(file.times)).toEqual([{ small: 10 }]);
      return JSON.stringify({ ...file, times: Object.fromEntries(Object.keys(file.times).map((key) => [key, times])) });
    });
    const next = visit();
    const again = await device();
    await next.prepare(again, step);
    expect([next.state.count, choicesOf(again)]).toEqual([2, 'big']);
  });

  it('keeps what another page has found meanwhile, finished or begun, and forgets what it began itself and finished', async () => {
    await visit(1).prepare(await device());
    const own = visit();
    const held = await device();
    const wider = (): TracedStep => ({
      writes: [],
      predictions: [matmul(placeholder('a', [64, 24]), placeholder('b', [24, 128]))],
    });
    await own.prepare(held, wider);
    await rewrite((text) => {
      const file = JSON.parse(text) as { choices: object; times: object };
      expect([Object.keys(file.choices).length, Object.keys(file.times).length]).toEqual([1, 1]);
      return JSON.stringify({ ...file, choices: { ...file.choices, other: 'big' }, times: { ...file.times, begun: { small: 3 } } });
    });
    await own.prepare(held, step);
    await rewrite((text) => {
      const file = JSON.parse(text) as { choices: Record<string, string>; times: object };
      expect([Object.keys(file.choices).length, file.choices.other]).toEqual([3, 'big']);
      expect(file.times).toEqual({ begun: { small: 3 } });
      return text;
    });
  });

  it('forgets what it began and another page has finished meanwhile', async () => {
    const own = visit(1);
    await own.prepare(await device());
    await visit().prepare(await device());
    const another = (): TracedStep => ({ writes: [], predictions: [matmul(placeholder('a', [64, 24]), placeholder('b', [24, 128]))] });
    await own.prepare(await device(), another);
    await rewrite((text) => {
      const { choices, times } = JSON.parse(text) as { choices: object; times: object };
      expect([Object.keys(choices).length, times]).toEqual([2, {}]);
      return text;
    });
  });

  it('measures anew with another driver', async () => {
    await visit().prepare(await device());
    const { gpu, info } = await device();
    const { vendor, architecture, device: model, description } = info;
    const updated = new Device(
      gpu,
      { vendor, architecture, device: model, description, driver: '2.0' } as unknown as GPUAdapterInfo,
      TILED,
    );
    const next = visit();
    await next.prepare(updated);
    expect(next.state.count).toBe(2);
  });

  it('has no limit of time in the mode full, which tries what fast left', async () => {
    const { state, prepare } = visit(1);
    const first = await device();
    await prepare(first, step);
    await prepare(first, step, 'full');
    expect([state.count, choicesOf(first)]).toEqual([2, 'big']);
  });

  it('is not asked in the mode off, which neither traces nor measures, and puts the profile back', async () => {
    const { state, prepare } = visit();
    const first = await device();
    await prepare(first, step);
    const trace = vi.fn(step);
    setAutotune('off');
    expect(prepareProfile(first, trace)).toBeUndefined();
    expect(trace).not.toHaveBeenCalled();
    expect(state.count).toBe(2);
    expect(first.profile).toEqual(TILED);
  });

  it('tries matrix units where the device has them, and does without where their kernel is not understood', async () => {
    const { state, prepare } = visit();
    const { gpu, info } = await device();
    const f32 = { componentType: 'f32', resultComponentType: 'f32', M: 8, N: 8, K: 8 };
    const units = new Device(gpu, { ...info, vendor: 'apple', subgroupMatrixConfigs: [f32] } as GPUAdapterInfo, {
      ...TILED,
      subgroupSize: 32,
    });
    vi.spyOn(gpu.features, 'has').mockReturnValue(true);
    await prepare(units);
    expect(units.profile.matrices).toBe(MATRICES);
    const { node } = step().predictions[0] as TracedStep['predictions'][number];
    const variants = node.op.variants?.(node, units.profile);
    expect(variants?.names).toEqual(['small', 'big', 'matrices']);
    // This browser's device has none, so their kernel does not compile.
    expect([state.count, units.profile.choices?.get(variants?.key ?? '')]).toEqual([2, 'big']);
    setAutotune('off');
    prepareProfile(units);
    expect(units.profile).toEqual({ ...TILED, subgroupSize: 32 });
  });

  it('takes turns, so that two builds at once measure once', async () => {
    const { state, prepare } = visit();
    const first = await device();
    await Promise.all([prepare(first, step), prepare(first, step)]);
    expect(state.count).toBe(2);
  });

  it('goes on after a step that cannot be traced', async () => {
    const { prepare } = visit();
    const first = await device();
    const failing = prepare(first, () => {
      throw new RangeError('no such shape');
    });
    await expect(failing).rejects.toThrow('no such shape');
    await prepare(first, step);
    expect(choicesOf(first)).toBe('big');
  });
});

describe('init({ autotune })', () => {
  afterEach(async () => {
    await init({ autotune: 'off' });
  });

  const ROWS = 40;
  const BATCH = 32;
  /** No other test has such a network: the page remembers what it measured. */
  const WIDTH = 40;

  function network(width: number): Sequential {
    setRandomSeed(1);
    const model = sequential([dense(width, { activation: 'tanh', inputShape: [128] }), dense(8, { activation: 'softmax' })]);
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
    return model;
  }

  async function train(model: Sequential): Promise<readonly number[]> {
    const x = Float32Array.from({ length: ROWS * 128 }, (_, i) => Math.sin(0.37 * i));
    const y = Float32Array.from({ length: ROWS }, (_, i) => (i * 5) % 8);
    const { history } = await model.fit(x, y, { batchSize: BATCH, epochs: 3, shuffle: false, verbose: 0 });
    return history.loss as number[];
  }

  /** How often times were taken while `body` ran. */
  async function timings(body: () => Promise<unknown>): Promise<number> {
    const spy = vi.spyOn(GPUDevice.prototype, 'createQuerySet');
    await body();
    return spy.mock.calls.length;
  }

  it('measures when a step is first built and never again, trains to the same losses, and off gives the same bits as before', async () => {
    const untuned = network(WIDTH);
    const expected = await train(untuned);
    const bits = await bitsOf(untuned);

    await init({ autotune: 'fast' });
    const tuned = network(WIDTH);
    let losses: readonly number[] = [];
    expect(await timings(async () => (losses = await train(tuned)))).toBeGreaterThan(0);
    close(losses, expected, [1e-5, 0], 'losses');
    const rows = [...((await sharedDevice()).profile.choices as Map<string, string>).keys()].map((key) => Number(/ (\d+)x/.exec(key)?.[1]));
    expect(rows).toContain(BATCH);
    // The program of the last rows is built while others run.
    expect(rows).not.toContain(ROWS - BATCH);
    const again = network(WIDTH);
    vi.restoreAllMocks();
    expect(await timings(() => train(again))).toBe(0);
    expect(await bitsOf(again)).toEqual(await bitsOf(tuned));

    await init({ autotune: 'off' });
    expect((await sharedDevice()).profile.choices).toBeUndefined();
    const off = network(WIDTH);
    vi.restoreAllMocks();
    expect(await timings(() => train(off))).toBe(0);
    expect(await bitsOf(off)).toEqual(bits);
  });

  it('refuses other modes and options', async () => {
    await expect(init({ autotune: 'always' as 'off' })).rejects.toThrow(
      new TypeError("Cannot use autotune: it is 'always', it must be 'off' or 'fast' or 'full'"),
    );
    await expect(init({ autotone: 'off' } as object)).rejects.toThrow(
      "Cannot use option 'autotone': init has no such option, did you mean 'autotune'?",
    );
  });

  it('trains to the same losses in variants that rules would not choose', async () => {
    const untuned = network(36);
    const expected = await train(untuned);
    let time = 1000;
    const lastFirst = new Autotuner({ measure: async () => (time /= 2) });
    vi.spyOn(autotuner, 'prepare').mockImplementation((device, trace) => lastFirst.prepare(device, trace, 'full'));
    await init({ autotune: 'full' });
    const tuned = network(36);
    close(await train(tuned), expected, [1e-5, 0], 'losses');
    const { choices } = (await sharedDevice()).profile;
    expect(new Set((choices as Map<string, string>).values())).toEqual(new Set(['small in 2']));
    expect(await bitsOf(tuned)).not.toEqual(await bitsOf(untuned));
  });
});
