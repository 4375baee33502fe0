/** Fusion, order and storage of plans: which nodes become one kernel, which kernels one dispatch, and what is written when. */
import { describe, expect, it } from 'vitest';
import { assign, constant, placeholder, Trace, toTensor, Variable } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { withScope } from '../../../src/runtime/graph/tensor.ts';
import { add, exp, increment, multiply, negative, relu, square, subtract, tanh } from '../../../src/runtime/ops/elementwise.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { maxPool } from '../../../src/runtime/ops/maxPool.ts';
import { dropout } from '../../../src/runtime/ops/random.ts';
import { transpose } from '../../../src/runtime/ops/rearrange.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { softmax } from '../../../src/runtime/ops/softmax.ts';
import { labels, planOf, stagesOf } from './planning.ts';

const x = placeholder('x', [4, 8]);
const w = placeholder('w', [8, 8]);

/** The assignments that `body` makes. */
function traced(body: () => void): readonly Tensor[] {
  const trace = new Trace();
  trace.run(body);
  return trace.writes;
}

describe('fusion', () => {
  it('makes a chain of elementwise ops one dispatch', () => {
    expect(labels({ outputs: [tanh(multiply(exp(x), 2))] })).toEqual(['exp+multiply+tanh [4,8]']);
  });

  it('runs what follows a kernel in its epilogue', () => {
    const y = relu(add(matmul(x, w), placeholder('b', [8])));
    expect(labels({ outputs: [y] })).toEqual(['matmul+add+relu [4,8]']);
    expect(labels({ outputs: [relu(sum(x, { axis: 0 }))] })).toEqual(['sum+relu [1,8]']);
    expect(labels({ outputs: [negative(softmax(x))] })).toEqual(['softmax+negative [4,8]']);
  });

  it('looks through reshapes', () => {
    expect(labels({ outputs: [relu(reshape(multiply(x, 2), [32]))] })).toEqual(['multiply+relu [4,8]']);
  });

  it('does not fuse values of another size', () => {
    const row = exp(placeholder('row', [8]));
    expect(labels({ outputs: [add(x, row)] })).toEqual(['exp [8]', 'add [4,8]']);
  });

  it('does not fuse two kernels', () => {
    expect(labels({ outputs: [matmul(matmul(x, w), w)] })).toEqual(['matmul [4,8]', 'matmul [4,8]']);
  });

  it('merges what two users share, and computes it once', () => {
    const shared = exp(x);
    expect(labels({ outputs: [add(tanh(shared), relu(shared))] })).toEqual(['exp+tanh+relu+add [4,8]']);
  });

  it('does not read in a main loop what its epilogue makes', () => {
    // The residual of a product: a -> b = a w -> c = b + a.
    const a = relu(x);
    expect(labels({ outputs: [add(matmul(a, w), a)] })).toEqual(['relu [4,8]', 'matmul+add [4,8]']);
  });

  it('makes no cycle through a kernel between', () => {
    // a -> b (a kernel of another size) -> c, and a -> c.
    const a = exp(x);
    const c = add(a, sum(a, { axis: 0 }));
    expect(labels({ outputs: [c] })).toEqual(['exp [4,8]', 'sum [1,8]', 'add [4,8]']);
    const longer = add(a, add(transpose(transpose(a)), 1));
    expect(labels({ outputs: [longer] })).toEqual(['exp [4,8]', 'transpose [8,4]', 'transpose+add+add [4,8]']);
  });

  it('fuses several chains into one kernel only as far as it can bind', () => {
    const inputs = Array.from({ length: 12 }, (_, i) => placeholder(`x${i}`, [4]));
    const total = inputs.reduce((sum, input) => add(sum, input));
    const { dispatches } = planOf({ outputs: [total] });
    expect(dispatches.map(({ bindings }) => bindings.length)).toEqual([8, 7]);
  });

  it('binds a slab once for a main loop and its epilogue', () => {
    const make = (name: string, shape: number[]) => new Variable(name, shape);
    const [weight, bias] = [make('w', [8, 8]), make('b', [8])];
    const inputs = Array.from({ length: 6 }, (_, i) => placeholder(`x${i}`, [4, 8]));
    const product = add(matmul(x, weight), bias);
    // x, the slab for w and b, the result, and five of the six others.
    const { dispatches } = planOf({ outputs: [inputs.reduce((sum, input) => add(sum, input), product)] });
    expect(dispatches.map(({ bindings }) => bindings.length)).toEqual([8, 3]);
  });

  it('leaves an update by vectors out of a kernel of single elements', () => {
    const [wide, odd] = [new Variable('wide', [8, 8]), new Variable('odd', [8, 19])];
    const writes = traced(() => {
      assign(wide, add(wide, matmul(x, x, { transposeA: true })));
      assign(odd, add(odd, matmul(x, placeholder('z', [4, 19]), { transposeA: true })));
    });
    expect(labels({ writes })).toEqual(['matmul+add+assign [8,8] & matmul [8,19]', 'add+assign [8,19]']);
  });

  it('takes neither scalar work nor u32 into a vector epilogue', () => {
    const [seed, step] = [placeholder('seed', [], 'u32'), placeholder('step', [], 'u32')];
    expect(labels({ outputs: [dropout(matmul(x, w), 0.5, { seed, step, stream: 1 })] })).toEqual(['matmul+dropout [4,8]']);
    const counter = new Variable('n', [], { dtype: 'u32' });
    const writes = traced(() => assign(counter, increment(counter, 1)));
    expect(labels({ writes })).toEqual(['increment+assign []']);
  });
});

describe('storage', () => {
  it('stores a value that is used outside of its kernel, once', () => {
    const a = exp(x);
    const { dispatches } = planOf({ outputs: [sum(add(a, 1)), matmul(a, w)] });
    const stores = dispatches[0]?.code.match(/buffer\d+\[.*\] = /g);
    expect(dispatches[0]?.label).toBe('exp+add [4,8]');
    expect(stores).toHaveLength(2);
  });

  it('does not store what only its own kernel uses', () => {
    const { dispatches, transients } = planOf({ outputs: [relu(exp(x))] });
    expect(dispatches[0]?.code.match(/\] = /g)).toHaveLength(1);
    expect(transients).toEqual([128]);
  });

  it('writes an assigned value to its variable alone, and reads it there', () => {
    const variable = new Variable('v', [4, 8]);
    let value: Tensor = x;
    const writes = traced(() => {
      value = exp(x);
      assign(variable, value);
    });
    const plan = planOf({ outputs: [matmul(value, w)], writes });
    expect(plan.dispatches.map(({ bindings }) => bindings.map(({ buffer, access }) => `${buffer} ${access}`))).toEqual([
      ['in:x read', 'slab:weights:f32 read_write'],
      ['slot:0 read_write', 'slab:weights:f32 read', 'in:w read'],
    ]);
    expect(plan.find(value)).toMatchObject({ buffer: 'slab:weights:f32', variable });
  });

  it('reuses buffers of values that are no longer needed', () => {
    const steps = Array.from({ length: 6 }).reduce<Tensor>((value) => matmul(value, w), x);
    expect(planOf({ outputs: [steps] }).transients).toEqual([128, 128]);
  });

  it('makes a buffer larger rather than another one', () => {
    const small = sum(exp(matmul(x, w)), { axis: 0 });
    const large = matmul(reshape(small, [8, 1]), placeholder('r', [1, 64]));
    const { transients } = planOf({ outputs: [sum(large)] });
    expect(transients.toSorted((a, b) => a - b)).toEqual([32, 2048]);
  });
});

describe('keep', () => {
  const a = exp(x);
  const y = relu(a);

  it('makes a node readable and leaves the plan without it as it was', () => {
    const plain = planOf({ outputs: [y] });
    expect(() => plain.find(a)).toThrow(new RangeError('Cannot read exp: it is gone after the run, plan with keep: [tensor]'));
    const debug = planOf({ outputs: [y], keep: [a] });
    expect(debug.find(a)).not.toEqual(debug.find(y));
    expect(planOf({ outputs: [y] }).toString()).toBe(plain.toString());
  });

  it('keeps a value that would have been overwritten', () => {
    const last = Array.from({ length: 4 }).reduce<Tensor>((value) => matmul(value, w), a);
    expect(() => planOf({ outputs: [last] }).find(a)).toThrow(RangeError);
    const { transients } = planOf({ outputs: [last], keep: [a] });
    expect(transients).toEqual([384, 128]); // a and every second product; the others
  });

  it('copies the old value of a variable that is overwritten', () => {
    const variable = new Variable('v', [8]);
    const writes = traced(() => assign(variable, add(variable, 1)));
    const plan = planOf({ writes, keep: [variable.before] });
    expect(plan.find(variable.before).buffer).toMatch(/^slot:/);
    expect(planOf({ keep: [variable.before] }).find(variable.before).buffer).toBe('slab:weights:f32');
  });

  it('cannot read a constant', () => {
    expect(() => planOf({ outputs: [y] }).find(constant(1))).toThrow(
      'Cannot read constant: it is a constant, only computed tensors can be read',
    );
  });
});

describe('order of writes', () => {
  const variable = new Variable('v', [8, 8]);

  it('writes in the kernel that makes the value where only that reads the old one', () => {
    const writes = traced(() => assign(variable, subtract(variable, matmul(transpose(x), x))));
    expect(labels({ writes })).toEqual(['transpose [8,4]', 'matmul+subtract+assign [8,8]']);
  });

  it('writes after the last reader of the old value, in another dispatch', () => {
    const writes = traced(() => assign(variable, exp(w)));
    const reader = matmul(x, variable.before);
    expect(labels({ outputs: [reader], writes })).toEqual(['matmul [4,8]', 'exp+assign [8,8]']);
    const late = sum(matmul(matmul(x, w), variable.before));
    const order = labels({ outputs: [late], writes });
    expect(order.findIndex((label) => label.includes('assign'))).toBeGreaterThan(
      order.findIndex((label) => label.startsWith('matmul+') || label === 'matmul [4,8]'),
    );
  });

  it('does not fuse a write with a read at other elements', () => {
    const row = new Variable('row', [8]);
    const writes = traced(() => assign(row, sum(multiply(x, row), { axis: 0 })));
    expect(labels({ writes })).toEqual(['multiply [4,8]', 'sum+assign [1,8]']);
    const turned = traced(() => assign(variable, transpose(variable)));
    expect(labels({ writes: turned })).toEqual(['transpose [8,8]', 'assign [8,8]']);
  });

  it('does not write into a slab that the main loop of the same kernel reads', () => {
    const other = new Variable('other', [8, 8]);
    const writes = traced(() => assign(variable, matmul(w, other)));
    expect(labels({ writes })).toEqual(['matmul [8,8]', 'assign [8,8]']);
    const separate = new Variable('separate', [8, 8], { slab: 'slots' });
    expect(labels({ writes: traced(() => assign(variable, matmul(w, separate))) })).toEqual(['matmul+assign [8,8]']);
  });

  it('does not write into a slab in which the input of the same main loop comes to lie', () => {
    const other = new Variable('other', [8, 8]);
    const writes = traced(() => {
      assign(other, exp(w));
      assign(variable, matmul(toTensor(other), w));
    });
    const { dispatches } = planOf({ writes });
    for (const { bindings } of dispatches) expectOneBindingOfWritten(bindings);
  });

  it('lets two variables take the old value of each other', () => {
    const [a, b] = [new Variable('a', [8]), new Variable('b', [8])];
    const writes = traced(() => {
      const [before, after] = [toTensor(a), toTensor(b)];
      assign(a, after);
      assign(b, before);
    });
    const { packs } = stagesOf({ writes });
    expect(
      packs
        .flat()
        .flatMap(({ nodes }) => nodes.map(({ op }) => op.name))
        .sort(),
    ).toEqual(['assign', 'assign', 'copy', 'copy']);
  });

  it('lets a kernel read the old and the new value', () => {
    let product: Tensor = w;
    const writes = traced(() => {
      const before = toTensor(variable);
      assign(variable, exp(w));
      product = matmul(before, toTensor(variable));
    });
    const order = labels({ outputs: [product], writes });
    expect(order).toEqual(['exp [8,8]', 'matmul [8,8]', 'assign [8,8]']);
  });
});

describe('packing', () => {
  it('runs independent kernels side by side', () => {
    const y = matmul(x, w);
    expect(labels({ outputs: [sum(y), softmax(y)] })).toEqual(['matmul [4,8]', 'sum [1,1] & softmax [4,8]']);
  });

  it('fills the dispatches of a long branch with a short one', () => {
    const long = matmul(matmul(matmul(x, w), w), w);
    const order = labels({ outputs: [long, square(placeholder('z', [5]))] });
    expect(order).toEqual(['matmul [4,8] & square [5]', 'matmul [4,8]', 'matmul [4,8]']);
  });

  it('does not bind a buffer for reading beside one that writes it', () => {
    const [a, b] = [new Variable('a', [8, 8]), new Variable('b', [8, 7])]; // one written by vectors, one read by elements
    const writes = traced(() => assign(a, exp(w)));
    const { dispatches } = planOf({ outputs: [matmul(x, b.before)], writes });
    expect(dispatches).toHaveLength(2);
    for (const { bindings } of dispatches) expectOneBindingOfWritten(bindings);
  });

  it('writes and reads other variables of a slab side by side through one binding', () => {
    const [a, b] = [new Variable('a', [8]), new Variable('b', [8])];
    const writes = traced(() => assign(a, exp(placeholder('z', [8]))));
    expect(labels({ outputs: [negative(b.before)], writes })).toEqual(['negative [8] & exp+assign [8]']);
  });

  it('gives a kernel of many workgroups fewer beside others on a software adapter', () => {
    const window = { window: [2, 1] };
    const [many, few] = [maxPool(placeholder('a', [1, 260, 127, 1]), window), maxPool(placeholder('b', [1, 24, 8, 1]), window)]; // 258 and 2 workgroups
    const gridOf = (outputs: Tensor[], profile: 'software' | 'gpu') => planOf({ outputs, profile }).dispatches.map(({ grid }) => grid[0]);
    expect(gridOf([many, few], 'software')).toEqual([16 + 2]);
    expect(gridOf([many, few], 'gpu')).toEqual([258 + 2]);
    expect(gridOf([many], 'software')).toEqual([258]);
  });

  it('never packs more than a kernel can bind', () => {
    // Seven inputs and the buffer of all results; the other two.
    const outputs = Array.from({ length: 9 }, (_, i) => exp(placeholder(`x${i}`, [4])));
    expect(planOf({ outputs }).dispatches.map(({ bindings }) => bindings.length)).toEqual([8, 3]);
  });
});

function expectOneBindingOfWritten(bindings: readonly { buffer: string; access: string }[]): void {
  const written = bindings.filter(({ access }) => access === 'read_write').map(({ buffer }) => buffer);
  for (const buffer of written) expect(bindings.filter((binding) => binding.buffer === buffer)).toHaveLength(1);
}

describe('Plan', () => {
  it('toString() is one line per dispatch: label, workgroups, bindings with a star where written', () => {
    const variable = new Variable('v', [8]);
    const y = withScope('dense', () => relu(add(matmul(x, w), variable)));
    expect(planOf({ outputs: [y, sum(y)] }).toString()).toBe(
      [
        '0 dense matmul+add+relu [4,8] | 1 groups | slab:weights:f32 slot:0* in:x in:w',
        '1 sum [1,1] | 1 groups | slot:1* slot:0',
        '2 dispatches, 2 transient buffers, 144 bytes',
      ].join('\n'),
    );
  });

  it('is the same text for the same graph traced again', () => {
    const build = () => [sum(relu(matmul(placeholder('x', [4, 8]), placeholder('w', [8, 8]))))];
    expect(planOf({ outputs: build() }).toString()).toBe(planOf({ outputs: build() }).toString());
  });

  it('spreads more than 65535 workgroups over two axes', () => {
    const { dispatches } = planOf({ outputs: [exp(placeholder('x', [65536 * 64]))], profile: 'gpu' });
    expect(dispatches[0]?.grid).toEqual([16384, 1]);
    const rows = planOf({ outputs: [sum(placeholder('x', [70000, 64]), { axis: 1 })], profile: 'gpu' }).dispatches[0];
    expect(rows?.grid).toEqual([65535, 2]);
  });
});
