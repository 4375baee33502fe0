/** What `ops` accept, what they refuse, and the shapes they give; values are in `ops.test.ts`. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import { input } from '../../src/train/layers/index.ts';
import * as ops from '../../src/train/ops.ts';

const x = placeholder('x', [4, 6]);
const labels = placeholder('labels', [4]);
const columns = placeholder('columns', [6]);
const images = placeholder('images', [2, 5, 5, 4]);
const kernel = placeholder('kernel', [3, 3, 4, 4]);
const source = { seed: 1, step: placeholder('step', [], 'u32'), stream: 2 };
const wrong = (value: unknown): never => value as never;

describe('ops', () => {
  it.each([
    ['take rows by number', ops.take(x, labels), [4, 6]],
    ['find the largest of rows', ops.argmax(x), [4]],
    ['turn class numbers into rows', ops.oneHot(labels, 3), [4, 3]],
    ['take slices of the last axis', ops.take(x, placeholder('n', [2, 3]), { axis: -1 }), [4, 2, 3]],
    ['take one slice by its number', ops.take(x, -1, { axis: 1 }), [4]],
    ['find the largest of columns', ops.argmax(x, { axis: 0, keepDims: true }), [1, 6]],
    ['find the largest of all', ops.argmax(x, { axis: null }), []],
    ['find the largest of all and keep the axes', ops.argmax(x, { axis: null, keepDims: true }), [1, 1]],
    ['insert an axis at the end', ops.expandDims(x, 2), [4, 6, 1]],
    ['insert an axis at the front', ops.expandDims(x, -3), [1, 4, 6]],
    ['draw numbers', ops.dropout(ops.add(ops.randomNormal([4, 6], source), ops.randomUniform([6], source)), 0, source), [4, 6]],
    ['compose', ops.mean(ops.square(ops.subtract(ops.matmul(x, ops.transpose(x)), 1)), { axis: -1 }), [4]],
  ])('%s', (_, tensor, shape) => {
    expect(tensor.shape).toEqual(shape);
  });

  it.each([
    ['max', ops.max],
    ['mean', ops.mean],
    ['min', ops.min],
    ['prod', ops.prod],
    ['sum', ops.sum],
  ])('%s refuses options that it does not have', (name, op) => {
    const call = (options: unknown) => () => op(x, options as ops.ReduceOptions);
    expect(op(x, { axis: 1, keepDims: true }).shape).toEqual([4, 1]);
    expect(op(x, { axis: 0 }).shape).toEqual([6]);
    expect(call({ axis: 1, keepdims: true })).toThrow(
      new TypeError(`Cannot use option 'keepdims': ops.${name} has no such option, did you mean 'keepDims'?`),
    );
    expect(call(1)).toThrow(
      new TypeError(`Cannot use the options of ops.${name}: they are 1, they must be an object as in ops.${name}(x, { axis: -1 })`),
    );
    expect(call({ axis: 2 })).toThrow(new RangeError(`Cannot call ops.${name}: axis is 2, it must be an integer from -2 to 1`));
    expect(call({ axis: [0, -2] })).toThrow(
      new RangeError(`Cannot call ops.${name}: axis is [0, -2], it must be a list that names each axis once`),
    );
    expect(call({ axis: 'rows' })).toThrow(new TypeError(`Cannot call ops.${name}: axis is 'rows', it must be an integer from -2 to 1`));
    expect(call({ keepDims: 1 })).toThrow(new RangeError(`Cannot call ops.${name}: keepDims is 1, it must be true or false`));
  });

  it('matmul refuses options that it does not have', () => {
    expect(ops.matmul(x, x, { transposeB: true }).shape).toEqual([4, 4]);
    expect(ops.matmul(x, x, { transposeA: true }).shape).toEqual([6, 6]);
    expect(() => ops.matmul(x, x, { transpose_b: true } as ops.MatmulOptions)).toThrow(
      new TypeError("Cannot use option 'transpose_b': ops.matmul has no such option, did you mean 'transposeB'?"),
    );
  });
});

/** Calls of each function with a tensor in every place that takes one. */
const CALLS: Readonly<Record<string, (tensor: never) => readonly (() => unknown)[]>> = {
  ...Object.fromEntries(
    ['absolute', 'ceil', 'cos', 'elu', 'erf', 'exp', 'floor', 'gelu', 'log', 'log1p', 'negative', 'reciprocal', 'relu', 'round', 'rsqrt']
      .concat(['sigmoid', 'sign', 'sin', 'softplus', 'softsign', 'sqrt', 'square', 'tanh', 'squeeze', 'transpose'])
      .concat(['argmax', 'logSoftmax', 'max', 'mean', 'min', 'prod', 'softmax', 'sum'])
      .map((name) => [name, (t: never) => [() => of(name)(t)]]),
  ),
  ...Object.fromEntries(
    ['add', 'divide', 'equal', 'greater', 'greaterEqual', 'less', 'lessEqual', 'matmul', 'maximum', 'minimum', 'multiply', 'notEqual']
      .concat(['power', 'subtract'])
      .map((name) => [name, (t: never) => [() => of(name)(t, x), () => of(name)(x, t)]]),
  ),
  where: (t) => [() => ops.where(t, x, x), () => ops.where(x, t, x), () => ops.where(x, x, t)],
  clip: (t) => [() => ops.clip(t, 0, 1)],
  averagePool: (t) => [() => ops.averagePool(t, 2)],
  maxPool: (t) => [() => ops.maxPool(t, 2)],
  conv: (t) => [() => ops.conv(t, kernel), () => ops.conv(images, t)],
  convTranspose: (t) => [() => ops.convTranspose(t, kernel), () => ops.convTranspose(images, t)],
  depthwiseConv: (t) => [() => ops.depthwiseConv(t, kernel), () => ops.depthwiseConv(images, t)],
  separableConv: (t) => [
    () => ops.separableConv(t, kernel, kernel),
    () => ops.separableConv(images, t, kernel),
    () => ops.separableConv(images, kernel, t),
  ],
  batchNormalization: (t) => [
    () => ops.batchNormalization(t, columns, columns),
    () => ops.batchNormalization(x, t, columns),
    () => ops.batchNormalization(x, columns, t),
  ],
  layerNormalization: (t) => [() => ops.layerNormalization(t)],
  rmsNormalization: (t) => [() => ops.rmsNormalization(t)],
  concatenate: (t) => [() => ops.concatenate([t, x]), () => ops.concatenate([x, t])],
  constant: (t) => [() => ops.constant(t, [2])],
  broadcastTo: (t) => [() => ops.broadcastTo(t, [2, 3])],
  dropout: (t) => [() => ops.dropout(t, 0.5, source), () => ops.dropout(x, 0.5, { ...source, seed: t })],
  expandDims: (t) => [() => ops.expandDims(t, 0)],
  oneHot: (t) => [() => ops.oneHot(t, 3)],
  pad: (t) => [() => ops.pad(t, [[0, 1]])],
  randomNormal: (t) => [() => ops.randomNormal([2], { ...source, step: t })],
  randomUniform: (t) => [() => ops.randomUniform([2], { ...source, step: t }), () => ops.randomUniform([2], t)],
  reshape: (t) => [() => ops.reshape(t, [2])],
  slice: (t) => [() => ops.slice(t, [0], [1])],
  take: (t) => [() => ops.take(t, labels), () => ops.take(x, t)],
};

function of(name: string): (...given: unknown[]) => unknown {
  return (ops as unknown as Record<string, (...given: unknown[]) => unknown>)[name]!;
}

describe('what is no tensor', () => {
  it('is tried in every function', () => {
    expect(Object.keys(CALLS).sort()).toEqual(Object.keys(ops).sort());
  });

  it.each(Object.entries(CALLS))('%s refuses it', (name, calls) => {
    for (const call of calls(wrong(input([3, 4])))) {
      expect(call).toThrow(TypeError);
      const isTensor = !/^(constant|random|dropout)/.test(name);
      const what = isTensor ? 'symbolic tensor \\(None, 3, 4\\), which has no values yet' : '(symbolic tensor|SymbolicTensor)';
      expect(call).toThrow(new RegExp(`^Cannot call ops\\.${name}: .* is a ${what}`));
    }
    for (const value of [undefined, null, 'x', [1, 2], new Float32Array(2), {}]) {
      for (const call of calls(wrong(value))) expect(call).toThrow(new RegExp(`^Cannot call ops\\.${name}: .*must be`));
    }
  });

  it('is told of with its cure', () => {
    expect(() => ops.add(1, wrong(input([3, 4])))).toThrow(
      new TypeError(
        'Cannot call ops.add: b is a symbolic tensor (None, 3, 4), which has no values yet, it must be a tensor: ' +
          "call ops inside a layer's call(x), and apply the layer to the symbolic tensor",
      ),
    );
    expect(() => ops.relu(wrong(undefined))).toThrow(
      new TypeError('Cannot call ops.relu: x is undefined, it must be a tensor, a weight or a number'),
    );
    expect(() => ops.add(x, Number.NaN)).toThrow(new RangeError('Cannot call ops.add: b is NaN, it must be finite in f32'));
    expect(() => ops.add(x, 1e39)).toThrow(RangeError);
    expect(() => ops.softmax(placeholder('counts', [4], 'u32'))).toThrow(
      new TypeError('Cannot call ops.softmax: x is of u32, it must be of f32, as all that ops compute with'),
    );
  });
});
