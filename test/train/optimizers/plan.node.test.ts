import { describe, expect, it } from 'vitest';
import { placeholder, Trace, type Variable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import { sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { zeros } from '../../../src/train/initializers/index.ts';
import { adam, adamW, type Optimizer, rmsprop, sgd } from '../../../src/train/optimizers/index.ts';
import { Weight } from '../../../src/train/weight.ts';
import { PROFILES } from '../../support/gpu.ts';

/** Places variables one behind the other, as the store does. */
function places(): (variable: Variable) => number {
  const known = new Map<Variable, number>();
  const used = new Map<string, number>();
  return (variable) => {
    const slab = `${variable.slab}:${variable.dtype}`;
    const place = known.get(variable) ?? used.get(slab) ?? 0;
    if (!known.has(variable)) used.set(slab, place + Math.ceil(sizeOf(variable.shape) / 64) * 64);
    known.set(variable, place);
    return place;
  };
}

/** The plan of a step of dense layers whose inputs and output gradients are given. */
function planOf(optimizer: Optimizer, layers: number, profile = PROFILES.gpu): readonly string[] {
  const inputs = Array.from(
    { length: layers },
    (_, i) => [placeholder(`x${i}`, [32, 8]), placeholder(`dy${i}`, [32, 4])] as [Tensor, Tensor],
  );
  const weights = inputs.map((_, i) => new Weight({ name: `kernel${i}`, shape: [8, 4], initializer: zeros() }));
  optimizer.build(weights);
  const trace = new Trace();
  trace.run(() =>
    optimizer.apply(
      inputs.map(([x, dy]) => matmul(x, dy, { transposeA: true })),
      weights,
    ),
  );
  const text = plan({ outputs: [], writes: trace.writes, profile, placeOf: places() }).toString();
  return text.split('\n').slice(0, -1);
}

const holding = (lines: readonly string[], word: string) => lines.filter((line) => line.includes(word));

describe.each(Object.values(PROFILES))('updates on the $name profile', (profile) => {
  it.each([
    ['adam', () => adam()],
    ['adam with amsgrad', () => adam({ amsgrad: true })],
    ['adamW', () => adamW()],
    ['sgd', () => sgd()],
    ['sgd with momentum, clipping by value and decay', () => sgd({ momentum: 0.9, clipvalue: 1, weightDecay: 0.1 })],
    ['sgd with averages', () => sgd({ useEma: true, emaOverwriteFrequency: 3 })],
    ['rmsprop', () => rmsprop()],
    ['rmsprop, centered with momentum', () => rmsprop({ centered: true, momentum: 0.5 })],
  ])('%s runs in the epilogue of the matmul that makes the gradient', (_, make) => {
    const lines = planOf(make(), 1, profile);
    expect(holding(lines, 'matmul')).toHaveLength(1);
    expect(holding(lines, 'slab:weights:f32')).toEqual(holding(lines, 'matmul'));
    expect(lines.length).toBeLessThanOrEqual(2);
  });

  it('two weights that do not depend on each other share a dispatch', () => {
    expect(planOf(adam(), 2, profile)).toEqual([
      expect.stringMatching(/^0 .*multiply.*assign.* & .*increment/),
      expect.stringMatching(/^1 .*matmul\+adam\+assign\+assign\+assign .* & .*matmul\+adam\+assign\+assign\+assign .*\|/),
    ]);
  });

  it('a bias shares the dispatch of its sum', () => {
    const optimizer = adam();
    const bias = new Weight({ name: 'bias', shape: [4], initializer: zeros() });
    optimizer.build([bias]);
    const trace = new Trace();
    trace.run(() => optimizer.apply([sum(placeholder('dy', [32, 4]), { axis: 0 })], [bias]));
    const lines = plan({ outputs: [], writes: trace.writes, profile, placeOf: places() }).toString().split('\n');
    expect(holding(lines, 'adam+assign')).toEqual(holding(lines, 'sum'));
  });
});
