/** Functions of `ops.ts` that work element by element, on tensors broadcast to each other by NumPy's rule. All throw TypeError for what is no tensor. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import * as op from '../../runtime/ops/elementwise.ts';
import { checkArgument, named, tensorOf, withoutMore } from './arguments.ts';

type Unary = (x: TensorLike) => Tensor;
type Binary = (a: TensorLike, b: TensorLike) => Tensor;

/** A function of one tensor. What `map` adds to the elements of a list is left out. */
/* @__NO_SIDE_EFFECTS__ */
function unary(name: string, body: Unary): Unary {
  return named(name, (x) => body(tensorOf(name, 'x', x)));
}

/** A function of two tensors; of two that do not broadcast it throws RangeError. */
/* @__NO_SIDE_EFFECTS__ */
function binary(name: string, body: Binary): Binary {
  return named(name, (a, b) => body(tensorOf(name, 'a', a), tensorOf(name, 'b', b)));
}

/** -x. */
export const negative = unary('negative', op.negative);
/** |x|; gradient 0 at 0. */
export const absolute = unary('absolute', op.absolute);
/** -1, 0 or 1. */
export const sign = unary('sign', op.sign);
/** Largest integer not above x. */
export const floor = unary('floor', op.floor);
/** Smallest integer not below x. */
export const ceil = unary('ceil', op.ceil);
/** Nearest integer, halves to even. */
export const round = withoutMore('ops.round(x)', unary('round', op.round));
/** x². */
export const square = unary('square', op.square);
/** Square root. */
export const sqrt = unary('sqrt', op.sqrt);
/** 1/√x. */
export const rsqrt = unary('rsqrt', op.rsqrt);
/** 1/x. */
export const reciprocal = unary('reciprocal', op.reciprocal);
/** eˣ. As an activation it has another name. */
export const exp = named('exponential', unary('exp', op.exp));
/** Natural logarithm. */
export const log = unary('log', op.log);
/** ln(1 + x), exact for small x. */
export const log1p = unary('log1p', op.log1p);
/** Sine. */
export const sin = unary('sin', op.sin);
/** Cosine. */
export const cos = unary('cos', op.cos);
/** Hyperbolic tangent, safe for every x. */
export const tanh = unary('tanh', op.tanh);
/** 1/(1 + e⁻ˣ); a cross-entropy computed from it uses x. */
export const sigmoid = unary('sigmoid', op.sigmoid);
/** ln(1 + eˣ). */
export const softplus = unary('softplus', op.softplus);
/** x/(1 + |x|). */
export const softsign = unary('softsign', op.softsign);
/** max(x, 0); NaN passes. */
export const relu = unary('relu', op.relu);
/** x Φ(x), exact form; the one by tanh is `activations.gelu(x, { approximate: true })`. */
export const gelu = withoutMore('ops.gelu(x)', unary('gelu', op.gelu));
/** The error function. */
export const erf = unary('erf', op.erf);

/** x limited to [low, high]; the gradient is 0 outside. Throws RangeError unless both are finite and low is not above high, TypeError for kinds. */
export const clip = withoutMore('ops.clip(x, 0, 1)', (x: TensorLike, low: number, high: number): Tensor => {
  const tensor = tensorOf('clip', 'x', x);
  checkArgument('clip', 'low', low, isFinite32(low), 'a number that is finite in f32');
  checkArgument('clip', 'high', high, isFinite32(high) && high >= low, `a number that is finite in f32 and not below low, ${low}`);
  return op.clip(tensor, low, high);
});

/** x for x > 0, else alpha (eˣ - 1). Throws RangeError unless alpha is finite, TypeError for kinds. */
export const elu = withoutMore('ops.elu(x, 1)', (x: TensorLike, alpha?: number): Tensor => {
  const tensor = tensorOf('elu', 'x', x);
  checkArgument('elu', 'alpha', alpha, alpha === undefined || isFinite32(alpha), 'a number that is finite in f32');
  return op.elu(tensor, alpha);
});

/** a + b. */
export const add = binary('add', op.add);
/** a - b. */
export const subtract = binary('subtract', op.subtract);
/** a b, element by element. */
export const multiply = binary('multiply', op.multiply);
/** a / b. */
export const divide = binary('divide', op.divide);
/** The larger of a and b; a tie's gradient is shared evenly, as in Keras on JAX. */
export const maximum = binary('maximum', op.maximum);
/** The smaller of a and b; a tie's gradient is shared evenly. */
export const minimum = binary('minimum', op.minimum);
/** aᵇ; NaN for a negative a and a fractional b. */
export const power = binary('power', op.power);
/** 1 where a = b, else 0. */
export const equal = binary('equal', op.equal);
/** 1 where a ≠ b, else 0. */
export const notEqual = binary('notEqual', op.notEqual);
/** 1 where a > b, else 0. */
export const greater = binary('greater', op.greater);
/** 1 where a ≥ b, else 0. */
export const greaterEqual = binary('greaterEqual', op.greaterEqual);
/** 1 where a < b, else 0. */
export const less = binary('less', op.less);
/** 1 where a ≤ b, else 0. */
export const lessEqual = binary('lessEqual', op.lessEqual);

/** a where the condition is not 0, else b. Throws RangeError unless the three broadcast, TypeError for what is no tensor. */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  return op.where(tensorOf('where', 'condition', condition), tensorOf('where', 'a', a), tensorOf('where', 'b', b));
}

function isFinite32(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(Math.fround(value));
}
