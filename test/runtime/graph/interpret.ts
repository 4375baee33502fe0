/** Evaluates traced graphs node by node in f64 on the host: what any plan of them must compute. Knows the ops of `randomGraph.ts`. */
import { constantValue, placeholderName, readVariable, type Variable } from '../../../src/runtime/graph/leaf.ts';
import { topological } from '../../../src/runtime/graph/lower.ts';
import { type Node, type Shape, sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { threefry2x32 } from '../../../src/train/random.ts';

type Data = Float64Array;

/** Values of a graph's leaves. */
export interface Leaves {
  readonly inputs: ReadonlyMap<string, Data>;
  readonly variables: ReadonlyMap<Variable, Data>;
}

/** The values of every tensor that `roots` depend on. */
export function interpret(roots: readonly Tensor[], leaves: Leaves): ReadonlyMap<Node, Data> {
  const values = new Map<Node, Data>();
  for (const node of topological(roots)) {
    const inputs = node.inputs.map((input) => values.get(input.node) as Data);
    values.set(node, leafValue(node.outputs[0] as Tensor, leaves) ?? apply(node, inputs));
  }
  return values;
}

function leafValue(tensor: Tensor, { inputs, variables }: Leaves): Data | undefined {
  const [constant, name, variable] = [constantValue(tensor), placeholderName(tensor), readVariable(tensor)];
  if (constant !== undefined) return new Float64Array(sizeOf(tensor.shape)).fill(constant);
  return name === undefined ? variable && variables.get(variable) : inputs.get(name);
}

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  tanh: Math.tanh,
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  assign: (x) => x,
  copy: (x) => x,
  reshape: (x) => x,
  increment: (x) => x + 1,
};

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  maximum: Math.max,
};

function apply(node: Node, inputs: readonly Data[]): Data {
  const [x, y] = inputs as [Data, Data];
  const { name } = node.op;
  if (UNARY[name]) return x.map(UNARY[name]);
  if (BINARY[name]) return together(BINARY[name], node, x, y);
  const kernel = KERNELS[name];
  if (!kernel) throw new Error(`Cannot interpret ${name}: it is none of the ops of random graphs`);
  return kernel(node, inputs);
}

function together(f: (a: number, b: number) => number, { inputs, outputs }: Node, x: Data, y: Data): Data {
  const { shape } = outputs[0] as Tensor;
  const [a, b] = inputs.map((input) => reader(input.shape, shape));
  return Float64Array.from({ length: sizeOf(shape) }, (_, i) => f(x[a?.(i) as number] as number, y[b?.(i) as number] as number));
}

/** The element of an input of shape `from` that element i of shape `to` is broadcast from. */
function reader(from: Shape, to: Shape): (i: number) => number {
  const steps = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  const lead = to.length - from.length;
  return (i) => steps.reduce((sum, step, axis) => sum + step * (coordinates(i, to)[axis + lead] as number), 0);
}

function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

function coordinates(i: number, shape: Shape): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(i / stride) % (shape[axis] as number));
}

const KERNELS: Readonly<Record<string, (node: Node, inputs: readonly Data[]) => Data>> = {
  sum: (node, [x]) => reduced(node, x as Data, (a, b) => a + b, 0),
  max: (node, [x]) => reduced(node, x as Data, (a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  matmul: multiplied,
  transpose: ({ inputs, outputs, attributes }, [x]) => {
    const { axes } = attributes as { axes: Shape };
    const strides = stridesOf((inputs[0] as Tensor).shape);
    const { shape } = outputs[0] as Tensor;
    const at = (i: number) => coordinates(i, shape).reduce((sum, c, axis) => sum + c * (strides[axes[axis] as number] as number), 0);
    return Float64Array.from({ length: sizeOf(shape) }, (_, i) => x?.[at(i)] as number);
  },
  softmax: ({ outputs }, [x]) => {
    const columns = (outputs[0] as Tensor).shape.at(-1) as number;
    const powers = (x as Data).map(Math.exp);
    const total = (i: number) => powers.slice(i - (i % columns), i - (i % columns) + columns).reduce((sum, value) => sum + value, 0);
    return powers.map((value, i) => value / total(i));
  },
  dropout: ({ attributes }, [x, seed, step]) => {
    const { rate, stream } = attributes as { rate: number; stream: number };
    const word = (i: number) => threefry2x32(seed?.[0] as number, stream, step?.[0] as number, i >>> 1)[i % 2] as number;
    return (x as Data).map((value, i) => ((word(i) >>> 8) * 2 ** -24 < rate ? 0 : value / (1 - rate)));
  },
};

function reduced({ attributes }: Node, x: Data, fold: (a: number, b: number) => number, first: number): Data {
  const { outer, reduced: length, inner } = attributes as { outer: number; reduced: number; inner: number };
  return Float64Array.from({ length: outer * inner }, (_, i) => {
    const start = Math.floor(i / inner) * length * inner + (i % inner);
    return Array.from({ length }, (_, r) => x[start + r * inner] as number).reduce(fold, first);
  });
}

function multiplied({ inputs, outputs, attributes }: Node, [a, b]: readonly Data[]): Data {
  const { transposeB } = attributes as { transposeB: boolean };
  const k = (inputs[0] as Tensor).shape[1] as number;
  const [m, n] = (outputs[0] as Tensor).shape as [number, number];
  const right = (l: number, j: number) => b?.[transposeB ? j * k + l : l * n + j] as number;
  return Float64Array.from({ length: m * n }, (_, at) => {
    const row = Math.floor(at / n) * k;
    return Array.from({ length: k }, (_, l) => (a?.[row + l] as number) * right(l, at % n)).reduce((sum, value) => sum + value, 0);
  });
}
