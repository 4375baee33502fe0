/** Runs a metric on batches as training does: an update traced per batch shape, the result read from its variables. */
import { Program } from '../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../src/runtime/gpu/store.ts';
import { placeholder, Trace } from '../../src/runtime/graph/leaf.ts';
import { plan } from '../../src/runtime/graph/plan.ts';
import type { Profile } from '../../src/runtime/graph/profile.ts';
import { sizeOf, type Tensor } from '../../src/runtime/graph/tensor.ts';
import type { Metric } from '../../src/train/metrics/index.ts';
import { PROFILES, readOutputs, testDevice, upload, type Values } from './gpu.ts';

/** Results after each batch, and one after the variables are set to their first values again. */
export interface MetricResults {
  readonly results: readonly number[];
  readonly afterReset: number;
}

/** Feeds batches, each the inputs of `updateState`, to a metric. */
export async function runMetric(
  metric: Metric,
  batches: readonly (readonly Values[])[],
  profile: Profile = PROFILES.software,
): Promise<MetricResults> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  const reset = () => {
    for (const { variable, initial } of metric.variables) store.write(variable, new Float32Array(sizeOf(variable.shape)).fill(initial));
  };
  for (const { variable } of metric.variables) store.add(variable, () => new Float32Array(sizeOf(variable.shape)));
  reset();
  const results: number[] = [];
  for (const batch of batches) {
    await update(metric, batch, store, profile);
    results.push(await resultOf(metric, store, profile));
  }
  reset();
  const afterReset = await resultOf(metric, store, profile);
  store.dispose();
  return { results, afterReset };
}

async function update(metric: Metric, batch: readonly Values[], store: VariableStore, profile: Profile): Promise<void> {
  const trace = new Trace();
  const inputs = batch.map(({ shape }, i) => placeholder(`input${i}`, shape));
  trace.run(() => metric.updateState(...(inputs as [Tensor, Tensor, Tensor?])));
  const program = await Program.build(store.device, store, plan({ outputs: [], writes: trace.writes, profile, placeOf: store.placeOf }));
  const buffers = batch.map(({ data }, i) => upload(store.device, `input${i}`, Float32Array.from(data)));
  program.bind(Object.fromEntries(buffers.map((buffer, i) => [`input${i}`, buffer])));
  program.run();
  program.dispose();
  for (const buffer of buffers) store.device.freeBuffer(buffer);
}

async function resultOf(metric: Metric, store: VariableStore, profile: Profile): Promise<number> {
  const result = metric.result();
  const program = await Program.build(store.device, store, plan({ outputs: [result], profile, placeOf: store.placeOf }));
  program.bind({});
  program.run();
  const [values] = await readOutputs(program, [result]);
  program.dispose();
  return values?.[0] as number;
}
