/** Random graphs, planned and run twice, give the values of an evaluation in f64 node by node. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholderName, type Variable, writtenVariable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { closeByNorm } from '../../support/checkOp.ts';
import { PROFILES, readOutputs, testDevice, upload } from '../../support/gpu.ts';
import { interpret } from './interpret.ts';
import { buildGraph, type RandomGraph, randomSteps } from './randomGraph.ts';

const RUNS = 2;
const wave = (count: number, phase: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(1.7 * i + phase));
const initial = ({ dtype, shape }: Variable, i: number) => (dtype === 'u32' ? Uint32Array.of(5) : wave(sizeOf(shape), i));
const nameOf = (input: Tensor) => placeholderName(input) as string;

/** The outputs, and then the variables after all runs. */
async function onDevice(graph: RandomGraph, keep: readonly Tensor[], profile: Profile): Promise<ArrayLike<number>[]> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  graph.variables.forEach((variable, i) => {
    store.add(variable, () => initial(variable, i));
  });
  const { outputs, writes } = graph;
  const program = await Program.build(device, store, plan({ outputs, writes, keep, profile, placeOf: store.placeOf }));
  const buffers = graph.inputs.map((input, i) => [nameOf(input), upload(device, 'input', wave(sizeOf(input.shape), i + 0.5))] as const);
  program.bind(Object.fromEntries(buffers));
  for (let run = 0; run < RUNS; run++) program.run();
  const values = [...(await readOutputs(program, outputs)), ...(await store.read(graph.variables))];
  await device.settle();
  program.dispose();
  store.dispose();
  for (const [, buffer] of buffers) device.freeBuffer(buffer);
  return values;
}

/** The same by interpretation. */
function onHost({ inputs, variables, outputs, writes }: RandomGraph): ArrayLike<number>[] {
  const given = new Map(inputs.map((input, i) => [nameOf(input), Float64Array.from(wave(sizeOf(input.shape), i + 0.5))]));
  const state = new Map(variables.map((variable, i) => [variable, Float64Array.from(initial(variable, i))]));
  let values: ReturnType<typeof interpret> = new Map();
  for (let run = 0; run < RUNS; run++) {
    values = interpret([...outputs, ...writes], { inputs: given, variables: new Map(state) });
    for (const write of writes) state.set(writtenVariable(write) as Variable, values.get(write.node) as Float64Array<ArrayBuffer>);
  }
  return [...outputs.map(({ node }) => values.get(node) as Float64Array), ...state.values()];
}

async function checkGraph(graph: RandomGraph, keep: readonly Tensor[], profile: Profile): Promise<void> {
  const expected = onHost(graph);
  const values = await onDevice(graph, keep, profile);
  // f32 against f64 over up to 60 ops, with kinks on the way.
  values.forEach((value, i) => {
    closeByNorm(value, expected[i] as ArrayLike<number>, [1e-3, 1e-4], `${profile.name}: value ${i}`);
  });
}

describe('random graphs', () => {
  it('give the values of each op alone', async () => {
    for (const steps of fc.sample(randomSteps(30), { numRuns: 10, seed: 6 })) await checkGraph(buildGraph(steps), [], PROFILES.software);
  });

  it('give the same with every node kept', async () => {
    for (const steps of fc.sample(randomSteps(16), { numRuns: 3, seed: 5 })) {
      const graph = buildGraph(steps);
      await checkGraph(graph, graph.computed, PROFILES.software);
    }
  });

  it('give the same in the profile for GPUs', async () => {
    for (const steps of fc.sample(randomSteps(16), { numRuns: 3, seed: 9 })) await checkGraph(buildGraph(steps), [], PROFILES.gpu);
  });
});
