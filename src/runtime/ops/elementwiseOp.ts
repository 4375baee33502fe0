/** Makers of elementwise ops from their WGSL files; the ops are in `elementwise.ts`. Marked for bundlers, which so leave out ops that nobody uses. */
import keepNaN from '../../shaders/elementwise/keepNaN.wgsl?raw';
import keepNaN4 from '../../shaders/elementwise/keepNaN4.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { broadcast } from '../graph/indexing.ts';
import { constant, constantValue, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Elementwise, Op } from '../graph/op.ts';
import { apply1, type Shape, showShape, type Tensor } from '../graph/tensor.ts';

type Literals = readonly number[];

/** Ops that make 0 of zeros, whose gradients do too. */
const ZERO: ReadonlySet<string> = new Set([
  'negative',
  'absolute',
  'square',
  'tanh',
  'softsign',
  'relu',
  'gelu',
  'erf',
  'elu',
  'add',
  'subtract',
  'maximum',
  'minimum',
  'where',
  'greater',
  'less',
  'notEqual',
  'sign',
]);

/** WGSL text of an op, with another one for four elements at once where rewriting `alias Value` is not enough. */
export interface Text {
  readonly source: string;
  readonly source4?: string;
}

/** The text of an op whose function calls those of other files. */
/* @__NO_SIDE_EFFECTS__ */
export function joined(...sources: readonly string[]): string {
  return sources.join('');
}

/** The text of an op that calls `keepNaN`. */
/* @__NO_SIDE_EFFECTS__ */
export function withKeepNaN(source: string): Text {
  return { source: keepNaN + source, source4: keepNaN4 + source };
}

/** The form of an op. Where WGSL has taken its name, for a keyword or a function of its own, that of the function in the file ends in an underscore. */
function formOf<A>(name: string, text: string | Text): Elementwise<A> {
  const files = typeof text === 'string' ? { source: text } : text;
  const taken = files.source.includes(`fn ${name}_(`);
  const zero = name === 'multiply' ? 'any' : ZERO.has(name) ? 'all' : undefined;
  return { kind: 'elementwise', ...files, function: taken ? `${name}_` : name, vector: true, ...(zero && { zero }) };
}

/** A function of one tensor whose WGSL file has `fn name(x, …)` and, unless its gradient is zero, `fn nameGradient(x or y, dy, …)`. */
/* @__NO_SIDE_EFFECTS__ */
export function unary(name: string, text: string | Text, gradientOf?: 'x' | 'y', probability?: boolean) {
  const form: Elementwise<Literals> = { ...formOf(name, text), arguments: (values: Literals) => values.map((value) => literal(value)) };
  const backward: Op<Literals> = {
    name: `${name}Gradient`,
    infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
    form: { ...form, function: `${name}Gradient` },
  };
  const op: Op<Literals> = {
    name,
    infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
    form,
    gradient: ({ inputs: [x], outputs: [y], attributes }, [dy]) =>
      gradientOf && dy ? [apply1(backward, [(gradientOf === 'x' ? x : y) as Tensor, dy], attributes)] : [undefined],
    ...(probability ? { logOdds: ({ inputs: [x] }) => x as Tensor } : {}),
  };
  return (x: TensorLike, ...values: Literals): Tensor => apply1(op, [toTensor(x)], values);
}

/** A function of broadcast tensors with its gradients in ops. */
/* @__NO_SIDE_EFFECTS__ */
export function nary(
  name: string,
  text: string | Text,
  gradient?: (inputs: readonly Tensor[], dy: Tensor, y: Tensor) => readonly (Tensor | undefined)[],
): Op<null> {
  return {
    name,
    infer: (inputs) => [{ shape: inputs.map(({ shape }) => shape).reduce((a, b) => together(name, a, b)), dtype: 'f32' }],
    form: formOf(name, text),
    gradient: ({ inputs, outputs: [y] }, [dy]) => (gradient && dy ? gradient(inputs, dy, y as Tensor) : inputs.map(() => undefined)),
  };
}

/** Shape of a and b broadcast together. Throws RangeError when they do not fit. */
export function together(name: string, a: Shape, b: Shape): Shape {
  const shape = broadcast(a, b);
  if (!shape)
    throw new RangeError(`Cannot ${name} tensors: shapes ${showShape(a)} and ${showShape(b)} do not broadcast, axes must be equal or 1`);
  return shape;
}

/** A function of two tensors; of two constants it is computed here, by `fold`. */
/* @__NO_SIDE_EFFECTS__ */
export function binary(op: Op<null>, fold?: (a: number, b: number) => number) {
  return (a: TensorLike, b: TensorLike): Tensor => {
    const [left, right] = [toTensor(a), toTensor(b)];
    const [x, y] = [constantValue(left), constantValue(right)];
    if (!fold || x === undefined || y === undefined) return apply1(op, [left, right], null);
    return constant(fold(x, y), together(op.name, left.shape, right.shape));
  };
}
