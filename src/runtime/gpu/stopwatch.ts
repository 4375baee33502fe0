/** How long a program takes on the GPU. Used by `tuner.ts` to compare programs of the same task. */
import type { Device } from './device.ts';
import { dispatchTimes } from './dispatchTimes.ts';
import type { Program } from './program.ts';

/** Microseconds for which a program is repeated in one measurement: browsers round times to about 100. */
const LEAST = 1000;

/** Repetitions in one measurement, at most. */
const MOST_REPEATS = 50;

/** Measurements, of which the shortest counts: whatever disturbs one only makes it longer. */
const RUNS = 3;

/** Microseconds of one run from which on what disturbs it is a small part, so that it is run once more only. */
const LONG = 10_000;

/** Microseconds of one run of a program, whose buffers are bound. Runs it several times. */
export async function microsecondsOf(device: Device, program: Program): Promise<number> {
  const measure = device.gpu.features.has('timestamp-query') ? byTimestamps : byClock;
  // The driver finishes its work on a kernel when it first runs.
  await measure(device, program, 1);
  const once = await measure(device, program, 1);
  const repeats = Math.min(MOST_REPEATS, Math.ceil(LEAST / Math.max(1, once)));
  let least = repeats > 1 ? Number.POSITIVE_INFINITY : once;
  for (let run = once < LONG ? 0 : RUNS - 1; run < RUNS; run++) least = Math.min(least, await measure(device, program, repeats));
  return least;
}

async function byTimestamps(_: Device, program: Program, repeats: number): Promise<number> {
  const times = await dispatchTimes(
    program,
    program.plan.dispatches.map(() => repeats),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** Many runs in one submit, so that the way to the GPU and back counts little. */
async function byClock(device: Device, program: Program, repeats: number): Promise<number> {
  await device.settle();
  const began = performance.now();
  const encoder = device.gpu.createCommandEncoder();
  for (let run = 0; run < repeats; run++) program.encode(encoder);
  device.gpu.queue.submit([encoder.finish()]);
  await device.settle();
  return ((performance.now() - began) * 1000) / repeats;
}
