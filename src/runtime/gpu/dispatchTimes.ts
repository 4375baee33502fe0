/** GPU time of each dispatch of a program. Used by `stopwatch.ts`, and by `train/profile.ts` and `train/ceiling.ts`. */
import { Usage } from './device.ts';
import type { Program } from './program.ts';
import { readBuffer } from './readback.ts';

/**
 * Runs a program once with one pass per dispatch and gives each one's microseconds. Needs the feature `timestamp-query`. With `repeats` each dispatch
 * runs as often in a row as its entry says, and the mean counts: browsers round times to about 0.1 ms.
 */
export async function dispatchTimes(program: Program, repeats: readonly number[] = []): Promise<readonly number[]> {
  const { device, plan } = program;
  const count = plan.dispatches.length * 2;
  if (!device.gpu.features.has('timestamp-query'))
    throw new Error('Cannot time dispatches: the device has no timestamp-query, another browser or adapter may');
  const querySet = device.gpu.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer('timestamps', count * 8, Usage.queryResolve | Usage.copySource);
  const encoder = device.gpu.createCommandEncoder();
  plan.dispatches.forEach(({ label }, i) => {
    const timestampWrites = { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 };
    const pass = encoder.beginComputePass({ label, timestampWrites });
    program.encodeDispatch(pass, i, repeats[i]);
    pass.end();
  });
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  device.gpu.queue.submit([encoder.finish()]);
  const [bytes] = await readBuffer(device, [{ buffer: resolved, offset: 0, bytes: count * 8 }]);
  querySet.destroy();
  device.freeBuffer(resolved);
  const times = new BigUint64Array(bytes as ArrayBuffer);
  return plan.dispatches.map((_, i) => Number((times[2 * i + 1] ?? 0n) - (times[2 * i] ?? 0n)) / 1000 / (repeats[i] ?? 1));
}
