/** Filled-up rows: the copies that make them, what cancels them, and which ops work on them. */
import { describe, expect, it } from 'vitest';
import { broadcastWalks, mapping } from '../../../src/runtime/graph/indexing.ts';
import { type Layout, placeholder, Variable } from '../../../src/runtime/graph/leaf.ts';
import type { Elementwise } from '../../../src/runtime/graph/op.ts';
import { apply1, type Node, type Shape, sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import * as elementwise from '../../../src/runtime/ops/elementwise.ts';
import { vectorLayout } from '../../../src/runtime/ops/filledLayout.ts';
import { cropOrPad } from '../../../src/runtime/ops/filledRows.ts';
import { columnSums } from '../../../src/runtime/ops/moments.ts';
import { gradientOp, normalizeOp } from '../../../src/runtime/ops/normalize.ts';
import { pad, slice } from '../../../src/runtime/ops/rearrange.ts';
import { after as waitFor } from '../../../src/runtime/ops/replay.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

/** What `cropOrPad` must give, element by element. */
function fitted(data: ArrayLike<number>, from: Shape, to: Shape): number[] {
  return Array.from({ length: sizeOf(to) }, (_, index) => {
    let rest = index;
    let place = 0;
    let stride = 1;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const at = rest % (to[axis] as number);
      rest = Math.floor(rest / (to[axis] as number));
      if (at >= (from[axis] as number)) return 0;
      place += at * stride;
      stride *= from[axis] as number;
    }
    return data[place] as number;
  });
}

const CASES: readonly (readonly [string, Shape, Shape])[] = [
  ['fills rows up', [3, 6], [3, 8]],
  ['cuts rows off', [3, 8], [3, 6]],
  ['fills few rows up', [6], [8]],
  ['cuts off to an odd number of elements', [5, 8], [5, 7]],
  ['fills two axes up', [2, 3, 7, 10], [2, 3, 8, 12]],
  ['cuts two axes off', [2, 3, 8, 12], [2, 3, 7, 10]],
  ['fills up an axis of whole vectors', [2, 3, 8], [2, 4, 8]],
  ['cuts off an axis of whole vectors', [2, 4, 8], [2, 3, 8]],
  ['cuts off to whole vectors what was none', [3, 5, 2], [3, 4, 2]],
  ['fills up to whole vectors what was none', [3, 2], [4, 2]],
];

describe('cropOrPad()', () => {
  for (const profile of ['software', 'gpu'] as const) {
    it.each(CASES)(`%s (${profile})`, async (_, from, to) => {
      const data = Array.from({ length: sizeOf(from) }, (__, i) => i + 1);
      const [result] = await evaluate((x) => [cropOrPad(x as Tensor, to)], [{ shape: from, data }], PROFILES[profile]);
      expect([...(result as Float32Array)]).toEqual(fitted(data, from, to));
    });
  }

  it('loads four at once only where four are all there or all not', () => {
    expect(mapping(broadcastWalks([3, 2], [4, 2]))).toMatchObject({ contiguous: false });
    expect(mapping(broadcastWalks([2, 4], [3, 4]))).toMatchObject({ contiguous: true });
  });

  it('undoes itself, and nothing else', () => {
    const x = placeholder('x', [4, 8]);
    const cut = cropOrPad(x, [4, 6]);
    expect(cropOrPad(cut, [4, 8])).toBe(x);
    expect(cropOrPad(cropOrPad(x, [4, 12]), [4, 8])).toBe(x);
    expect(cropOrPad(x, [4, 8])).toBe(x);
    expect(cropOrPad(cut, [4, 7]).node.inputs[0]).toBe(cut);
  });
});

/** A tensor as a product gives it: rows of 8 cut off to 6. */
function cut(name: string, lead: Shape = [4]): Tensor {
  return cropOrPad(placeholder(name, [...lead, 8]), [...lead, 6]);
}

/** What the op of an input that was cut off makes of a node. */
function byInput({ inputs, ...node }: Node): readonly Tensor[] | undefined {
  return inputs.find((input) => input.node.op.inUser)?.node.op.inUser?.({ inputs, ...node });
}

function filledShapes(y: Tensor): readonly Shape[] | undefined {
  return byInput(y.node)?.map(({ node, output }) => (node.inputs[0] ?? node.outputs[output])?.shape as Shape);
}

describe('what uses a tensor that was cut off', () => {
  it('computes on filled-up rows what makes zero of zeros', () => {
    const bias = placeholder('bias', [6]);
    expect(filledShapes(elementwise.relu(cut('x')))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.add(cut('x'), bias))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.add(cut('x'), cut('y')))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.multiply(cut('x'), placeholder('s', [])))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.multiply(cut('x'), placeholder('rows', [4, 1])))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.multiply(cut('x'), 3))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.maximum(cut('x'), 0))).toEqual([[4, 8]]);
  });

  it('sets to 0 what would be another number beyond rows', () => {
    const x = cut('x');
    const others = [
      elementwise.exp(x),
      elementwise.add(x, 1),
      elementwise.add(x, placeholder('s', [])),
      elementwise.add(x, placeholder('rows', [4, 1])),
      elementwise.add(x, elementwise.broadcastTo(placeholder('rows', [4, 1]), [4, 6])),
      elementwise.divide(x, placeholder('b', [6])),
      elementwise.equal(x, 0),
    ];
    for (const { node } of others) {
      const [rows] = byInput(node)?.[0]?.node.inputs ?? [];
      expect([rows?.node.op.name, rows?.shape, rows?.node.inputs[0]?.node.op], node.op.name).toEqual(['inRow', [4, 8], node.op]);
    }
  });

  it('fills up other tensors where they are used', () => {
    const whole = placeholder('whole', [4, 6]);
    expect(filledShapes(elementwise.add(cut('x'), whole))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.subtract(whole, cut('x')))).toEqual([[4, 8]]);
    expect(filledShapes(elementwise.broadcastTo(cut('x', [1]), [4, 6]))).toEqual([[4, 8]]);
  });

  it('leaves what moves elements, and what updates variables that are stored as they are', () => {
    const x = cut('x');
    const variable = new Variable('w', [4, 6]);
    const others = [
      pad(x, [
        [0, 0],
        [0, 1],
      ]),
      slice(x, [0, 0], [4, 5]),
      elementwise.subtract(variable, x),
      elementwise.add(elementwise.multiply(variable, 0.9), x),
    ];
    for (const { node } of others) expect(byInput(node), node.op.name).toBeUndefined();
  });

  it('reads vectors that are stored filled up, and what follows from them', () => {
    const vector = new Variable('v', [6], { layout: vectorLayout([6]) as Layout });
    const [sum] = byInput(elementwise.add(cut('x'), vector).node) as readonly [Tensor];
    expect(sum.node.inputs[0]?.node.inputs[1]).toBe(vector.whole);
    const [product] = byInput(elementwise.multiply(cut('x'), elementwise.exp(elementwise.multiply(vector, 2))).node) as readonly [Tensor];
    expect(product.node.inputs[0]?.node.inputs[1]).toMatchObject({ shape: [8], node: { op: { name: 'inRow' } } });
  });

  it('waits for the rows that others were cut off from, whatever waits', () => {
    const earlier = cut('earlier');
    for (const x of [placeholder('x', [4, 8]), placeholder('x', [2, 1]), placeholder('x', [], 'u32'), placeholder('x', [4, 6])]) {
      const [view] = byInput(waitFor(x, [earlier, placeholder('other', [3])]).node) as readonly [Tensor];
      expect(view).toMatchObject({ shape: x.shape, dtype: x.dtype });
      expect(view.node.inputs.slice(0, 2)).toEqual([x, earlier.node.inputs[0]]);
    }
    expect(filledShapes(waitFor(cut('x'), [earlier]))).toEqual([[4, 8]]);
  });

  it('follows the first input of what is no elementwise op', () => {
    const span = { outer: 1, reduced: 4, inner: 6 };
    const sums = (dy: Tensor, x: Tensor) => byInput(columnSums(dy, x, placeholder('mean', [1, 6]), span)[0].node);
    expect(sums(cut('dy', [1, 4]), placeholder('x', [1, 4, 6]))?.map(({ node }) => node.inputs[0]?.shape)).toEqual([
      [1, 8],
      [1, 8],
    ]);
    expect(sums(placeholder('dy', [1, 4, 6]), cut('x', [1, 4]))).toBeUndefined();
  });

  it('begins with what was cut off alone', () => {
    const whole = elementwise.relu(placeholder('x', [4, 6]));
    const elsewhere = elementwise.relu(cropOrPad(placeholder('x', [8, 8]), [4, 8]));
    for (const { node } of [whole, elsewhere]) expect(byInput(node)).toBeUndefined();
  });
});

/** Elementwise functions of one to three tensors, and their gradients. */
const FUNCTIONS = Object.entries(elementwise).flatMap(([name, made]) =>
  [1, 2, 3].map((count) => [name, made as (...inputs: Tensor[]) => Tensor, count] as const),
);

function zeroOf({ node }: Tensor): Elementwise<unknown>['zero'] {
  return node.op.form.kind === 'elementwise' ? node.op.form.zero : undefined;
}

/** The function of so many tensors, and its gradient where that is an op of its own, as far as they say that they make zero of zeros. */
function claims(name: string, make: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
  const y = attempt(() => make(...inputs));
  if (y?.node.op.name !== name || y.node.inputs.length !== inputs.length) return [];
  const slopes = y.node.op.gradient?.(y.node, inputs.slice(0, 1)) ?? [];
  const own = slopes.filter((slope) => slope?.node.op.name === `${name}Gradient`) as readonly Tensor[];
  return [y, ...own].filter((tensor) => zeroOf(tensor) === 'all');
}

/** `undefined` where a function is none of tensors alone. */
function attempt(make: () => Tensor): Tensor | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

describe('ops that say so', () => {
  it('make zero of zeros', async () => {
    const names: string[] = [];
    const shape = [4];
    const normalized = (inputs: readonly Tensor[]) => [
      apply1(normalizeOp, inputs.slice(0, 4), { outer: 1, reduced: 1, inner: 4 }),
      apply1(gradientOp('normalizeGradient'), inputs, null),
      apply1(gradientOp('normalizeGroupsGradient'), inputs, null),
    ];
    const made = (inputs: readonly Tensor[]) =>
      [...FUNCTIONS.flatMap(([name, make, count]) => claims(name, make, inputs.slice(0, count))), ...normalized(inputs)].map((tensor) => {
        names.push(tensor.node.op.name);
        expect(zeroOf(tensor)).toBe('all');
        return tensor;
      });
    const zeros = [0, 1, 2, 3, 4, 5].map(() => ({ shape, data: [0, 0, 0, 0] }));
    const results = await evaluate((...inputs) => made(inputs), zeros);
    expect(names).toEqual(expect.arrayContaining(['relu', 'reluGradient', 'gelu', 'geluGradient', 'add', 'subtract', 'where', 'negative']));
    results.forEach((values, i) => {
      expect([...values].map(Math.abs), names[i]).toEqual([0, 0, 0, 0]);
    });
  });
});
