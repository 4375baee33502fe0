/** How many submits the loop lets be in flight, on a GPU whose steps take so long and whose word so much longer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../src/runtime/gpu/device.ts';
import type { Engine } from '../../src/train/engine.ts';
import { Pace, paceOf } from '../../src/train/pace.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * Runs `steps` steps of `each` milliseconds; word of an end comes `latency` later. After every `pass` of them all is done, and a second goes by. Gives
 * the most submits in flight, those of each step, and milliseconds in all.
 */
async function run(steps: number, each: number | ((step: number) => number), latency: number, pass = steps) {
  let [flying, free, most] = [0, 0, 0];
  const onSubmittedWorkDone = () => {
    free = Math.max(free, performance.now()) + (typeof each === 'number' ? each : each(step));
    flying++;
    return new Promise<undefined>((resolve) => {
      setTimeout(
        () => {
          flying--;
          resolve(undefined);
        },
        free + latency - performance.now(),
      );
    });
  };
  const device = { gpu: { queue: { onSubmittedWorkDone } }, guard: <T>(promise: Promise<T>) => promise } as unknown as Device;
  const pace = new Pace(device);
  const mostOf: number[] = [];
  let step = 0;
  const began = performance.now();
  const loop = (async () => {
    for (; step < steps; step++) {
      const waiting = pace.next();
      mostOf.push(flying);
      most = Math.max(most, flying);
      await waiting;
      if ((step + 1) % pass === 0) await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  })();
  await vi.runAllTimersAsync();
  await loop;
  return { most, mostOf, took: performance.now() - began - (1000 * steps) / pass };
}

describe('submits in flight', () => {
  it.each([300, 20, 5.1])('are two for steps of %s ms', async (each) => {
    const { most, took } = await run(50, each, 1);
    expect(most).toBe(2);
    expect(took).toBeLessThan(50 * each + 3);
  });

  it.each([1, 2, 3])('are at most 10 ms of work for steps of %s ms, and keep the GPU at work', async (each) => {
    const { most, took } = await run(200, each, 3);
    expect(most * each).toBeLessThanOrEqual(10);
    expect(took).toBeLessThan(200 * each * 1.2);
  });

  it('are at most sixteen, however short the steps are', async () => {
    const { most, took } = await run(400, 0.01, 2);
    expect(most).toBe(16);
    expect(took).toBeLessThan(100); // two in flight would take 400
  });

  it('become few again when steps become long', async () => {
    const { mostOf } = await run(120, (step) => (step < 60 ? 0.1 : 50), 2);
    expect(Math.max(...mostOf.slice(0, 60))).toBe(16);
    expect(Math.max(...mostOf.slice(90))).toBe(2);
  });

  it('are learnt over passes, whatever goes by between them', async () => {
    const { mostOf } = await run(60, 0.1, 2, 6);
    expect(Math.max(...mostOf.slice(0, 6))).toBe(2);
    expect(Math.max(...mostOf.slice(54))).toBe(6);
  });

  it('are those of a lane of an engine', () => {
    const [engine, other] = [
      { device: {}, paces: new Map() },
      { device: {}, paces: new Map() },
    ] as unknown as [Engine, Engine];
    expect(paceOf(engine, 'train')).toBe(paceOf(engine, 'train'));
    expect(paceOf(engine, 'test')).not.toBe(paceOf(engine, 'train'));
    expect(paceOf(other, 'train')).not.toBe(paceOf(engine, 'train'));
  });

  it('reject with what ends the device', async () => {
    const lost = new Error('lost');
    const guard = () => Promise.reject(lost);
    const queue = { onSubmittedWorkDone: () => new Promise<undefined>(() => {}) };
    const pace = new Pace({ gpu: { queue }, guard } as unknown as Device);
    await pace.next();
    await expect(pace.next()).rejects.toBe(lost);
  });
});
