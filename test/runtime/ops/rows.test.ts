/** Kernels on the rows of a small product, which compute it themselves: values and gradients against f64 oracles, and when it is done. */
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { constant, placeholder, toTensor, Variable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { argMax } from '../../../src/runtime/ops/argMax.ts';
import { add, equal, fill, multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { crossEntropy, logSoftmax, softmax, sparseCrossEntropy } from '../../../src/runtime/ops/softmax.ts';
import { checkOp, close } from '../../support/checkOp.ts';
import { evaluate, PROFILES, readOutputs, testDevice } from '../../support/gpu.ts';

interface Sizes {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const logits = (x: Tensor, weight: Tensor, bias: Tensor) => add(matmul(x, weight), bias);

function logitsOf({ rows, inner, columns }: Sizes, x: ArrayLike<number>, weight: ArrayLike<number>, bias: ArrayLike<number>): number[][] {
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, j) => {
      let total = bias[j] as number;
      for (let k = 0; k < inner; k++) total += (x[r * inner + k] as number) * (weight[k * columns + j] as number);
      return total;
    }),
  );
}

function logSoftmaxOf(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const total = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
  return row.map((value) => value - top - Math.log(total));
}

const CASES: readonly Sizes[] = [
  { rows: 1, inner: 4, columns: 1 },
  { rows: 5, inner: 8, columns: 3 },
  { rows: 33, inner: 12, columns: 10 },
  { rows: 4, inner: 4, columns: 4 },
  { rows: 66, inner: 4, columns: 13 },
  { rows: 3, inner: 68, columns: 16 },
];

const shapesOf = ({ rows, inner, columns }: Sizes) => [[rows, inner], [inner, columns], [columns]];
/** Inputs in (-0.5, 0.5), so that several classes of a row count. */
const value = (i: number, j: number) => 0.5 * Math.sin(1.7 * i + 0.3 + 2.1 * j);

describe('rows of a small product', () => {
  for (const sizes of CASES) {
    const { rows, inner, columns } = sizes;
    const shapes = shapesOf(sizes);

    it(`gives softmax() and logSoftmax() of [${rows},${inner}] by [${inner},${columns}]`, async () => {
      const oracle = (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>) => logitsOf(sizes, x, w, b).flatMap(logSoftmaxOf);
      await checkOp((...inputs) => logSoftmax(logits(...(inputs as [Tensor, Tensor, Tensor]))), { oracle, shapes, value });
      const exponential = (...inputs: [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]) => oracle(...inputs).map(Math.exp);
      await checkOp((...inputs) => softmax(logits(...(inputs as [Tensor, Tensor, Tensor]))), { oracle: exponential, shapes, value });
    });

    it(`gives the cross-entropies and their gradients of [${rows},${inner}] by [${inner},${columns}]`, async () => {
      const label = (r: number) => (7 * r + 2) % columns;
      const sparse = {
        oracle: (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>) =>
          logitsOf(sizes, x, w, b).map((row, r) => -(logSoftmaxOf(row)[label(r)] as number)),
        shapes: [...shapes, [rows]],
        value: (i: number, j: number) => (j === 3 ? label(i) : value(i, j)),
        differentiate: [0, 1, 2],
      };
      await checkOp((x, w, b, y) => sparseCrossEntropy(y as Tensor, logits(x as Tensor, w as Tensor, b as Tensor)), sparse);
      const dense = {
        oracle: (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>, y: ArrayLike<number>) =>
          logitsOf(sizes, x, w, b).map((row, r) =>
            logSoftmaxOf(row).reduce((sum, one, j) => sum - one * (y[r * columns + j] as number), 0),
          ),
        shapes: [...shapes, [rows, columns]],
        value: (i: number, j: number) => (j === 3 ? 0.3 + 0.2 * Math.sin(i) : value(i, j)),
        differentiate: [0, 1, 2],
      };
      await checkOp((x, w, b, y) => crossEntropy(y as Tensor, logits(x as Tensor, w as Tensor, b as Tensor)), dense);
    });

    it(`gives argMax() of [${rows},${inner}] by [${inner},${columns}]`, async () => {
      const inputs = shapes.map((shape, j) => {
        const data = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => value(i, j));
        return { shape, data };
      });
      const [x, w, b] = inputs.map(({ data }) => data) as [Float32Array, Float32Array, Float32Array];
      const expected = logitsOf(sizes, x, w, b).map((row) => row.indexOf(Math.max(...row)));
      for (const profile of Object.values(PROFILES)) {
        const [y] = await evaluate((...tensors) => [argMax(logits(...(tensors as [Tensor, Tensor, Tensor])))], inputs, profile);
        expect(Array.from(y as Float32Array)).toEqual(expected);
      }
    });
  }

  it('passes NaN on', async () => {
    const data = Float32Array.from({ length: 8 }, (_, i) => (i === 1 ? Number.NaN : 1));
    for (const profile of Object.values(PROFILES)) {
      const [loss] = await evaluate(
        (x, w, b, y) => [sparseCrossEntropy(y as Tensor, logits(x as Tensor, w as Tensor, b as Tensor))],
        [
          { shape: [2, 4], data },
          { shape: [4, 2], data: new Float32Array(8) },
          { shape: [2], data: [1, 2] },
          { shape: [2], data: [0, 1] },
        ],
        profile,
      );
      expect(Array.from(loss as Float32Array, Number.isNaN)).toEqual([true, false]);
    }
  });

  it('are untouched by what lies behind the weight in its buffer', async () => {
    for (const profile of Object.values(PROFILES)) {
      const device = await testDevice(profile);
      const store = new VariableStore(device);
      const [weight, next] = [new Variable('weight', [64, 3]), new Variable('next', [4])];
      store.add(weight, () => new Float32Array(192).fill(0.25));
      store.add(next, () => new Float32Array(4).fill(Number.POSITIVE_INFINITY));
      const x = fill([2, 64], 1);
      const loss = sparseCrossEntropy(fill([2], 1), logits(x, toTensor(weight), fill([3], 0)));
      const outputs = [gradients(sum(loss), [x])[0] as Tensor, add(toTensor(next), 1)];
      const program = await Program.build(device, store, plan({ outputs, profile, placeOf: store.placeOf }));
      program.bind({});
      program.run();
      const [dx, beyond] = await readOutputs(program, outputs);
      close(dx as Float32Array, new Array(128).fill(0), [1e-6, 1e-6], profile.name);
      expect(Array.from(beyond as Float32Array)).toEqual(new Array(4).fill(Number.POSITIVE_INFINITY));
      program.dispose();
      store.dispose();
    }
  });

  it('works with more leading axes', async () => {
    const sizes = { rows: 6, inner: 4, columns: 3 };
    const oracle = (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>) => logitsOf(sizes, x, w, b).flatMap(logSoftmaxOf);
    await checkOp((x, w, b) => logSoftmax(logits(x as Tensor, w as Tensor, b as Tensor)), {
      oracle,
      shapes: [[2, 3, 4], [4, 3], [3]],
      value,
    });
  });
});

describe('plan of a classifier', () => {
  const operands = (sizes: Sizes) => shapesOf(sizes).map((shape, i) => placeholder(`p${i}`, shape)) as [Tensor, Tensor, Tensor];
  const kernels = (sizes: Sizes, profile: keyof typeof PROFILES) => {
    const [x, w, b] = operands(sizes);
    const labels = placeholder('labels', [sizes.rows]);
    const z = logits(x, w, b);
    const loss = sparseCrossEntropy(labels, z);
    const scaled = sum(multiply(loss, 1 / sizes.rows));
    const [dx, dw, db] = gradients(scaled, [x, w, b]) as [Tensor, Tensor, Tensor];
    return plan({
      outputs: [loss, equal(argMax(softmax(z)), labels), dx, dw, db],
      profile: PROFILES[profile],
      placeOf: () => 0,
    }).toString();
  };

  it('computes no product first, and gives all gradients in two dispatches', () => {
    for (const profile of ['software', 'gpu'] as const) {
      const text = kernels({ rows: 32, inner: 128, columns: 10 }, profile).split('\n');
      for (const kernel of [/sparseCrossEntropy /, /argMax\+equal/, /sparseCrossEntropyGradient /, /ThroughWeight/])
        expect(text[0]).toMatch(kernel);
      expect(text[1]).toMatch(/narrowMatmul/);
      expect(text[2]).toMatch(/^2 dispatches/);
    }
  });

  it('computes a row once for all kernels that an invocation runs', () => {
    const [x, w, b] = operands({ rows: 32, inner: 128, columns: 10 });
    const z = logits(x, w, b);
    const other = logits(x, w, placeholder('other', [10]));
    const planned = plan({ outputs: [softmax(z), argMax(z), softmax(other)], profile: PROFILES.gpu, placeOf: () => 0 });
    const { code } = planned.dispatches[0] as { code: string };
    expect(planned.dispatches).toHaveLength(1);
    expect(code.match(/fn \w+openRow/g)).toHaveLength(2);
    expect(code.match(/fn \w+ownRow/g)).toHaveLength(3);
  });

  it('computes exponentials and gradients of a row once for all kernels that need them, each where it is needed', () => {
    const [x, w, b] = operands({ rows: 32, inner: 128, columns: 10 });
    const z = logits(x, w, b);
    const codeOf = (losses: readonly Tensor[], wanted: readonly Tensor[]) => {
      const outputs = [...losses, softmax(z), argMax(z), ...losses.flatMap((loss) => gradients(sum(loss), wanted))] as Tensor[];
      return plan({ outputs, profile: PROFILES.software, placeOf: () => 0 }).dispatches[0]?.code ?? '';
    };
    const count = (code: string, name: string) =>
      [`fn \\w+${name}\\(`, `\\n {2}\\w+${name}\\(row, 0u\\);`].map((text) => code.match(new RegExp(text, 'g'))?.length);
    const labels = placeholder('labels', [32]);
    const one = codeOf([sparseCrossEntropy(labels, z)], [x, b]);
    expect(one.match(/fn \w+ownRow/g)).toHaveLength(5);
    for (const step of ['openRow', 'openExponentials', 'openGradient']) expect([step, count(one, step)]).toEqual([step, [1, 1]]);
    // Two losses of the same row have gradients of their own.
    const two = codeOf([sparseCrossEntropy(labels, z), crossEntropy(placeholder('targets', [32, 10]), z)], [b]);
    for (const step of ['openRow', 'openExponentials']) expect([step, count(two, step)]).toEqual([step, [1, 1]]);
    expect(count(two, 'openGradient')).toEqual([2, 2]);
  });

  it('computes the product first where it is large, has long sums or many columns, or rows that are no multiple of 4', () => {
    for (const sizes of [
      { rows: 1024, inner: 128, columns: 10 },
      { rows: 32, inner: 412, columns: 10 },
      { rows: 4, inner: 8, columns: 17 },
      { rows: 4, inner: 6, columns: 3 },
    ]) {
      for (const profile of ['software', 'gpu'] as const) expect(kernels(sizes, profile).split('\n')[0]).toMatch(/matmul\+add/);
    }
  });

  it('computes it with the rows up to 100 of 128 terms, on a software adapter up to more than 512, and of few rows with longer sums', () => {
    const isFirst = (sizes: Parameters<typeof kernels>[0], profile: 'software' | 'gpu') =>
      /matmul\+add/.test(kernels(sizes, profile).split('\n')[0] as string);
    for (const profile of ['software', 'gpu'] as const) {
      expect(isFirst({ rows: 100, inner: 128, columns: 10 }, profile)).toBe(false);
      expect(isFirst({ rows: 8, inner: 512, columns: 10 }, profile)).toBe(false);
      expect(isFirst({ rows: 512, inner: 128, columns: 10 }, profile)).toBe(profile === 'gpu');
    }
  });

  it('computes the product first where there is no bias', () => {
    const [x, w] = [placeholder('x', [4, 8]), placeholder('w', [8, 3])];
    const text = plan({ outputs: [softmax(matmul(x, w))], profile: PROFILES.gpu, placeOf: () => 0 }).toString();
    expect(text.split('\n')[0]).toMatch(/matmul/);
  });

  it('keeps a product that something else needs', () => {
    const [x, w, b] = [placeholder('x', [4, 8]), placeholder('w', [8, 3]), placeholder('b', [3])];
    const z = logits(x, w, b);
    const text = plan({ outputs: [softmax(z), reshape(z, [12])], profile: PROFILES.gpu, placeOf: () => 0 }).toString();
    expect(text.split('\n')[0]).toMatch(/softmax/);
    expect(text.split('\n')[0]).toMatch(/matmul\+add/);
  });

  it('takes a bias of the product alone: one value per column of the weight, once, and no constant', () => {
    const [x, w] = [placeholder('x', [4, 8]), placeholder('w', [8, 16])];
    const product = matmul(x, w);
    const [b, c, half] = [placeholder('b', [16]), placeholder('c', [16]), placeholder('half', [8])];
    const batches = matmul(placeholder('a', [4, 4, 16]), placeholder('v', [4, 16, 16]));
    const others = [
      reshape(add(reshape(product, [4, 2, 8]), half), [4, 16]),
      add(reshape(product, [8, 8]), half),
      add(add(product, b), c),
      reshape(add(product, b), [8, 8]),
      add(product, constant(1, [16])),
      add(batches, b),
      add(matmul(x, placeholder('turned', [16, 8]), { transposeB: true }), b),
    ];
    const opened = (z: Tensor) => plan({ outputs: [argMax(z)], profile: PROFILES.gpu, placeOf: () => 0 }).dispatches.at(-1)?.code ?? '';
    for (const z of others) expect(opened(z)).not.toMatch(/openRow\(row: ?u32, ?lane: ?u32\) ?\{\s*let start/);
    expect(opened(add(product, b))).toMatch(/openRow\(row: ?u32, ?lane: ?u32\) ?\{\s*let start/);
  });

  it('gives the rows of a view of a product with a bias of its own', async () => {
    const inputs = [[4, 8], [8, 16], [8]].map((shape, j) => ({
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.3 * i + 2.7 * (j + 1))),
    }));
    const [x, w, b] = inputs.map(({ data }) => data) as [Float32Array, Float32Array, Float32Array];
    const twice = Float32Array.from({ length: 16 }, (_, j) => b[j % 8] as number);
    const expected = logitsOf({ rows: 4, inner: 8, columns: 16 }, x, w, twice).map((row) => row.indexOf(Math.max(...row)));
    const build = (...[x, w, b]: Tensor[]) => [
      argMax(reshape(add(reshape(matmul(x as Tensor, w as Tensor), [4, 2, 8]), b as Tensor), [4, 16])),
    ];
    for (const profile of Object.values(PROFILES)) {
      const [y] = await evaluate(build, inputs, profile);
      expect(Array.from(y as Float32Array)).toEqual(expected);
    }
  });
});
