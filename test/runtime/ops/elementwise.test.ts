/** Elementwise ops against f64 oracles, with their gradients, one element and four elements at a time. */
import { describe, expect, it } from 'vitest';
import { constantValue, placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import * as ops from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { checkOp, close } from '../../support/checkOp.ts';
import { erf } from '../../support/erf.ts';
import { evaluate } from '../../support/gpu.ts';

/** On both sides of every branch of the shaders: 0.01 (series), 0.1 (tanh), 0.5 (erf), 1 (clip). No kink, no half. */
const VALUES = [-5.2, -2.3, -0.7, -0.3, -0.05, -0.004, 0.003, 0.06, 0.09, 0.2, 0.45, 0.55, 1.3, 2.7, 6.1];
const POSITIVE = VALUES.map((value) => Math.abs(value) + 0.01);

interface Case {
  readonly op: (x: Tensor) => Tensor;
  readonly oracle: (x: number) => number;
  readonly values?: readonly number[];
  readonly forward?: readonly [number, number];
  /** Its gradient is 0 by definition. */
  readonly flat?: boolean;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const UNARY: Readonly<Record<string, Case>> = {
  negative: { op: ops.negative, oracle: (x) => -x },
  absolute: { op: ops.absolute, oracle: Math.abs },
  sign: { op: ops.sign, oracle: Math.sign, flat: true },
  floor: { op: ops.floor, oracle: Math.floor, flat: true },
  ceil: { op: ops.ceil, oracle: Math.ceil, flat: true },
  round: { op: ops.round, oracle: Math.round, flat: true },
  square: { op: ops.square, oracle: (x) => x * x },
  sqrt: { op: ops.sqrt, oracle: Math.sqrt, values: POSITIVE },
  rsqrt: { op: ops.rsqrt, oracle: (x) => 1 / Math.sqrt(x), values: POSITIVE },
  reciprocal: { op: ops.reciprocal, oracle: (x) => 1 / x, values: POSITIVE.map((value, i) => (i % 2 ? -value : value)) },
  exp: { op: ops.exp, oracle: Math.exp },
  log: { op: ops.log, oracle: Math.log, values: POSITIVE },
  log1p: { op: ops.log1p, oracle: Math.log1p, values: VALUES.map((value) => Math.max(value, -0.6 + value / 20)) },
  sin: { op: ops.sin, oracle: Math.sin, values: VALUES.map((value) => value * 3) },
  cos: { op: ops.cos, oracle: Math.cos, values: VALUES.map((value) => value * 3) },
  tanh: { op: ops.tanh, oracle: Math.tanh },
  sigmoid: { op: ops.sigmoid, oracle: sigmoid },
  softplus: { op: ops.softplus, oracle: (x) => Math.log1p(Math.exp(x)) },
  softsign: { op: ops.softsign, oracle: (x) => x / (1 + Math.abs(x)) },
  relu: { op: ops.relu, oracle: (x) => Math.max(x, 0) },
  gelu: { op: ops.gelu, oracle: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)) },
  erf: { op: ops.erf, oracle: erf },
  'clip to [-0.5, 1]': { op: (x) => ops.clip(x, -0.5, 1), oracle: (x) => Math.min(Math.max(x, -0.5), 1) },
  elu: { op: (x) => ops.elu(x), oracle: (x) => (x > 0 ? x : Math.expm1(x)) },
  'elu of alpha 0.3': { op: (x) => ops.elu(x, 0.3), oracle: (x) => (x > 0 ? x : 0.3 * Math.expm1(x)) },
};

describe('functions of one tensor', () => {
  for (const [name, { op, oracle, values = VALUES, forward, flat }] of Object.entries(UNARY)) {
    const each = (x: Float64Array) => x.map(oracle);
    it(`${name}() computes four elements at once, with a rest`, async () => {
      await checkOp(op, { oracle: each, shapes: [[15]], value: (i) => values[i] as number, forward, differentiate: flat ? [] : [0] });
    });

    it(`${name}() computes element by element beside a broadcast input`, async () => {
      const value = (i: number, j: number) => (j ? 0 : (values[i] as number));
      const beside = (x: Tensor, zeros: Tensor) => op(ops.add(x, zeros));
      await checkOp(beside, { oracle: each, shapes: [[5, 3], [3]], value, forward, differentiate: flat ? [] : [0] });
    });
  }

  it('round() takes halves to even', async () => {
    const [y] = await evaluate((x) => [ops.round(x)], [{ shape: [6], data: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5] }]);
    expect(Array.from(y as Float32Array, Math.abs)).toEqual([2, 2, 0, 0, 2, 2]);
  });

  it('sin() and cos() keep their digits over many turns', async () => {
    const x = Float32Array.from({ length: 400 }, (_, i) => (i - 200) * 4.973);
    const [sines, cosines] = await evaluate((tensor) => [ops.sin(tensor), ops.cos(tensor)], [{ shape: [400], data: x }]);
    close(sines as Float32Array, Float64Array.from(x, Math.sin), [0, 5e-7], 'sin');
    close(cosines as Float32Array, Float64Array.from(x, Math.cos), [0, 5e-7], 'cos');
  });

  it('sign(), floor(), ceil() and round() have no gradient', () => {
    for (const op of [ops.sign, ops.floor, ops.ceil, ops.round]) {
      const x = placeholder('x', [3]);
      expect(gradients(op(x), [x])).toEqual([undefined]);
    }
  });

  it('absolute(), relu() and clip() have the gradients of Keras at their kinks', async () => {
    const at = (op: (x: Tensor) => Tensor) => async (x: number) => {
      const [dx] = await evaluate((tensor) => [gradients(op(tensor), [tensor])[0] as Tensor], [{ shape: [1], data: [x] }]);
      return dx?.[0];
    };
    expect(await at(ops.absolute)(0)).toBe(0);
    expect(await at(ops.relu)(0)).toBe(0);
    expect(await at((x) => ops.clip(x, -1, 1))(1)).toBe(1);
  });
});

/** The f64 values of a function of broadcast inputs. */
function broadcasting(f: (...values: number[]) => number, shapes: readonly Shape[], output: Shape) {
  const strides = shapes.map((shape) => output.map((_, axis) => strideOf(shape, axis - output.length + shape.length)));
  return (...inputs: Float64Array[]): number[] =>
    Array.from({ length: output.reduce((size, axis) => size * axis, 1) }, (_, index) => {
      const at = coordinates(index, output);
      return f(...inputs.map((data, j) => data[at.reduce((sum, c, axis) => sum + c * (strides[j]?.[axis] as number), 0)] as number));
    });
}

function strideOf(shape: Shape, axis: number): number {
  if (axis < 0 || shape[axis] === 1) return 0;
  return shape.slice(axis + 1).reduce((size, length) => size * length, 1);
}

function coordinates(index: number, shape: Shape): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((size) => {
      const at = rest % size;
      rest = Math.floor(rest / size);
      return at;
    })
    .toReversed();
}

/** Spread over both signs, no two of different inputs equal. */
const spread = (i: number, j: number) => Math.sin(1.7 * i + 2.1 * j + 0.3) * 2 + 0.01 * j;
const nonzero = (i: number, j: number) => (i % 2 ? 1 : -1) * (0.4 + Math.abs(spread(i, j)));

const BROADCASTS: readonly (readonly [Shape, Shape, Shape])[] = [
  [[], [], []],
  [[3], [3], [3]],
  [[4], [4], [4]],
  [[7], [], [7]],
  [[64], [64], [64]],
  [[130], [1], [130]],
  [[3, 4], [4], [3, 4]],
  [
    [3, 4],
    [3, 1],
    [3, 4],
  ],
  [
    [5, 1, 4],
    [1, 6, 1],
    [5, 6, 4],
  ],
  [[2, 10], [10], [2, 10]],
  [[8, 12], [12], [8, 12]],
  [
    [4, 1],
    [1, 3],
    [4, 3],
  ],
  [
    [2, 3, 2, 2],
    [3, 1, 2],
    [2, 3, 2, 2],
  ],
  [
    [2, 1, 3, 4],
    [5, 1, 1],
    [2, 5, 3, 4],
  ],
  [
    [2, 6],
    [2, 1],
    [2, 6],
  ],
];

describe('functions of two tensors', () => {
  for (const [a, b, output] of BROADCASTS) {
    it(`subtract() broadcasts [${a}] and [${b}] to [${output}]`, async () => {
      await checkOp(ops.subtract, { oracle: broadcasting((x, y) => x - y, [a, b], output), shapes: [a, b], value: spread });
      expect(ops.subtract(placeholder('a', a), placeholder('b', b)).shape).toEqual(output);
    });
  }

  const BINARY: Readonly<Record<string, [op: (a: Tensor, b: Tensor) => Tensor, oracle: (a: number, b: number) => number]>> = {
    add: [ops.add, (a, b) => a + b],
    multiply: [ops.multiply, (a, b) => a * b],
    divide: [ops.divide, (a, b) => a / b],
    maximum: [ops.maximum, Math.max],
    minimum: [ops.minimum, Math.min],
  };
  for (const [name, [op, oracle]] of Object.entries(BINARY)) {
    it(`${name}() computes and differentiates, one element and four at a time`, async () => {
      await checkOp(op, { oracle: broadcasting(oracle, [[3, 4], [4]], [3, 4]), shapes: [[3, 4], [4]], value: nonzero });
      await checkOp(op, { oracle: broadcasting(oracle, [[2, 1], [3]], [2, 3]), shapes: [[2, 1], [3]], value: nonzero });
    });
  }

  const COMPARISONS: Readonly<Record<string, [op: (a: Tensor, b: Tensor) => Tensor, oracle: (a: number, b: number) => boolean]>> = {
    equal: [ops.equal, (a, b) => a === b],
    notEqual: [ops.notEqual, (a, b) => a !== b],
    greater: [ops.greater, (a, b) => a > b],
    greaterEqual: [ops.greaterEqual, (a, b) => a >= b],
    less: [ops.less, (a, b) => a < b],
    lessEqual: [ops.lessEqual, (a, b) => a <= b],
  };
  for (const [name, [op, holds]] of Object.entries(COMPARISONS)) {
    it(`${name}() gives 1 and 0, and no gradient`, async () => {
      const oracle = (a: number, b: number) => (holds(a, b) ? 1 : 0);
      const value = (i: number, j: number) => (j ? 1 : i % 3);
      await checkOp(op, { oracle: broadcasting(oracle, [[7], []], [7]), shapes: [[7], []], value, differentiate: [] });
      await checkOp(op, { oracle: broadcasting(oracle, [[2, 3], [3]], [2, 3]), shapes: [[2, 3], [3]], value, differentiate: [] });
      const x = placeholder('x', [3]);
      expect(gradients(op(x, x), [x])).toEqual([undefined]);
    });
  }

  it('maximum() and minimum() share the gradient of a tie', async () => {
    for (const op of [ops.maximum, ops.minimum]) {
      const [da, db] = await evaluate(
        (a, b) => gradients(op(a, b), [a, b]) as Tensor[],
        [
          { shape: [2], data: [1, 2] },
          { shape: [2], data: [1, 2] },
        ],
      );
      expect([Array.from(da as Float32Array), Array.from(db as Float32Array)]).toEqual([
        [0.5, 0.5],
        [0.5, 0.5],
      ]);
    }
  });

  it('rejects shapes that do not broadcast', () => {
    const [a, b] = [placeholder('a', [3, 4]), placeholder('b', [3])];
    expect(() => ops.add(a, b)).toThrow('Cannot add tensors: shapes [3,4] and [3] do not broadcast, axes must be equal or 1');
    expect(() => ops.where(a, b, 0)).toThrow(RangeError);
  });

  it('takes numbers and computes with two of them on the host', () => {
    expect(constantValue(ops.add(2, 3))).toBe(5);
    expect(constantValue(ops.multiply(ops.subtract(2, 3), 4))).toBe(-4);
  });
});

describe('power()', () => {
  // exp2(b log2 a) multiplies the relative error of log2 by b ln a: a few units in the sixth place.
  const forward = [2e-5, 1e-6] as const;

  it('raises positive numbers to any power', async () => {
    const value = (i: number, j: number) => (j ? spread(i, j) : 0.2 + Math.abs(spread(i, j)));
    await checkOp(ops.power, { oracle: broadcasting((a, b) => a ** b, [[7], [7]], [7]), shapes: [[7], [7]], value, forward });
    await checkOp(ops.power, { oracle: broadcasting((a, b) => a ** b, [[3, 2], [2]], [3, 2]), shapes: [[3, 2], [2]], value, forward });
  });

  it('raises negative numbers to whole powers', async () => {
    for (const exponent of [-3, -2, -1, 0, 1, 2, 3]) {
      const value = (i: number) => (i % 2 ? 1 : -1) * (0.5 + i / 3);
      await checkOp((a) => ops.power(a, exponent), { oracle: (a) => a.map((x) => x ** exponent), shapes: [[7]], value, forward });
    }
  });

  it('has the values and gradients of the limit at 0', async () => {
    for (const [exponent, value, slope] of [
      [0, 1, 0],
      [1, 0, 1],
      [2, 0, 0],
    ] as const) {
      const [y, dx] = await evaluate(
        (a) => [ops.power(a, exponent), gradients(ops.power(a, exponent), [a])[0] as Tensor],
        [{ shape: [1], data: [0] }],
      );
      expect([y?.[0], dx?.[0]]).toEqual([value, slope]);
    }
  });

  it('gives NaN for a fractional power of a negative number', async () => {
    const [y] = await evaluate((a) => [ops.power(a, 0.5)], [{ shape: [2], data: [-2, 4] }]);
    expect(y?.[0]).toBeNaN();
    close(y?.slice(1) as Float32Array, [2], forward, 'power');
  });
});

describe('where()', () => {
  it('chooses and differentiates both branches', async () => {
    const choose = (c: number, a: number, b: number) => (c !== 0 ? a : b);
    const value = (i: number, j: number) => (j ? spread(i, j) : i % 2);
    for (const shapes of [
      [[7], [7], [7]],
      [[3, 1], [3, 4], [4]],
      [[2], [], [3, 2]],
    ] as const) {
      const output = shapes[2].length === 2 ? shapes[2] : shapes[1].length ? shapes[1] : [7];
      await checkOp(ops.where, { oracle: broadcasting(choose, shapes, output), shapes, value, differentiate: [1, 2] });
    }
  });
});

describe('broadcastTo(), fill()', () => {
  it('repeats along new axes and axes of size 1, and sums the gradient', async () => {
    for (const [from, to] of [
      [[4], [3, 4]],
      [
        [2, 1, 3],
        [2, 5, 3],
      ],
      [[], [7]],
    ] as const) {
      const oracle = broadcasting((x) => x, [from], to);
      await checkOp((x) => ops.broadcastTo(x, to), { oracle, shapes: [from] });
      await checkOp((x) => ops.square(ops.broadcastTo(x, to)), { oracle: (x) => oracle(x).map((value) => value * value), shapes: [from] });
    }
  });

  it('rejects shapes that it cannot reach', () => {
    expect(() => ops.broadcastTo(placeholder('x', [3]), [4])).toThrow('Cannot broadcast tensors: shapes [3] and [4] do not broadcast');
    expect(() => ops.broadcastTo(placeholder('x', [3, 4]), [4])).toThrow('Cannot broadcast [3,4] to [4]: axes must be equal or 1');
    expect(() => ops.broadcastTo(ops.add(1, ops.fill([3], 1)), [4])).toThrow(RangeError);
  });

  it('fill() stores a value', async () => {
    const [y] = await evaluate(() => [ops.fill([2, 3], -0.1)], []);
    expect(y).toEqual(new Float32Array(6).fill(-0.1));
  });
});
