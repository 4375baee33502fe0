/** Tracing, variables, lowering and printing of graphs: no GPU is asked for anything. */
import { describe, expect, it } from 'vitest';
import {
  assign,
  constant,
  constantValue,
  placeholder,
  Trace,
  toTensor,
  Variable,
  writtenVariable,
} from '../../../src/runtime/graph/leaf.ts';
import { lower, topological } from '../../../src/runtime/graph/lower.ts';
import { print } from '../../../src/runtime/graph/print.ts';
import { apply, type Tensor, withScope } from '../../../src/runtime/graph/tensor.ts';
import { argMax } from '../../../src/runtime/ops/argMax.ts';
import { add, exp, multiply, relu, where } from '../../../src/runtime/ops/elementwise.ts';
import { gatherRows } from '../../../src/runtime/ops/gather.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { max, sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { PROFILES } from '../../support/gpu.ts';

const x = placeholder('x', [2, 3]);

describe('withScope()', () => {
  it('prefixes errors with the path of the layer, once', () => {
    const wrong = () => matmul(x, placeholder('w', [4, 5]));
    expect(() => withScope('model', () => withScope('dense_1', wrong))).toThrow(
      new RangeError('model/dense_1: Cannot matmul [2,3] by [4,5]: inner sizes are 3 and 4, they must be equal'),
    );
    expect(() => withScope('head', () => sum(x, { axis: 5 }))).toThrow('head: Cannot reduce axis 5 of [2,3]');
    expect(() => withScope('head', () => add(x, placeholder('b', [2])))).toThrow('head: Cannot add tensors: shapes [2,3] and [2]');
    expect(wrong).toThrow(/^Cannot matmul/);
    expect(relu(x).node.scope).toBe('');
  });
});

describe('Trace', () => {
  it('reads the value before the step until one is assigned', () => {
    const variable = new Variable('v', [2, 3]);
    const trace = new Trace();
    trace.run(() => {
      expect(toTensor(variable)).toBe(variable.before);
      const value = relu(variable);
      assign(variable, value);
      expect(toTensor(variable)).toBe(value);
    });
    expect(trace.writes.map(writtenVariable)).toEqual([variable]);
    expect(toTensor(variable)).toBe(variable.before);
  });

  it('keeps the last of several assignments', () => {
    const variable = new Variable('v', []);
    const trace = new Trace();
    trace.run(() => {
      assign(variable, add(variable, 1));
      assign(variable, add(variable, 2));
    });
    expect(print(trace.writes).split('\n')).toEqual([
      '%0 = variable() [] f32',
      '%1 = constant() [] f32',
      '%2 = add(%0, %1) [] f32',
      '%3 = constant() [] f32',
      '%4 = add(%2, %3) [] f32',
      '%5 = assign(%4) [] f32',
    ]);
  });

  it('reads and assigns twins instead', () => {
    const [variable, twin] = [new Variable('v', []), new Variable('test v', [])];
    const trace = new Trace(new Map([[variable, twin]]));
    trace.run(() => {
      expect(toTensor(variable)).toBe(twin.before);
      assign(variable, 1);
    });
    expect(trace.writes.map(writtenVariable)).toEqual([twin]);
  });

  it('takes numbers of the dtype of the variable', () => {
    const counter = new Variable('n', [], { dtype: 'u32' });
    const trace = new Trace();
    trace.run(() => assign(counter, 3));
    expect(trace.writes[0]?.node.inputs[0]).toMatchObject({ dtype: 'u32', shape: [] });
  });

  it('rejects other shapes, other dtypes and assignments outside of a trace', () => {
    const variable = new Variable('v', [3]);
    expect(() => new Trace().run(() => assign(variable, x))).toThrow(
      new RangeError('Cannot assign v: the value has shape [2,3], the variable has [3]'),
    );
    expect(() => new Trace().run(() => assign(variable, constant(1, [3], 'u32')))).toThrow(
      new TypeError('Cannot assign v: the value is u32, it must be f32'),
    );
    expect(() => assign(variable, 1)).toThrow('Cannot assign v: no step is being traced');
  });
});

describe('lower()', () => {
  const nodes = (roots: readonly Tensor[]) => {
    const resolve = lower(roots, PROFILES.software);
    return { resolve, names: topological(roots.map(resolve)).map(({ op }) => op.name) };
  };

  it('merges equal nodes, of equal inputs and attributes', () => {
    const [a, b] = [multiply(exp(x), 2), multiply(exp(x), 2)];
    const { resolve, names } = nodes([a, b]);
    expect(resolve(a)).toBe(resolve(b));
    expect(names).toEqual(['placeholder', 'exp', 'constant', 'multiply']);
  });

  it('does not merge what differs', () => {
    const { names } = nodes([multiply(x, 2), multiply(x, 3), sum(x, { axis: 0 }), sum(x, { axis: 1 })]);
    expect(names.filter((name) => name === 'multiply')).toHaveLength(2);
    expect(names.filter((name) => name === 'sum')).toHaveLength(2);
  });

  it('does not merge assignments', () => {
    const trace = new Trace();
    const variables = ['v', 'w'].map((name) => new Variable(name, [2, 3]));
    trace.run(() => {
      for (const variable of variables) assign(variable, exp(x));
    });
    expect(nodes(trace.writes).names).toEqual(['placeholder', 'exp', 'assign', 'assign']);
  });

  it('splits a long reduction in two stages, which keep the path of the layer', () => {
    const long = withScope('norm', () => sum(placeholder('x', [4096])));
    const resolve = lower([relu(long)], PROFILES.software);
    const sums = topological([resolve(long)]).filter(({ op }) => op.name === 'sum');
    expect(sums.map(({ outputs, scope }) => [outputs[0]?.shape, scope])).toEqual([
      [[256, 1], 'norm'],
      [[1], 'norm'],
    ]);
  });
});

describe('print()', () => {
  it('writes one node per line, with the path of its layer', () => {
    const w = placeholder('w', [3, 4]);
    const y = withScope('dense', () => relu(add(matmul(x, w), 1)));
    expect(print([y])).toBe(
      [
        '%0 = placeholder() [2,3] f32',
        '%1 = placeholder() [3,4] f32',
        '%2 = matmul(%0, %1) [2,4] f32 ; dense',
        '%3 = constant() [] f32 ; dense',
        '%4 = add(%2, %3) [2,4] f32 ; dense',
        '%5 = relu(%4) [2,4] f32 ; dense',
      ].join('\n'),
    );
  });
});

describe('gradients()', () => {
  it('is undefined for what the loss does not depend on', () => {
    const [a, b] = [placeholder('a', [3]), new Variable('b', [3])];
    const [da, db] = gradients(sum(multiply(a, 2)), [a, b]);
    expect([da?.shape, db]).toEqual([[3], undefined]);
  });

  it('of a sum of constants are constants, which need no kernel', () => {
    const [da] = gradients(sum(add(placeholder('a', [3, 4]), placeholder('b', [4]))), [placeholder('c', [1])]);
    expect(da).toBeUndefined();
    const a = placeholder('a', [3, 4]);
    const b = placeholder('b', [4]);
    expect(gradients(sum(add(a, b)), [a, b]).map((dx) => constantValue(dx as Tensor))).toEqual([1, 3]);
  });

  it('adds what comes back on several ways', () => {
    const a = placeholder('a', [3]);
    const [da] = gradients(add(multiply(a, 2), multiply(a, 3)), [a]);
    expect(constantValue(da as Tensor)).toBe(5);
  });

  it('carries the path of the layer', () => {
    const w = placeholder('w', [3, 4]);
    const [dw] = gradients(
      withScope('dense', () => matmul(x, w)),
      [w],
    );
    expect(dw?.node.scope).toBe('dense');
  });

  it('does not reach conditions, labels and row numbers', () => {
    const ids = placeholder('ids', [2]);
    expect(gradients(sum(gatherRows(placeholder('t', [5, 3]), ids)), [ids])).toEqual([undefined]);
    expect(gradients(sum(where(x, 1, 2)), [x])).toEqual([undefined]);
  });

  it('rejects ops without a gradient', () => {
    expect(() => withScope('head', () => gradients(sum(argMax(x)), [x]))).toThrow(
      'Cannot differentiate argMax of head: it has no gradient, stop it from reaching the loss',
    );
  });

  it('rejects a gradient of a shape that is none of the input', () => {
    const op = {
      name: 'odd',
      infer: () => [{ shape: [5], dtype: 'f32' as const }],
      form: { kind: 'leaf' as const },
      gradient: () => [placeholder('dx', [5])],
    };
    const [y] = apply(op, [x], null);
    expect(() => gradients(y as Tensor, [x])).toThrow('Cannot differentiate odd: its gradient has shape [5], the input [2,3]');
  });

  it('sees through reshaped values and ties', () => {
    const [dx] = gradients(sum(max(reshape(x, [3, 2]), { axis: 0 })), [x]);
    expect(dx?.shape).toEqual([2, 3]);
  });
});
