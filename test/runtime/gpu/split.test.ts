/** Dispatches split by a tiny limit: the same bits as in one piece. */
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import { type Profile, SLOWEST_GPU } from '../../../src/runtime/graph/profile.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { convolution } from '../../../src/runtime/ops/convolution.ts';
import { add, exp, negative } from '../../../src/runtime/ops/elementwise.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { maxPool } from '../../../src/runtime/ops/maxPool.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { evaluate, PROFILES, readOutputs, testDevice, upload } from '../../support/gpu.ts';

/** Cuts whatever has more than one workgroup into single ones. */
const TINY: Profile = { ...PROFILES.gpu, longestDispatch: 1e-12 };

function values(shape: readonly number[]) {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.7)) };
}

const NONE = [0, 0] as const;

const cases: Readonly<Record<string, readonly [readonly (readonly number[])[], (...inputs: Tensor[]) => Tensor]>> = {
  'a product with a bias': [
    [
      [70, 20],
      [20, 68],
      [1, 68],
    ],
    (a, b, bias) => exp(add(matmul(a, b), bias)),
  ],
  'a batched product': [
    [
      [3, 40, 8],
      [3, 8, 36],
    ],
    (a, b) => matmul(a, b),
  ],
  'a convolution': [
    [
      [2, 8, 8, 4],
      [3, 3, 4, 36],
    ],
    (x, kernel) => convolution(x, kernel, { strides: [1, 1], padding: [NONE, NONE], dilation: [1, 1], groups: 1 }),
  ],
  'a reduction by trees': [[[5, 128]], (x) => sum(x, { axis: 1 })],
  'an elementwise chain': [[[1000]], (x) => exp(exp(x))],
};

describe('a split dispatch', () => {
  it.each(Object.keys(cases))('gives the bits of %s in one piece', async (name) => {
    const [shapes, build] = cases[name] as (typeof cases)[string];
    const inputs = shapes.map(values);
    const placeholders = shapes.map((shape, i) => placeholder(`p${i}`, shape));
    const { dispatches } = plan({ outputs: [build(...placeholders)], profile: TINY, placeOf: () => 0 });
    expect(dispatches.length).toBeGreaterThanOrEqual(4);
    expect(new Set(dispatches.map(({ code }) => code)).size).toBe(1);
    const [whole] = await evaluate((...tensors) => [build(...tensors)], inputs, PROFILES.gpu);
    const [parts] = await evaluate((...tensors) => [build(...tensors)], inputs, TINY);
    expect(parts).toEqual(whole);
  });

  it('gives the bits of a product in big tiles, whose bands it cuts', async () => {
    const inputs = [
      [700, 12],
      [12, 130],
    ].map(values);
    const big = { ...PROFILES.gpu, choices: { get: () => 'big' } };
    const run = async (profile: Profile) => (await evaluate((a, b) => [matmul(a, b)], inputs, profile))[0] as Float32Array;
    const whole = await run(big);
    expect(await run({ ...big, longestDispatch: 2e-5 })).toEqual(whole); // seven of 33 tiles at once
    const other = await run(PROFILES.software);
    expect(Math.max(...whole.map((value, i) => Math.abs(value - (other[i] as number))))).toBeLessThan(1e-5);
  });

  it('goes round in elementwise kernels with fewer invocations than elements', async () => {
    const few = { elementwiseGroups: 3 };
    const [parts] = await evaluate((x) => [exp(x)], [values([2000])], { ...TINY, ...few });
    const [whole] = await evaluate((x) => [exp(x)], [values([2000])], { ...PROFILES.gpu, ...few });
    expect(parts).toEqual(whole);
  });

  it('computes every element where a range would reach beyond one axis', async () => {
    const size = 2 * 65535 * 64 + 64 * 100 - 1;
    const device = await testDevice();
    const store = new VariableStore(device);
    // The pool of one channel has an invocation for each element: 131170 workgroups, of which the limit allows nine tenths at once.
    const result = negative(maxPool(placeholder('x', [1, size, 1]), { window: [1] }));
    const profile = { ...PROFILES.gpu, longestDispatch: 0.9 * size * (2 / SLOWEST_GPU.operations + 8 / SLOWEST_GPU.bytes) };
    const program = await Program.build(device, store, plan({ outputs: [result], profile, placeOf: store.placeOf }));
    expect(program.plan.dispatches.map(({ grid, firstGroup }) => [...grid, firstGroup])).toEqual([
      [65535, 1, 0],
      [65535, 1, 65535],
      [100, 1, 131070],
    ]);
    const x = upload(
      device,
      'x',
      Float32Array.from({ length: size }, (_, i) => (i % 1009) + 1),
    );
    program.bind({ x });
    program.run();
    const [values] = await readOutputs(program, [result]);
    expect(values?.findIndex((value, i) => value !== -(i % 1009) - 1)).toBe(-1);
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
  });
});
