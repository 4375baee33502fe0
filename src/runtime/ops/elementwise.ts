/** Elementwise ops: one line each, with a gradient. Broadcast by NumPy's rule; fused into neighbours by the planner. */
import absoluteSource from '../../shaders/elementwise/absolute.wgsl?raw';
import addSource from '../../shaders/elementwise/add.wgsl?raw';
import ceilSource from '../../shaders/elementwise/ceil.wgsl?raw';
import circular from '../../shaders/elementwise/circular.wgsl?raw';
import clipSource from '../../shaders/elementwise/clip.wgsl?raw';
import cosSource from '../../shaders/elementwise/cos.wgsl?raw';
import divideSource from '../../shaders/elementwise/divide.wgsl?raw';
import eluSource from '../../shaders/elementwise/elu.wgsl?raw';
import equalSource from '../../shaders/elementwise/equal.wgsl?raw';
import erfSource from '../../shaders/elementwise/erf.wgsl?raw';
import expSource from '../../shaders/elementwise/exp.wgsl?raw';
import fillSource from '../../shaders/elementwise/fill.wgsl?raw';
import floorSource from '../../shaders/elementwise/floor.wgsl?raw';
import geluSource from '../../shaders/elementwise/gelu.wgsl?raw';
import greaterSource from '../../shaders/elementwise/greater.wgsl?raw';
import greaterEqualSource from '../../shaders/elementwise/greaterEqual.wgsl?raw';
import incrementSource from '../../shaders/elementwise/increment.wgsl?raw';
import lessSource from '../../shaders/elementwise/less.wgsl?raw';
import lessEqualSource from '../../shaders/elementwise/lessEqual.wgsl?raw';
import logSource from '../../shaders/elementwise/log.wgsl?raw';
import log1pSource from '../../shaders/elementwise/log1p.wgsl?raw';
import maximumSource from '../../shaders/elementwise/maximum.wgsl?raw';
import minimumSource from '../../shaders/elementwise/minimum.wgsl?raw';
import multiplySource from '../../shaders/elementwise/multiply.wgsl?raw';
import negativeSource from '../../shaders/elementwise/negative.wgsl?raw';
import notEqualSource from '../../shaders/elementwise/notEqual.wgsl?raw';
import powerSource from '../../shaders/elementwise/power.wgsl?raw';
import reciprocalSource from '../../shaders/elementwise/reciprocal.wgsl?raw';
import reluSource from '../../shaders/elementwise/relu.wgsl?raw';
import roundSource from '../../shaders/elementwise/round.wgsl?raw';
import rsqrtSource from '../../shaders/elementwise/rsqrt.wgsl?raw';
import sigmoidSource from '../../shaders/elementwise/sigmoid.wgsl?raw';
import signSource from '../../shaders/elementwise/sign.wgsl?raw';
import sinSource from '../../shaders/elementwise/sin.wgsl?raw';
import softplusSource from '../../shaders/elementwise/softplus.wgsl?raw';
import softsignSource from '../../shaders/elementwise/softsign.wgsl?raw';
import sqrtSource from '../../shaders/elementwise/sqrt.wgsl?raw';
import squareSource from '../../shaders/elementwise/square.wgsl?raw';
import subtractSource from '../../shaders/elementwise/subtract.wgsl?raw';
import tanhSource from '../../shaders/elementwise/tanh.wgsl?raw';
import whereSource from '../../shaders/elementwise/where.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { base } from '../graph/group.ts';
import { constant, constantValue, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Affine, GatheredRows, Op } from '../graph/op.ts';
import { apply1, type Shape, sameShape, showShape, type Tensor } from '../graph/tensor.ts';
import { binary, joined, nary, together, unary, withKeepNaN } from './elementwiseOp.ts';

/** -x. */
export const negative = unary('negative', negativeSource, 'x');
/** |x|; gradient 0 at 0. */
export const absolute = unary('absolute', absoluteSource, 'x');
/** -1, 0 or 1. */
export const sign = unary('sign', signSource);
/** Largest integer not above x. */
export const floor = unary('floor', floorSource);
/** Smallest integer not below x. */
export const ceil = unary('ceil', ceilSource);
/** Nearest integer, halves to even. */
export const round = unary('round', roundSource);
/** x². */
export const square = unary('square', squareSource, 'x');
/** Square root. */
export const sqrt = unary('sqrt', sqrtSource, 'y');
/** 1/√x. */
export const rsqrt = unary('rsqrt', rsqrtSource, 'y');
/** 1/x. */
export const reciprocal = unary('reciprocal', reciprocalSource, 'y');
/** eˣ. */
export const exp = unary('exp', withKeepNaN(expSource), 'y');
/** Natural logarithm. */
export const log = unary('log', withKeepNaN(logSource), 'x');
/** ln(1 + x), exact for small x. */
export const log1p = unary('log1p', withKeepNaN(log1pSource), 'x');
/** Sine. */
export const sin = unary('sin', joined(circular, sinSource), 'x');
/** Cosine. */
export const cos = unary('cos', joined(circular, cosSource), 'x');
/** Hyperbolic tangent, safe for every x. */
export const tanh = unary('tanh', tanhSource, 'y');
/** 1/(1 + e⁻ˣ); a cross-entropy computed from it uses x. */
export const sigmoid = unary('sigmoid', withKeepNaN(sigmoidSource), 'y', true);
/** ln(1 + eˣ). */
export const softplus = unary('softplus', softplusSource, 'x');
/** x/(1 + |x|). */
export const softsign = unary('softsign', softsignSource, 'x');
/** max(x, 0); NaN passes. */
export const relu = unary('relu', withKeepNaN(reluSource), 'y');
/** x Φ(x), exact form. */
export const gelu = unary('gelu', geluSource, 'x');
/** The error function. */
export const erf = unary('erf', erfSource, 'x');

const clipOp = unary('clip', withKeepNaN(clipSource), 'x');
const eluOp = unary('elu', eluSource, 'y');

/** x limited to [low, high]; the gradient is 0 outside. */
export function clip(x: TensorLike, low: number, high: number): Tensor {
  return clipOp(x, low, high);
}

/** x for x > 0, else alpha (eˣ - 1). */
export function elu(x: TensorLike, alpha = 1): Tensor {
  return eluOp(x, alpha);
}

/** a + b. */
export const add = binary(
  { ...nary('add', addSource, (_, dy) => [dy, dy]), affine: ({ inputs: [a, b] }) => withBias(a as Tensor, b as Tensor) },
  (a, b) => a + b,
);
/** a - b. */
export const subtract = binary(
  nary('subtract', subtractSource, (_, dy) => [dy, negative(dy)]),
  (a, b) => a - b,
);
/** a b, element by element. */
export const multiply = binary(
  {
    ...nary('multiply', multiplySource, ([a, b], dy) => [multiply(dy, b as Tensor), multiply(dy, a as Tensor)]),
    gathered: ({ inputs: [a, b] }) => scaledRows(a as Tensor, b as Tensor),
  },
  (a, b) => a * b,
);
/** a / b. */
export const divide = binary(
  nary('divide', divideSource, ([, b], dy, y) => [divide(dy, b as Tensor), negative(divide(multiply(dy, y), b as Tensor))]),
);
/** The larger of a and b; a tie's gradient is shared evenly, as in Keras on JAX. */
export const maximum = binary(
  nary('maximum', withKeepNaN(maximumSource), ([a, b], dy) => pick(greater(a as Tensor, b as Tensor), equal(a as Tensor, b as Tensor), dy)),
);
/** The smaller of a and b; a tie's gradient is shared evenly. */
export const minimum = binary(
  nary('minimum', withKeepNaN(minimumSource), ([a, b], dy) => pick(less(a as Tensor, b as Tensor), equal(a as Tensor, b as Tensor), dy)),
);
/** aᵇ; NaN for a negative a and a fractional b. */
export const power = binary(
  nary('power', withKeepNaN(powerSource), ([a, b], dy, y) => [
    multiply(dy, multiply(b as Tensor, power(a as Tensor, where(equal(b as Tensor, 0), 1, subtract(b as Tensor, 1))))),
    multiply(dy, multiply(y, where(greater(a as Tensor, 0), log(where(greater(a as Tensor, 0), a as Tensor, 1)), 0))),
  ]),
);
/** 1 where a = b, else 0. */
export const equal = binary(nary('equal', equalSource));
/** 1 where a ≠ b, else 0. */
export const notEqual = binary(nary('notEqual', notEqualSource));
/** 1 where a > b, else 0. */
export const greater = binary(nary('greater', greaterSource));
/** 1 where a ≥ b, else 0. */
export const greaterEqual = binary(nary('greaterEqual', greaterEqualSource));
/** 1 where a < b, else 0. */
export const less = binary(nary('less', lessSource));
/** 1 where a ≤ b, else 0. */
export const lessEqual = binary(nary('lessEqual', lessEqualSource));

const whereOp = nary('where', whereSource, ([condition], dy) => [
  undefined,
  where(condition as Tensor, dy, 0),
  where(condition as Tensor, 0, dy),
]);

/** a where the condition is not 0, else b. */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  return apply1(whereOp, [toTensor(condition), toTensor(a), toTensor(b)], null);
}

const fillOp: Op<{ value: number; shape: Shape }> = {
  name: 'fill',
  infer: (_, { shape }) => [{ shape, dtype: 'f32' }],
  form: { kind: 'elementwise', source: fillSource, function: 'fill', vector: true, arguments: ({ value }) => [literal(value)] },
};

/** A stored tensor of one value, for kernels that cannot take a constant. */
export function fill(shape: Shape, value: number): Tensor {
  return apply1(fillOp, [], { value, shape });
}

const broadcastToOp: Op<{ shape: Shape }> = {
  name: 'broadcastTo',
  infer: ([x], { shape }) => {
    const from = (x as Tensor).shape;
    if (!sameShape(together('broadcast', from, shape), shape)) {
      throw new RangeError(`Cannot broadcast ${showShape(from)} to ${showShape(shape)}: axes must be equal or 1`);
    }
    return [{ shape, dtype: 'f32' }];
  },
  form: { kind: 'elementwise', source: '', function: 'broadcastTo', vector: true, identity: true },
  onFilledRows: ({ inputs: [x], attributes: { shape } }, fill) => {
    const rows = fill(x as Tensor);
    return [broadcastTo(rows, [...shape.slice(0, -1), rows.shape.at(-1) as number])];
  },
  gradient: (_, [dy]) => [dy],
};

/** x repeated along its axes of size 1 to a larger shape. */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  const tensor = toTensor(x);
  if (sameShape(tensor.shape, shape)) return tensor;
  const result = apply1(broadcastToOp, [tensor], { shape });
  const value = constantValue(tensor);
  return value === undefined ? result : constant(value, shape, tensor.dtype);
}

const incrementOp: Op<{ amount: number }> = {
  name: 'increment',
  infer: () => [{ shape: [], dtype: 'u32' }],
  form: {
    kind: 'elementwise',
    source: incrementSource,
    function: 'increment',
    vector: false,
    scalarInputs: [0],
    arguments: ({ amount }) => [`${amount}u`],
  },
};

/** A u32 counter plus a constant. */
export function increment(counter: TensorLike, amount: number): Tensor {
  return apply1(incrementOp, [toTensor(counter, 'u32')], { amount });
}

function pick(wins: Tensor, ties: Tensor, dy: Tensor): readonly Tensor[] {
  const share = add(wins, multiply(ties, 0.5));
  return [multiply(dy, share), multiply(dy, subtract(1, share))];
}

/** A product plus a vector that has one value for each of its columns. */
function withBias(product: Tensor, bias: Tensor): Affine | undefined {
  const { node } = base(product);
  const found = node.op.affine?.(node);
  const [columns] = bias.shape;
  const fits = bias.shape.length === 1 && columns === product.shape.at(-1) && constantValue(base(bias)) === undefined;
  // A view of the product may have other columns than it.
  return found && !found.bias && fits && columns === found.weight.shape[1] ? { ...found, bias } : undefined;
}

/** Gathered rows times a constant. A second factor is left alone: rounding once instead of twice would change the bits. */
function scaledRows(x: Tensor, factor: Tensor): GatheredRows | undefined {
  const rows = x.node.op.gathered?.(x.node);
  const scale = constantValue(factor);
  return rows?.scale === 1 && scale !== undefined ? { ...rows, scale } : undefined;
}
