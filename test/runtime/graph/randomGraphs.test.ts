/** Random graphs give the same values fused and with every node kept, which blocks fusion, in both profiles and over several runs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholderName } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { closeByNorm } from '../../support/checkOp.ts';
import { PROFILES, testDevice, upload } from '../../support/gpu.ts';
import { buildGraph, type RandomGraph, randomSteps } from './randomGraph.ts';

const wave = (count: number, phase: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(1.7 * i + phase));

/** The outputs and then the variables after `runs` runs. */
async function evaluated(graph: RandomGraph, keep: readonly Tensor[], profile: Profile, runs: number): Promise<ArrayLike<number>[]> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  graph.variables.forEach((variable, i) => {
    store.add(variable, () => (variable.dtype === 'u32' ? Uint32Array.of(5) : wave(sizeOf(variable.shape), i)));
  });
  const { outputs, writes } = graph;
  const program = await Program.build(device, store, plan({ outputs, writes, keep, profile, placeOf: store.placeOf }));
  const buffers = graph.inputs.map(
    (input, i) => [placeholderName(input) as string, upload(device, 'input', wave(sizeOf(input.shape), i + 0.5))] as const,
  );
  program.bind(Object.fromEntries(buffers));
  for (let run = 0; run < runs; run++) program.run();
  const values = [...(await program.read(outputs)), ...(await store.read(graph.variables))];
  await device.settle();
  program.dispose();
  store.dispose();
  for (const [, buffer] of buffers) device.freeBuffer(buffer);
  return values;
}

async function checkGraph(graph: RandomGraph, profiles: readonly Profile[]): Promise<void> {
  const reference = await evaluated(graph, graph.computed, PROFILES.software, 2);
  for (const profile of profiles) {
    const values = await evaluated(graph, [], profile, 2);
    // The kernels are the same up to the order of sums and the fusing of products and sums.
    values.forEach((value, i) => {
      closeByNorm(value, Array.from(reference[i] as ArrayLike<number>), [1e-4, 1e-5], `${profile.name}: value ${i}`);
    });
  }
}

describe('random graphs', () => {
  it('give equal values fused and with every node kept', async () => {
    const graphs = fc.sample(randomSteps(30), { numRuns: 8, seed: 4 });
    for (const steps of graphs) await checkGraph(buildGraph(steps), [PROFILES.software]);
    expect(graphs).toHaveLength(8);
  });

  it('give equal values in the profile for GPUs', async () => {
    for (const steps of fc.sample(randomSteps(16), { numRuns: 3, seed: 9 })) await checkGraph(buildGraph(steps), [PROFILES.gpu]);
  });
});
