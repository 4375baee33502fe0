/** Weights whose rows are stored filled up: the same numbers as without, zeros beyond them, and as few dispatches as with whole vectors. */
import { describe, expect, it } from 'vitest';
import { storedSize } from '../../../src/runtime/gpu/layout.ts';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { readBuffer } from '../../../src/runtime/gpu/readback.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { OPEN } from '../../../src/runtime/graph/choices.ts';
import { slabName } from '../../../src/runtime/graph/homes.ts';
import { assign, placeholder, Trace, toTensor, Variable } from '../../../src/runtime/graph/leaf.ts';
import { lower, topological } from '../../../src/runtime/graph/lower.ts';
import { type Plan, plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { type Shape, sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { argMax } from '../../../src/runtime/ops/argMax.ts';
import {
  add,
  broadcastTo,
  divide,
  elu,
  equal,
  exp,
  maximum,
  multiply,
  power,
  relu,
  sigmoid,
  softplus,
  sqrt,
  square,
  subtract,
} from '../../../src/runtime/ops/elementwise.ts';
import { matrixLayout, vectorLayout } from '../../../src/runtime/ops/filledLayout.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { layerNormalize, rmsNormalize } from '../../../src/runtime/ops/layerNormalize.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { batchNormalize } from '../../../src/runtime/ops/normalize.ts';
import { adamUpdate } from '../../../src/runtime/ops/optimizerUpdates.ts';
import { dropout, randomNormal } from '../../../src/runtime/ops/random.ts';
import { concatenate, transpose } from '../../../src/runtime/ops/rearrange.ts';
import { max, mean, prod, sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { crossEntropy, logSoftmax, softmax, sparseCrossEntropy } from '../../../src/runtime/ops/softmax.ts';
import { PROFILES, readOutputs, TILED, testDevice, upload } from '../../support/gpu.ts';

const STATE = { seed: toTensor(7, 'u32'), step: toTensor(3, 'u32'), stream: 1 };
const ROWS = 12;

/** What lies between two products, of y [12, width], with a weight for each column. */
type Between = (y: Tensor, weight: Tensor) => Tensor;

const BETWEEN: Readonly<Record<string, Between>> = {
  'bias and activation': (y, weight) => relu(add(y, weight)),
  'functions that make numbers of zeros': (y, weight) => multiply(sigmoid(add(y, 1)), exp(multiply(y, weight))),
  'a quotient': (y, weight) => divide(y, add(square(weight), add(sigmoid(y), 0.5))),
  'what follows from weights alone': (y, weight) => multiply(elu(y), sqrt(add(softplus(weight), power(2, weight)))),
  'dropped elements': (y) => dropout(y, 0.5, STATE),
  noise: (y) => add(y, multiply(randomNormal(y.shape, STATE), 0.5)),
  'what is the same along rows': (y) => {
    const z = add(y, multiply(broadcastTo(sigmoid(sum(y, { axis: -1, keepDims: true })), y.shape), 2));
    return multiply(z, sum(z, { axis: -1, keepDims: true }));
  },
  'layer normalization': (y, weight) => layerNormalize(add(y, 2), { gamma: weight, beta: multiply(weight, 0.5), epsilon: 1e-3 }),
  'normalization by the root mean square': (y, weight) => rmsNormalize(add(y, 2), { gamma: weight, epsilon: 1e-3 }),
  'batch normalization': (y, weight) => batchNormalize(y, { gamma: weight, beta: 0.5, epsilon: 1e-3 }).y,
  'a sum, a mean and a product of rows': (y) =>
    multiply(y, add(add(sum(y, { axis: -1, keepDims: true }), mean(y)), prod(reshape(y, [12, 1, -1]), { axis: 2 }))),
  'the largest of rows and of columns': (y) => add(subtract(y, max(y, { axis: -1, keepDims: true })), max(y, { axis: 0, keepDims: true })),
  'sums of columns': (y) => subtract(y, mean(y, { axis: 0 })),
  softmax: (y) => softmax(y),
  'the logarithm of softmax': (y) => logSoftmax(y),
  'rows in another order': (y, weight) => reshape(add(reshape(y, [3, 4, -1]), weight), [ROWS, -1]),
  'rows of another length': (y) => reshape(multiply(reshape(y, [ROWS / 2, -1]), 2), y.shape),
  'other places': (y) => transpose(relu(transpose(y))),
  'two branches': (y, weight) => maximum(multiply(y, weight), elu(y)),
  'rows joined': (y) => sum(reshape(concatenate([y, relu(y)], 0), [2, ROWS, -1]), { axis: 0 }),
  'a comparison': (y) => add(y, equal(relu(y), 0)),
};

/** Of these, rows are copied as they are. */
const COPIED = ['the largest of rows and of columns', 'softmax', 'the logarithm of softmax', 'rows of another length', 'other places'];

/** How a weight follows from its gradient. */
type Update = (weight: Variable, slots: readonly [Variable, Variable], gradient: Tensor) => void;

function adam(epsilon: number, before: (weight: Variable) => Tensor = toTensor, alpha = toTensor(0.01)): Update {
  return (weight, [momentum, velocity], gradient) => {
    const state = [before(weight), toTensor(momentum), toTensor(velocity)] as const;
    const updated = adamUpdate(state, gradient, alpha, { beta1: 0.9, beta2: 0.99, epsilon });
    [weight, momentum, velocity].forEach((variable, i) => {
      assign(variable, updated[i] as Tensor);
    });
  };
}

const decay = (rate: Tensor) => (weight: Variable) => subtract(weight, multiply(multiply(weight, 0.1), rate));
const decayed = adam(1e-7, decay(toTensor(0.01)));

const UPDATES: Readonly<Record<string, Update>> = {
  adam: adam(1e-7),
  'adam without epsilon': adam(0),
  'adam with an epsilon that f32 has not': adam(1e-50),
  'adam on weights that decay': decayed,
  'the mean square of gradients': (weight, [, velocity], gradient) => {
    const average = add(multiply(velocity, 0.9), multiply(square(gradient), 0.1));
    assign(velocity, average);
    assign(weight, subtract(weight, divide(multiply(gradient, 0.01), sqrt(add(average, 1e-7)))));
  },
  'gradients of a norm of 1': (weight, _, gradient) => {
    assign(weight, subtract(weight, multiply(gradient, divide(0.01, sqrt(sum(square(gradient)))))));
  },
  'weights of columns of a norm of 1': (weight, _, gradient) => {
    const moved = subtract(weight, multiply(gradient, 0.01));
    assign(weight, divide(moved, add(sqrt(sum(square(moved), { axis: 0, keepDims: true })), 1e-7)));
  },
};

function numbers(shape: Shape, seed: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 1.7 + seed) * 0.5);
}

/** A network of two products of `width` and `out` columns with its weights and their slots. */
interface Network {
  readonly shapes: readonly Shape[];
  readonly x: Shape;
  output(x: Tensor, weights: readonly Variable[]): Tensor;
  loss(y: Tensor): Tensor;
  metric?(y: Tensor): Tensor;
}

function network(
  between: Between,
  { width = 18, out = 22, loss = (y: Tensor) => sum(multiply(y, y)), x = [ROWS, 10] as Shape } = {},
): Network {
  return {
    shapes: [[x.at(-1) as number, width], [width], [width, out], [out]],
    x,
    output: (input, [first, weight, second, bias]) => {
      const y = between(matmul(input, first as Variable), toTensor(weight as Variable));
      return add(matmul(y, second as Variable), bias as Variable);
    },
    loss,
  };
}

function variableOf(name: string, shape: Shape, isFilled: boolean, slab = 'weights'): Variable {
  const layout = shape.length === 1 ? vectorLayout(shape) : matrixLayout(shape);
  return new Variable(name, shape, isFilled ? { slab, layout } : { slab });
}

/** The trace of a step, and the variables that it changes. */
function traced({ shapes, x, output, loss }: Network, update: Update, isFilled: boolean) {
  const weights = shapes.map((shape, i) => variableOf(`weight${i}`, shape, isFilled));
  const slots = shapes.map(
    (shape, i) => [variableOf(`first${i}`, shape, isFilled, 'slots'), variableOf(`second${i}`, shape, isFilled, 'slots')] as const,
  );
  const input = placeholder('x', x);
  const trace = new Trace();
  const y = output(input, weights);
  const slopes = gradients(loss(y), [...weights, input]);
  trace.run(() => {
    weights.forEach((weight, i) => {
      const slope = slopes[i];
      if (slope) update(weight, slots[i] as readonly [Variable, Variable], reshape(slope, weight.shape));
    });
  });
  return { outputs: [y, slopes.at(-1) as Tensor], writes: trace.writes, variables: [...weights, ...slots.flat()] };
}

/** Two steps: what they gave, all variables, and what lies beyond the variables' values in memory. */
async function trained(net: Network, update: Update, isFilled: boolean, profile: Profile) {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  const { outputs, writes, variables } = traced(net, update, isFilled);
  for (const [i, variable] of variables.entries()) store.add(variable, () => numbers(variable.shape, i).map(i < 4 ? (v) => v : Math.abs));
  const program = await Program.build(device, store, plan({ outputs, writes, profile, placeOf: store.placeOf }));
  const x = upload(device, 'x', numbers(net.x, 9) as Float32Array<ArrayBuffer>);
  program.bind({ x });
  program.run();
  program.run();
  const results = [...(await readOutputs(program, outputs)), ...(await store.read(variables))];
  const places = variables.map((variable) => ({
    buffer: store.buffer(slabName(variable)),
    offset: store.placeOf(variable) * 4,
    bytes: storedSize(variable) * 4,
  }));
  const memory = (await readBuffer(device, places)).map((bytes) => new Float32Array(bytes));
  program.dispose();
  store.dispose();
  device.freeBuffer(x);
  return { results, memory, variables };
}

async function expectSame(net: Network, update: Update, profile: Profile): Promise<void> {
  const expected = await trained(net, update, false, profile);
  const filled = await trained(net, update, true, profile);
  expected.results.forEach((values, i) => {
    const largest = Math.max(...values.map(Math.abs));
    expect(largest, `result ${i}`).toBeGreaterThan(0);
    const error = Math.max(...values.map((value, at) => Math.abs(value - (filled.results[i]?.[at] ?? Number.NaN))));
    expect(error, `result ${i}`).toBeLessThanOrEqual(3e-5 * largest);
  });
  filled.variables.forEach((variable, i) => {
    const [values, stored] = [filled.results[i + 2] as Float32Array, filled.memory[i] as Float32Array];
    expect(stored.filter((value) => value !== 0).length, variable.name).toBe(values.filter((value) => value !== 0).length);
  });
}

const FIRST = Object.values(UPDATES)[0] as Update;

/** Columns of the two products; GPUs give rows of 64 and more a workgroup. */
const SIZES: Readonly<Record<string, readonly { width: number; out: number }[]>> = {
  software: [
    { width: 18, out: 22 },
    { width: 21, out: 10 },
  ],
  gpu: [{ width: 67, out: 10 }],
  tiled: [{ width: 22, out: 27 }],
};

describe.each(Object.entries({ ...PROFILES, tiled: TILED }))('weights with filled-up rows (%s)', (name, profile) => {
  const between = Object.entries(BETWEEN).slice(0, profile === TILED ? 2 : undefined);
  it.each(between)('give the same with %s between them', async (_, part) => {
    for (const sizes of SIZES[name] ?? []) await expectSame(network(part, sizes), FIRST, profile);
  });

  it.each(Object.entries(UPDATES))('follow %s', async (__, update) => {
    await expectSame(network(BETWEEN['bias and activation'] as Between), update, profile);
  });

  it.each(['layer normalization', 'normalization by the root mean square'])('follow gradients that went through %s', async (part) => {
    await expectSame(network(BETWEEN[part] as Between, SIZES[name]?.[0]), UPDATES['gradients of a norm of 1'] as Update, profile);
  });

  it.each([
    [10, 18],
    [64, 27],
    [7, 12],
    [8, 10],
  ])('give the same of %i inputs and %i labels', async (inputs, classes) => {
    const labels = Array.from({ length: ROWS }, (__, i) => i % classes);
    const oneHot = concatenate(
      labels.map((label) => reshape(equal(reshape(countTo(classes), [1, classes]), label), [1, classes])),
      0,
    );
    const losses = [
      (y: Tensor) =>
        sum(
          sparseCrossEntropy(
            reshape(
              concatenate(
                labels.map((label) => reshape(toTensor(label), [1])),
                0,
              ),
              [ROWS],
            ),
            y,
          ),
        ),
      (y: Tensor) => mean(multiply(crossEntropy(oneHot, y), sum(y, { axis: -1 }))),
    ];
    for (const loss of losses) {
      for (const update of ['adam', 'adam without epsilon'])
        await expectSame(
          network(BETWEEN['bias and activation'] as Between, { out: classes, loss, x: [ROWS, inputs] }),
          UPDATES[update] as Update,
          profile,
        );
    }
  });

  it('stay 0 beyond a vector of odd size, whatever follows what they are multiplied by', async () => {
    const device = await testDevice(profile);
    const store = new VariableStore(device);
    const weight = new Variable('weight', [5], { layout: vectorLayout([5]) });
    store.add(weight, () => Float32Array.of(1, 2, 3, 4, 5));
    const trace = new Trace();
    trace.run(() => assign(weight, multiply(weight, placeholder('x', [5]))));
    const program = await Program.build(device, store, plan({ outputs: [], writes: trace.writes, profile, placeOf: store.placeOf }));
    const infinite = Number.POSITIVE_INFINITY;
    const x = upload(device, 'x', Float32Array.of(2, 2, 2, 2, 2, infinite, infinite, infinite));
    program.bind({ x });
    program.run();
    const place = { buffer: store.buffer(slabName(weight)), offset: store.placeOf(weight) * 4, bytes: 32 };
    const [bytes] = await readBuffer(device, [place]);
    expect([...new Float32Array(bytes as ArrayBuffer)]).toEqual([2, 4, 6, 8, 10, 0, 0, 0]);
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
  });

  it('are asked about by the tuner as they run', () => {
    const { outputs, writes } = traced(
      network(BETWEEN['bias and activation'] as Between, { width: 150, out: 90, x: [128, 150] }),
      FIRST,
      true,
    );
    const roots = [...outputs, ...writes];
    const open = lower(roots, { ...profile, choices: OPEN });
    const asked = new Set(topological(roots.map(open)).map((node) => node.op.variants?.(node, profile).key));
    const used = new Set<string | undefined>([undefined]);
    const get = (key: string) => void used.add(key);
    plan({ outputs, writes, profile: { ...profile, choices: { get } }, placeOf: () => 0 });
    expect(used.size).toBeGreaterThan(4);
    expect([...asked].sort()).toEqual([...used].sort());
  });

  it.each([
    [18, 20, 8],
    [19, 20, 10],
  ])('take no more dispatches of width %i than of width %i', (odd, whole, out) => {
    for (const [part, make] of Object.entries(BETWEEN).filter(([each]) => !COPIED.includes(each))) {
      if (part === 'noise' && odd % 2) continue;
      for (const update of [FIRST, decayed]) {
        const counts = [odd, whole].map((width) => planned(network(make, { width, out }), update, profile).dispatches.length);
        expect(counts[0], part).toBeLessThanOrEqual(counts[1] as number);
      }
    }
  });

  it('take no more dispatches or memory with many labels', () => {
    const relued = BETWEEN['bias and activation'] as Between;
    const classifier = (out: number) => {
      const labels = placeholder('labels', [ROWS]);
      const update = adam(1e-7, decay(placeholder('rate', [])), placeholder('alpha', []));
      const net = network(relued, { width: out, out, loss: (y) => sum(sparseCrossEntropy(labels, y)) });
      return planned({ ...net, metric: (y) => sum(equal(argMax(y), labels)) }, update, profile);
    };
    const [odd, whole] = [classifier(26), classifier(28)];
    expect(odd.dispatches.length).toBe(whole.dispatches.length);
    expect(odd.transients).toEqual(whole.transients);
  });

  it('have gradients of few columns beside their updates, whatever the number of rows', () => {
    const relued = BETWEEN['bias and activation'] as Between;
    expect(`${planned(network(relued, { width: 19, out: 10 }), FIRST, profile)}`).toContain(
      'narrowMatmul+adam+assign+assign+assign [19,10]',
    );
  });

  it('fill up a gradient once that comes otherwise', () => {
    const flat = (y: Tensor) => sum(square(reshape(y, [ROWS / 2, -1])));
    const text = `${planned(network(BETWEEN['bias and activation'] as Between, { loss: flat }), FIRST, profile)}`;
    expect([...text.matchAll(/(?<=\d |& )cropOrPad[^ ]* \[12,2\d\]/g)].map(([label]) => label)).toEqual([
      'cropOrPad+squareGradient [12,22]',
      'cropOrPad [12,24]',
    ]);
    expect(text).not.toContain('cropOrPad+adam');
  });
});

/** The plan of a step that gives the metric alone. */
function planned(net: Network, update: Update, profile: Profile): Plan {
  const { outputs, writes } = traced(net, update, true);
  const outcome = net.metric?.(outputs[0] as Tensor) ?? sum(outputs[0] as Tensor);
  return plan({ outputs: [outcome], writes, profile, placeOf: () => 0 });
}

/** [0, 1, ...]. */
function countTo(count: number): Tensor {
  return concatenate(
    Array.from({ length: count }, (_, i) => reshape(toTensor(i), [1])),
    0,
  );
}

describe('layouts', () => {
  it('are of odd sizes alone, and leave few columns as they are', () => {
    expect(matrixLayout([64, 32])).toBeUndefined();
    expect(matrixLayout([64, 10])).toBeUndefined();
    expect(matrixLayout([64, 18])).toMatchObject({ rows: [64, 20], whole: [64, 20] });
    expect(matrixLayout([63, 18])).toMatchObject({ rows: [63, 20], whole: [64, 20] });
    expect(matrixLayout([63, 10])).toMatchObject({ rows: [63, 10], whole: [64, 10] });
    expect(vectorLayout([8])).toBeUndefined();
    expect(vectorLayout([10])).toMatchObject({ rows: [12], whole: [12] });
  });
});

describe('the store', () => {
  it('has values as their shape says, in memory as the layout says', async () => {
    const device = await testDevice();
    const store = new VariableStore(device);
    const variable = variableOf('weight', [3, 18], true);
    const values = numbers([3, 18], 1);
    store.add(variable, () => values);
    await store.allocate();
    const snapshot = store.snapshot([variable]);
    const inMemory = async () => {
      const place = { buffer: store.buffer(slabName(variable)), offset: store.placeOf(variable) * 4, bytes: storedSize(variable) * 4 };
      return new Float32Array((await readBuffer(device, [place]))[0] as ArrayBuffer);
    };
    const rows = (source: Float32Array) => [0, 1, 2].flatMap((row) => [...source.slice(row * 18, row * 18 + 18), 0, 0]);
    expect([...(await inMemory())]).toEqual([...rows(values), ...new Array(20).fill(0)]);
    const others = values.map((value) => value + 1);
    store.write(variable, others);
    expect([...(await inMemory())]).toEqual([...rows(others), ...new Array(20).fill(0)]);
    expect(await store.read([variable])).toEqual([others]);
    snapshot.restore();
    expect(await store.read([variable])).toEqual([values]);
    snapshot.dispose();
    store.dispose();
  });
});
