/** NaN passes and nothing overflows: what functions make of extreme inputs, one element and four at a time. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { binaryCrossEntropy } from '../../../src/runtime/ops/binaryCrossEntropy.ts';
import * as ops from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { batchNormalize } from '../../../src/runtime/ops/normalize.ts';
import { close } from '../../support/checkOp.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

type Unary = (x: Tensor) => Tensor;

/** Functions with their values far from 0. */
const ACTIVATIONS: Readonly<Record<string, readonly [op: Unary, limit: (x: number) => number]>> = {
  relu: [ops.relu, (x) => Math.max(x, 0)],
  tanh: [ops.tanh, Math.sign],
  sigmoid: [ops.sigmoid, (x) => (x > 0 ? 1 : 0)],
  softplus: [ops.softplus, (x) => Math.max(x, 0)],
  softsign: [ops.softsign, (x) => x / (1 + Math.abs(x))],
  gelu: [ops.gelu, (x) => Math.max(x, 0)],
  erf: [ops.erf, Math.sign],
  elu: [(x) => ops.elu(x), (x) => Math.max(x, -1)],
  clip: [(x) => ops.clip(x, -1, 1), Math.sign],
  'maximum of it': [(x) => ops.maximum(x, 0), (x) => Math.max(x, 0)],
  'maximum with it': [(x) => ops.maximum(0, x), (x) => Math.max(x, 0)],
  'minimum of it': [(x) => ops.minimum(x, 0), (x) => Math.min(x, 0)],
  'minimum with it': [(x) => ops.minimum(0, x), (x) => Math.min(x, 0)],
};

const OTHERS: Readonly<Record<string, Unary>> = {
  add: (x) => ops.add(x, 1),
  exp: ops.exp,
  log: ops.log,
  log1p: ops.log1p,
  sqrt: ops.sqrt,
  square: ops.square,
  absolute: ops.absolute,
  sin: ops.sin,
  cos: ops.cos,
  power: (x) => ops.power(x, 2),
  'power to it': (x) => ops.power(2, x),
  'choice of where': (x) => ops.where(1, x, 0),
  'binary cross-entropy': (x) => binaryCrossEntropy(ops.multiply(x, 0), x),
};

/** Quiet, negative and signalling NaN, by their bits, and two numbers. */
const NANS = new Float32Array(Uint32Array.of(0x7fc00000, 0xffc00001, 0x7f800001, 0x3f800000, 0x3f000000).buffer);
const LARGE = Float32Array.of(-90, 90, -1e4, 1e4, -3e38, 3e38);

/** The op's values at `data`: four at a time, and element by element beside a broadcast row. */
async function both(op: Unary, data: Float32Array): Promise<Float32Array[]> {
  const rows = new Float32Array(2 * data.length);
  rows.set(data);
  rows.set(data, data.length);
  const inputs = [
    { shape: [2, data.length], data: rows },
    { shape: [data.length], data: new Float32Array(data.length) },
  ];
  const results = await evaluate((x, zeros) => [op(x), op(ops.subtract(x, zeros))], inputs);
  return results.map((values) => values.slice(0, data.length));
}

describe('functions of large numbers', () => {
  for (const [name, [op, limit]] of Object.entries(ACTIVATIONS)) {
    it(`${name} has its limit, and a finite gradient`, async () => {
      const expected = Array.from(LARGE, limit);
      for (const values of await both(op, LARGE)) close(values, expected, [1e-6, 1e-30], name);
      const slopes = await both((x) => gradients(op(x), [x])[0] as Tensor, LARGE);
      for (const values of slopes) expect(Array.from(values, Number.isFinite)).toEqual(expected.map(() => true));
    });
  }
});

describe('functions that some compilers make a max() of, which drops NaN', () => {
  const x = placeholder('x', [8, 4]);
  const codeOf = (y: Tensor) => plan({ outputs: [y], profile: PROFILES.gpu, placeOf: () => 0 }).dispatches.map(({ code }) => code);
  it.each([
    ['relu', ops.relu(x)],
    ['clip', ops.clip(x, 0, 6)],
    ['the variance of a batch', batchNormalize(x, { epsilon: 1e-3 }).y],
  ] as const)('%s keeps it by its bits', (_, y) => expect(codeOf(y).join()).toMatch(/keepNaN\(m(ax|in)\(/));
});

describe('functions of NaN', () => {
  const activations = Object.entries(ACTIVATIONS).map(([name, [op]]) => [name, op] as const);
  for (const [name, op] of [...activations, ...Object.entries(OTHERS)]) {
    it(`${name} is NaN`, async () => {
      for (const values of await both(op, NANS)) expect(Array.from(values, Number.isNaN)).toEqual([true, true, true, false, false]);
    });
  }

  it('log() and log1p() outside of their domain are NaN', async () => {
    const [l, l1] = await evaluate((x) => [ops.log(x), ops.log1p(x)], [{ shape: [2], data: [-2, -1.5] }]);
    expect([...(l ?? []), ...(l1 ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('notEqual() holds for NaN and itself, equal() does not', async () => {
    const [unequal, equal] = await evaluate((x) => [ops.notEqual(x, x), ops.equal(x, x)], [{ shape: [5], data: NANS }]);
    expect([...(unequal ?? []), ...(equal ?? [])]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 1, 1]);
  });
});
