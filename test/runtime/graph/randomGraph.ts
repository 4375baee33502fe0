/** Random graphs of elementwise ops, products, reductions and assignments, from numbers that fast-check draws and shrinks. */
import fc from 'fast-check';
import { broadcast } from '../../../src/runtime/graph/indexing.ts';
import { assign, placeholder, Trace, toTensor, Variable } from '../../../src/runtime/graph/leaf.ts';
import { type Block, type Shape, sameShape, type Tensor, withBlocks } from '../../../src/runtime/graph/tensor.ts';
import { add, increment, maximum, multiply, relu, sigmoid, subtract, tanh } from '../../../src/runtime/ops/elementwise.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { dropout } from '../../../src/runtime/ops/random.ts';
import { transpose } from '../../../src/runtime/ops/rearrange.ts';
import { max, mean } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { softmax } from '../../../src/runtime/ops/softmax.ts';

/** One step of making a graph: which operation, and which of the tensors made before. */
export type Step = readonly [kind: number, first: number, second: number];

/** A graph that is ready to plan. */
export interface RandomGraph {
  readonly inputs: readonly Tensor[];
  readonly variables: readonly Variable[];
  readonly outputs: readonly Tensor[];
  readonly writes: readonly Tensor[];
  /** Every tensor of the graph that is computed. */
  readonly computed: readonly Tensor[];
}

/** Steps of a graph, of `length` at most. */
export function randomSteps(length: number): fc.Arbitrary<readonly Step[]> {
  return fc.array(fc.tuple(fc.nat(19), fc.nat(1000), fc.nat(1000)), { minLength: 3, maxLength: length, size: 'max' });
}

const SHAPES: readonly Shape[] = [[4, 8], [8], [4, 1], [8, 8], [], [4, 3], [3, 3]];

/** The graph that steps describe. Steps that make nothing of the tensor they name assign it. `blocksOf`: the blocks that step i lies in. */
export function buildGraph(steps: readonly Step[], blocksOf: (i: number) => readonly Block[] = () => []): RandomGraph {
  const inputs = SHAPES.map((shape, i) => placeholder(`x${i}`, shape));
  const variables = SHAPES.map((shape, i) => new Variable(`v${i}`, shape, { slab: i % 3 ? 'weights' : 'slots' }));
  const counter = new Variable('counter', [], { dtype: 'u32', slab: 'state' });
  const trace = new Trace();
  const computed: Tensor[] = [];
  trace.run(() => {
    for (const [i, [kind, first, second]] of steps.entries()) {
      const pool = [...inputs, ...variables.map((variable) => toTensor(variable)), ...computed];
      const a = pick(pool, first);
      const made = withBlocks(blocksOf(i), () => make(kind, a, (fits) => pick(pool.filter(fits), second), counter));
      if (made) computed.push(made);
      else assignTo(variables, second, a);
    }
    assign(counter, increment(counter, 1));
  });
  const outputs = computed.filter((_, i) => i === computed.length - 1 || i % 4 === 0);
  return { inputs, variables: [...variables, counter], outputs, writes: trace.writes, computed };
}

/** The n-th of 1000 choices, mostly among the last of the list. */
function pick(list: readonly Tensor[], n: number): Tensor {
  return list[list.length - 1 - Math.floor((n / 1001) ** 2 * list.length)] as Tensor;
}

/** Values stay near 0, so that long chains neither overflow nor lose their digits. */
function make(kind: number, a: Tensor, partner: (fits: (b: Tensor) => boolean) => Tensor, counter: Variable): Tensor | undefined {
  if (kind < 3) return [tanh, relu, sigmoid][kind]?.(a);
  if (kind < 8)
    return BINARY[kind - 3]?.(
      a,
      partner(({ shape }) => broadcast(a.shape, shape) !== undefined),
    );
  if (kind < 11 && a.shape.length === 2)
    return product(
      a,
      partner(({ shape }) => shape.length === 2 && shape.includes(a.shape[1] as number)),
    );
  if (kind === 11) return a.shape.length === 2 ? transpose(a) : tanh(a);
  if (kind === 12) return mean(a, { axis: a.shape.length ? 0 : null });
  if (kind === 13) return max(a, { axis: a.shape.length ? -1 : null, keepDims: true });
  if (kind === 14) return a.shape.length ? softmax(a) : undefined;
  if (kind === 15) return dropout(a, 0.25, { seed: 7, step: counter, stream: a.shape.length });
  if (kind === 16) return reshape(a, [-1]);
  return undefined;
}

const BINARY = [add, subtract, multiply, maximum, (a: Tensor, b: Tensor) => multiply(add(a, b), 0.5)];

function product(a: Tensor, b: Tensor): Tensor {
  return multiply(matmul(a, b, { transposeB: a.shape[1] !== b.shape[0] }), 0.3);
}

function assignTo(variables: readonly Variable[], at: number, value: Tensor): void {
  const fitting = variables.filter(({ shape }) => sameShape(shape, value.shape));
  const variable = fitting[at % Math.max(fitting.length, 1)];
  if (variable) assign(variable, value);
}
