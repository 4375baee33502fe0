/** Gradients through blocks: which nodes are copied, what the copies compute, and when they run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base, nodesOf } from '../../../src/runtime/graph/group.ts';
import { assign, placeholder, readVariable, Trace, toTensor, Variable, writtenVariable } from '../../../src/runtime/graph/leaf.ts';
import { topological } from '../../../src/runtime/graph/lower.ts';
import { type Block, type Node, type Tensor, withBlocks } from '../../../src/runtime/graph/tensor.ts';
import { add, exp, multiply, sigmoid, tanh } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { after, newBlock } from '../../../src/runtime/ops/replay.ts';
import { labels, stagesOf } from '../graph/planning.ts';
import { buildGraph, type RandomGraph, randomSteps, type Step } from '../graph/randomGraph.ts';

const x = placeholder('x', [4, 4]);
const w = new Variable('w', [4, 4]);
const v = new Variable('v', [4, 4]);

function inBlock<T>(body: () => T): T {
  return withBlocks([newBlock()], body);
}

/** How many nodes of an op lead to the gradients of a loss and to the loss. */
function counts(name: string, loss: Tensor): number {
  const roots = [loss, ...gradients(loss, [w, v])].filter((root) => root !== undefined);
  return topological(roots).filter(({ op }) => op.name === name).length;
}

describe('after()', () => {
  it('lets users run once what they wait for is made, without a kernel of its own', () => {
    const [first, second] = [matmul(x, w), tanh(placeholder('y', [5]))];
    expect(labels({ outputs: [exp(second), first] })).toEqual(['tanh+exp [5] & matmul [4,4]']);
    expect(labels({ outputs: [exp(after(second, [first])), first] })).toEqual(['matmul [4,4]', 'tanh+exp [5]']);
  });
});

describe('gradients() through a block', () => {
  it('copies what the gradients read, and nothing else', () => {
    const inner = () => tanh(matmul(tanh(matmul(x, w)), v));
    expect(counts('tanh', sum(exp(inner())))).toBe(2);
    // The gradient of the outer tanh reads what the block gives out, which is there.
    expect(counts('tanh', sum(exp(inBlock(inner))))).toBe(3);
    expect(counts('matmul', sum(exp(inBlock(inner)))) - counts('matmul', sum(exp(inner())))).toBe(1);
  });

  it('copies a block inside a block once more, from the copies of the outer one', () => {
    const loss = sum(
      inBlock(() =>
        matmul(
          inBlock(() => matmul(sigmoid(tanh(matmul(x, w))), v)),
          v,
        ),
      ),
    );
    expect(counts('sigmoid', loss)).toBe(3);
    const whole = sum(exp(inBlock(() => inBlock(() => tanh(matmul(x, w))))));
    expect(counts('tanh', whole)).toBe(1);
  });

  it('copies each use of a block, and keeps what is used outside', () => {
    const block = (input: Tensor) => inBlock(() => matmul(tanh(matmul(input, w)), v));
    expect(counts('tanh', sum(block(block(x))))).toBe(4);
    let hidden = x;
    const end = inBlock(() => {
      hidden = tanh(matmul(x, w));
      return matmul(hidden, v);
    });
    expect(counts('tanh', sum(add(end, hidden)))).toBe(1);
  });

  it('never repeats an assignment, and writes after the copies have read', () => {
    const trace = new Trace();
    const loss = trace.run(() => {
      const y = inBlock(() => {
        const scaled = tanh(multiply(matmul(x, w), toTensor(v)));
        assign(v, scaled);
        return matmul(scaled, w);
      });
      return sum(exp(y));
    });
    const [dw] = gradients(loss, [w]);
    expect(topological([...trace.writes, dw as Tensor]).filter(({ op }) => op.name === 'assign')).toHaveLength(1);
    const order = labels({ outputs: [dw as Tensor], writes: trace.writes });
    const [first, last] = [order.findIndex((label) => label.includes('tanh')), order.findLastIndex((label) => label.includes('tanh'))];
    expect(first).toBeLessThan(last);
    expect(order.findIndex((label) => label.includes('assign'))).toBeGreaterThanOrEqual(last);
  });
});

/** The gradients of the sum of all outputs. */
function gradientsOf({ outputs, variables }: RandomGraph): readonly Tensor[] {
  const loss = outputs.map((output) => sum(output)).reduce((total, value) => add(total, value));
  return gradients(loss, variables).filter((gradient) => gradient !== undefined);
}

/** Pairs of nested blocks, one after the other. */
function blocksOf(outer: number, inner: number): (i: number) => readonly Block[] {
  const blocks = Array.from({ length: 100 }, newBlock);
  return (i) => [blocks[Math.floor(i / outer)], blocks[50 + Math.floor(i / inner)]] as readonly Block[];
}

const numbers = new Map<string, number>();

/** Equal texts for equal expressions, however often they are computed and whatever they wait for. */
function expressions(roots: readonly Tensor[]): readonly string[] {
  const known = new Map<Tensor, string>();
  for (const node of topological(roots)) for (const output of node.outputs) known.set(output, expression(node, output, known));
  return roots.map((root) => known.get(root) as string);
}

function expression({ op, inputs, attributes }: Node, output: Tensor, known: ReadonlyMap<Tensor, string>): string {
  if (op.name === 'after') return known.get(inputs[0] as Tensor) as string;
  const meaning = readVariable(output)?.name ?? JSON.stringify(attributes);
  const text = [op.name, output.output, meaning, ...inputs.map((input) => known.get(input))].join(' ');
  if (!numbers.has(text)) numbers.set(text, numbers.size);
  return `${numbers.get(text)}`;
}

function forEveryGraph(check: (steps: readonly Step[], blocks: (i: number) => readonly Block[]) => void): void {
  const sizes = fc.tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(randomSteps(30), sizes, (steps, [outer, inner]) => check(steps, blocksOf(outer, inner))),
    { numRuns: 60, seed: 8 },
  );
}

describe('gradients() of every graph', () => {
  it('are the same expressions with and without blocks', () => {
    let copied = 0;
    forEveryGraph((steps, blocks) => {
      const [plain, through] = [gradientsOf(buildGraph(steps)), gradientsOf(buildGraph(steps, blocks))];
      expect(expressions(through)).toEqual(expressions(plain));
      copied += topological(through).filter(({ op }) => op.name === 'after').length;
    });
    expect(copied).toBeGreaterThan(100);
  });

  it('are planned with variables overwritten after every reader', () => {
    forEveryGraph((steps, blocks) => {
      const graph = buildGraph(steps, blocks);
      const { packs } = stagesOf({ outputs: gradientsOf(graph), writes: graph.writes });
      const groups = packs.flatMap((pack, time) => pack.map((group) => ({ time, nodes: nodesOf(group) })));
      for (const writer of groups) {
        const written = writer.nodes.flatMap((node) => writtenVariable(node.outputs[0] as Tensor) ?? []);
        const reads = ({ nodes }: (typeof groups)[number]) =>
          nodes.some(({ inputs }) => inputs.some((input) => written.some((variable) => variable === readVariable(base(input)))));
        for (const reader of groups.filter(reads)) expect(reader === writer || reader.time < writer.time).toBe(true);
      }
    });
  });
});
