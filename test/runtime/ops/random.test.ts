/** Dropout and uniform noise: their statistics, and the same bits for the same seed, step, stream and element in every kernel. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { Variable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add, fill, multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { dropout, type RandomSource, randomNormal, randomUniform } from '../../../src/runtime/ops/random.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { threefry2x32 } from '../../../src/train/random.ts';
import { PROFILES, readOutputs, testDevice } from '../../support/gpu.ts';

/** Evaluates a graph that draws from seed and step. */
async function drawn(
  build: (source: (stream: number) => RandomSource) => Tensor[],
  { seed = 7, step = 3, profile = PROFILES.software } = {},
) {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  const variable = (name: string, value: number) => {
    const made = new Variable(name, [], { dtype: 'u32', slab: 'state' });
    store.add(made, () => Uint32Array.of(value));
    return made;
  };
  const [seeds, steps] = [variable('seed', seed), variable('step', step)];
  const outputs = build((stream) => ({ seed: seeds, step: steps, stream }));
  const program = await Program.build(device, store, plan({ outputs, profile, placeOf: store.placeOf }));
  program.run();
  const values = await readOutputs(program, outputs);
  program.dispose();
  store.dispose();
  return values;
}

/** Where a mask drops. */
const dropped = (values: Float32Array) => Array.from(values, (value) => value === 0);

const ones = (shape: Shape) => fill(shape, 1);

/** What the host draws for element `index`. */
function uniform(seed: number, stream: number, step: number, index: number): number {
  return ((threefry2x32(seed, stream, step, index >>> 1)[index % 2] as number) >>> 8) * 2 ** -24;
}

describe('randomUniform()', () => {
  it('draws the numbers of the threefry of the host, one element and four at a time', async () => {
    for (const [seed, stream, step] of [
      [0, 0, 0],
      [0xffffffff, 0x80000001, 0xfffffffe],
      [12345, 0xdeadbeef, 1],
    ] as const) {
      const [scalar, vector] = await drawn((source) => [randomUniform([3], source(stream)), randomUniform([13], source(stream))], {
        seed,
        step,
      });
      const expected = Array.from({ length: 13 }, (_, i) => uniform(seed, stream, step, i));
      expect(Array.from(vector as Float32Array)).toEqual(expected);
      expect(Array.from(scalar as Float32Array)).toEqual(expected.slice(0, 3));
    }
  });
});

describe('randomNormal()', () => {
  /** What the host makes of the same bits in f64 (Box and Muller 1958). */
  function normal(seed: number, stream: number, step: number, index: number): number {
    const [first, second] = threefry2x32(seed, stream, step, index >>> 1);
    const angle = 2 * Math.PI * (second / 2 ** 32 - 0.25 * (index % 2));
    return Math.sqrt(-2 * Math.log((first + 1) / 2 ** 32)) * Math.cos(angle);
  }

  it('draws what the host makes of the same bits, one element and four at a time', async () => {
    for (const profile of Object.values(PROFILES)) {
      const [scalar, vector] = await drawn((source) => [randomNormal([3], source(9)), randomNormal([1001], source(9))], { profile });
      const expected = Array.from({ length: 1001 }, (_, i) => normal(7, 9, 3, i));
      // log() near 1 may be off by 2^-21 absolutely (WGSL), so sqrt(-2 log u) near 0 by 2^-10.
      for (const [i, value] of expected.entries()) expect(Math.abs((vector?.[i] as number) - value)).toBeLessThan(2 ** -10);
      expect([...(scalar as Float32Array)]).toEqual([...(vector as Float32Array).slice(0, 3)]);
    }
  });

  it('is finite where the bits that the logarithm is taken of are all 0', async () => {
    // Found by search: one of 2^32 counters has such bits.
    const [seed, stream, step] = [7, 1, 1821874245];
    expect(threefry2x32(seed, stream, step, 0)[0]).toBe(0);
    const [scalar, vector] = await drawn((source) => [randomNormal([3], source(stream)), randomNormal([4], source(stream))], {
      seed,
      step,
    });
    for (const z of [scalar, vector]) {
      expect(z?.[0]).toBeCloseTo(normal(seed, stream, step, 0), 4);
      expect(z?.[1]).toBeCloseTo(normal(seed, stream, step, 1), 4);
    }
  });

  it('has the moments and the tails of the normal distribution, and independent neighbours', async () => {
    const COUNT = 100_000;
    const [values] = await drawn((source) => [randomNormal([COUNT], source(1))]);
    const z = Array.from(values as Float32Array);
    const mean = (of: (value: number, i: number) => number) => z.reduce((total, value, i) => total + of(value, i), 0) / COUNT;
    // Five standard deviations of each estimate: of z, z², z³, z⁴, z z' they are sqrt of 1, 2, 15, 96, 1 over sqrt(COUNT).
    const bound = (variance: number) => 5 * Math.sqrt(variance / COUNT);
    expect(Math.abs(mean((x) => x))).toBeLessThan(bound(1));
    expect(Math.abs(mean((x) => x ** 2) - 1)).toBeLessThan(bound(2));
    expect(Math.abs(mean((x) => x ** 3))).toBeLessThan(bound(15));
    expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(bound(96));
    for (const away of [1, 2, 3, 64]) expect(Math.abs(mean((x, i) => x * (z[(i + away) % COUNT] as number)))).toBeLessThan(bound(1));
    const share = (beyond: number) => mean((x) => (Math.abs(x) > beyond ? 1 : 0));
    for (const [beyond, probability] of [
      [0.6744898, 0.5],
      [1.959964, 0.05],
      [3.290527, 0.001],
    ] as const) {
      expect(Math.abs(share(beyond) - probability)).toBeLessThan(bound(probability * (1 - probability)));
    }
  });
});

describe('dropout()', () => {
  const COUNT = 100_000;
  let first: Float32Array[];
  beforeAll(async () => {
    first = await drawn((source) => [dropout(ones([COUNT]), 0.3, source(1)), dropout(ones([COUNT]), 0.3, source(2))]);
  });

  it('drops the rate of the elements and scales the others', () => {
    const [y] = first as [Float32Array];
    const share = dropped(y).filter(Boolean).length / COUNT;
    // Five standard deviations of a binomial share: 5 sqrt(0.3 0.7 / 100000) = 0.0072.
    expect(Math.abs(share - 0.3)).toBeLessThan(0.0072);
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  it('drops neighbours, and the same element of two streams and of two steps, independently', async () => {
    const [one, two] = first.map(dropped) as [boolean[], boolean[]];
    const [later] = (await drawn((source) => [dropout(ones([COUNT]), 0.3, source(1))], { step: 4 })).map(dropped) as [boolean[]];
    // Both of two independent elements are dropped with probability 0.09; five standard deviations are 0.0045.
    const both = (a: boolean[], b: boolean[]) => a.filter((value, i) => value && b[i]).length / COUNT;
    for (const other of [one.slice(1), one.slice(2), one.slice(4), one.slice(64), two, later]) {
      expect(Math.abs(both(one, other) - 0.09)).toBeLessThan(0.0045);
    }
  });

  it('draws the same bits again, and others from another seed', async () => {
    const [again] = await drawn((source) => [dropout(ones([COUNT]), 0.3, source(1))]);
    expect(again).toEqual(first[0]);
    const [other] = await drawn((source) => [dropout(ones([64]), 0.3, source(1))], { seed: 8 });
    expect(dropped(other as Float32Array)).not.toEqual(dropped(first[0] as Float32Array).slice(0, 64));
  });

  it('has one mask for an element, whatever kernel it runs in', async () => {
    const [m, k, n] = [6, 3, 8];
    const expected = Array.from({ length: m * n }, (_, i) => uniform(7, 5, 3, i) < 0.5);
    for (const profile of Object.values(PROFILES)) {
      const values = await drawn(
        (source) => [
          dropout(ones([m, n]), 0.5, source(5)),
          dropout(add(ones([m, n]), ones([m, 1])), 0.5, source(5)),
          dropout(add(ones([m * 2, n / 2]), ones([n / 2])), 0.5, source(5)),
          dropout(add(ones([16, 3]), ones([3])), 0.5, source(5)),
          dropout(matmul(ones([m, k]), ones([k, n])), 0.5, source(5)),
          dropout(matmul(ones([16, k]), ones([k, 3])), 0.5, source(5)),
        ],
        { profile },
      );
      for (const mask of values.map(dropped)) expect(mask).toEqual(expected);
    }
  });

  it('drops the same elements of the gradient', async () => {
    const values = await drawn((source) => {
      const x = multiply(ones([7]), 2);
      const y = dropout(x, 0.5, source(9));
      return [y, gradients(sum(multiply(y, 3)), [x])[0] as Tensor];
    });
    const [y, dx] = values as [Float32Array, Float32Array];
    expect(Array.from(dx)).toEqual(Array.from(y, (value) => (value === 0 ? 0 : 6)));
  });

  it('keeps everything at rate 0, takes numbers for seed and step, and refuses rate 1', async () => {
    const [all, numbers] = await drawn(() => [
      dropout(ones([5]), 0, { seed: 1, step: 1, stream: 1 }),
      randomUniform([2], { seed: 0xffffffff, step: 4, stream: 2 }),
    ]);
    expect(all).toEqual(new Float32Array(5).fill(1));
    expect(numbers?.[1]).toBe(uniform(0xffffffff, 2, 4, 1));
    await expect(drawn((source) => [dropout(ones([5]), 1, source(1))])).rejects.toThrow(RangeError);
  });
});
