/** Kernels of one dispatch that end alike: the end stands in the text once, and each kernel's elements go through it. */
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder, Trace, toTensor, Variable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add, fill } from '../../../src/runtime/ops/elementwise.ts';
import { vectorLayout } from '../../../src/runtime/ops/filledLayout.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { adamUpdate } from '../../../src/runtime/ops/optimizerUpdates.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { close } from '../../support/checkOp.ts';
import { PROFILES, testDevice, upload } from '../../support/gpu.ts';

const ALPHA = 0.25;
const EPSILON = 1e-7;

/** A weight of `size` elements that starts at waves, moved by the gradient that `gradientOf` makes of data [3, size / each]: each sum, so many times. */
interface Moved {
  readonly size: number;
  readonly each: number;
  readonly beta1: number;
  readonly gradientOf: (data: Tensor) => Tensor;
}

const column = (size: number, beta1 = 0.5): Moved => ({ size, each: 1, beta1, gradientOf: (data) => sum(data, { axis: 0 }) });
const product = (size: number): Moved => ({
  size,
  each: 4,
  beta1: 0.5,
  gradientOf: (data) => reshape(matmul(data, fill([3, 4], 1), { transposeA: true }), [size]),
});

const wave = (size: number, start: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + start));

/** Runs one step for all of `list`; gives the text of its dispatches, and all weights, momenta and velocities with what they should be. */
async function run(list: readonly Moved[], profile: keyof typeof PROFILES) {
  const device = await testDevice(PROFILES[profile]);
  const store = new VariableStore(device);
  const trace = new Trace();
  const variables = list.map(({ size }, n) => {
    const layout = vectorLayout([size]);
    const [weight, momentum, velocity] = ['weights', 'slots', 'slots'].map(
      (slab, i) => new Variable(`v${n}.${i}`, [size], { slab, layout }),
    );
    return [weight, momentum, velocity] as [Variable, Variable, Variable];
  });
  const alpha = new Variable('alpha', [], { slab: 'state' });
  for (const [n, own] of variables.entries())
    for (const [i, variable] of own.entries()) store.add(variable, () => wave(variable.shape[0] as number, n + 10 * i).map((x) => x + 2));
  store.add(alpha, () => new Float32Array([ALPHA]));
  trace.run(() => {
    for (const [n, { size, each, beta1, gradientOf }] of list.entries()) {
      const own = variables[n] as [Variable, Variable, Variable];
      const read = own.map((variable) => toTensor(variable)) as [Tensor, Tensor, Tensor];
      const gradient = gradientOf(placeholder(`data${n}`, [3, size / each]));
      const updated = adamUpdate(read, gradient, toTensor(alpha), { beta1, beta2: 0.75, epsilon: EPSILON });
      for (const [i, variable] of own.entries()) trace.assign(variable, updated[i] as Tensor);
    }
  });
  const planned = plan({ outputs: [], writes: trace.writes, profile: PROFILES[profile], placeOf: store.placeOf });
  const program = await Program.build(device, store, planned);
  const buffers = list.map(({ size, each }, n) => upload(device, `data${n}`, wave((3 * size) / each, 20 + n)));
  program.bind(Object.fromEntries(buffers.map((buffer, n) => [`data${n}`, buffer])));
  program.run();
  const results = await store.read(variables.flat());
  for (const buffer of buffers) device.freeBuffer(buffer);
  program.dispose();
  store.dispose();
  return { code: planned.dispatches.map(({ code }) => code), results, expected: list.flatMap(stepOf) };
}

/** Adam in f64, for gradients that are sums over the three rows. */
function stepOf({ size, each, beta1 }: Moved, n: number): number[][] {
  const [weight, momentum, velocity] = [0, 10, 20].map((start) => Array.from(wave(size, n + start), (x) => x + 2)) as [
    number[],
    number[],
    number[],
  ];
  const columns = size / each;
  const data = wave(3 * columns, 20 + n);
  const gradient = weight.map((_, i) =>
    [0, 1, 2].reduce((total, row) => total + (data[row * columns + Math.floor(i / each)] as number), 0),
  );
  const m = momentum.map((value, i) => value + (1 - beta1) * ((gradient[i] as number) - value));
  const v = velocity.map((value, i) => value + 0.25 * ((gradient[i] as number) ** 2 - value));
  return [weight.map((w, i) => w - (ALPHA * (m[i] as number)) / (Math.sqrt(v[i] as number) + EPSILON)), m, v];
}

describe.each(['software', 'gpu'] as const)('ends of kernels on the %s profile', (profile) => {
  it('stand in a dispatch once, with the place of each kernel', async () => {
    const code = await runsRight([column(8), column(300), column(13), column(64)], profile);
    expect(code.match(/fn main\(/g)).toHaveLength(1);
    expect(code.match(/fn \w*adam\(/g)).toEqual(['fn tail0_adam(']);
  });

  it('stay apart where more than places differs', async () => {
    const code = await runsRight([column(8), column(8, 0.25), column(12, 0.25), column(12)], profile);
    expect(code.match(/fn tail\d_adam\(/g)).toEqual(['fn tail0_adam(', 'fn tail1_adam(']);
  });

  it('stay apart where they are shorter than handing over is', () => {
    const outputs = [8, 12].map((size) => add(sum(placeholder(`data${size}`, [3, size]), { axis: 0 }), 1));
    const [dispatch] = plan({ outputs, profile: PROFILES[profile], placeOf: () => 0 }).dispatches;
    expect(dispatch?.code.match(/fn \w+_run\(/g)).toHaveLength(2);
    expect(dispatch?.code).not.toMatch(/tail/);
  });

  it('stay apart where an invocation has several elements', async () => {
    expect(await runsRight([product(64), product(96)], profile)).not.toMatch(/tail/);
    const large = await runsRight([column(8), column(40_000)], profile);
    expect(large.match(/tail0_given = /g) ?? []).toHaveLength(profile === 'software' ? 0 : 2);
  });
});

/** The text of one step, whose results are checked. */
async function runsRight(list: readonly Moved[], profile: keyof typeof PROFILES): Promise<string> {
  const { code, results, expected } = await run(list, profile);
  results.forEach((values, i) => {
    close(values as Float32Array, expected[i] as number[], [1e-5, 1e-5], `variable ${i}`);
  });
  return code.join('\n');
}
