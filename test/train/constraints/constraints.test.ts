import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Constraint } from '../../../src/train/constraints/constraint.ts';
import * as constraints from '../../../src/train/constraints/index.ts';
import { resolveConstraint } from '../../../src/train/constraints/resolve.ts';
import golden from '../../golden/names.json';
import { checkOp } from '../../support/checkOp.ts';
import { camelKeys } from '../../support/golden.ts';
import { evaluate } from '../../support/gpu.ts';

const { maxNorm, minMaxNorm, nonNeg, unitNorm } = constraints;

/** Vectors of a [4, 3] matrix down its columns (axis 0) or along its rows (axis 1), brought to lengths that `desired` gives. */
function scaled(axis: 0 | 1, desired: (norm: number) => number) {
  return (w: Float64Array): Float64Array => {
    const vector = (i: number) => (axis === 0 ? i % 3 : Math.floor(i / 3));
    const norms = [0, 0, 0, 0].map((_, v) => Math.sqrt(w.reduce((sum, value, i) => (vector(i) === v ? sum + value ** 2 : sum), 0)));
    return w.map((value, i) => (value * desired(norms[vector(i)]!)) / (norms[vector(i)]! + 1e-7));
  };
}

async function check(constraint: Constraint, oracle: (w: Float64Array) => Float64Array): Promise<void> {
  await checkOp((w) => constraint.call(w), { oracle, shapes: [[4, 3]], differentiate: [] });
}

function make(name: string, config: object): Constraint {
  const table: Record<string, unknown> = { ...constraints };
  const Class = table[name] as new (options: object) => Constraint;
  return new Class(camelKeys(config));
}

describe('constraints', () => {
  it('maxNorm shortens long vectors', async () => {
    await check(
      maxNorm(),
      scaled(0, (norm) => Math.min(norm, 2)),
    );
    await check(
      maxNorm(1.5, { axis: 1 }),
      scaled(1, (norm) => Math.min(norm, 1.5)),
    );
    await check(maxNorm(3, { axis: [0, 1] }), (w) => {
      const norm = Math.sqrt(w.reduce((sum, value) => sum + value ** 2, 0));
      return w.map((value) => (value * Math.min(norm, 3)) / (norm + 1e-7));
    });
  });

  it('unitNorm makes vectors of length 1, zeros stay', async () => {
    await check(
      unitNorm({ axis: 1 }),
      scaled(1, () => 1),
    );
    const [zeros] = await evaluate((w) => [unitNorm().call(w)], [{ shape: [2, 2], data: [0, 1, 0, 0] }]);
    expect([...zeros!]).toEqual([0, Math.fround(1 / (1 + 1e-7)), 0, 0]);
  });

  it('minMaxNorm goes part of the way to its bounds', async () => {
    await check(
      minMaxNorm(),
      scaled(0, (norm) => Math.min(norm, 1)),
    );
    const partly = (norm: number) => 0.25 * Math.min(Math.max(norm, 2.2), 2.4) + 0.75 * norm;
    await check(minMaxNorm({ minValue: 2.2, maxValue: 2.4, rate: 0.25, axis: 1 }), scaled(1, partly));
  });

  it('nonNeg removes negative values and passes NaN', async () => {
    await check(nonNeg(), (w) => w.map((value) => Math.max(value, 0)));
    const [kept] = await evaluate((w) => [nonNeg().call(w)], [{ shape: [2], data: [Number.NaN, -1] }]);
    expect([...kept!]).toEqual([Number.NaN, 0]);
  });

  for (const { made_with, get_config, serialized } of golden.constraint_configs) {
    it(`${made_with.class} has Keras's config and can be made from it`, () => {
      const constraint = make(made_with.class, made_with.config);
      expect(constraint.getConfig()).toEqual(get_config);
      expect([constraint.className, constraint.kerasModule]).toEqual([serialized.class_name, serialized.module]);
      expect(make(made_with.class, { ...get_config, axis: [0, 1] }).getConfig()).toEqual(
        'axis' in get_config ? { ...get_config, axis: [0, 1] } : {},
      );
    });
  }

  it('reject bounds and axes that they cannot use', () => {
    expect(() => maxNorm(-1)).toThrow('Cannot make MaxNorm: maxValue is -1, it must be a finite number, 0 or more');
    expect(() => minMaxNorm({ minValue: 2 })).toThrow('Cannot make MinMaxNorm: maxValue is 1, it must be at least minValue, 2');
    expect(() => minMaxNorm({ rate: 1.5 })).toThrow('Cannot make MinMaxNorm: rate is 1.5, it must be from 0 to 1');
    expect(() => unitNorm({ axis: 0.5 })).toThrow('Cannot make UnitNorm: axis is 0.5, it must be an integer or a list of integers');
    expect(() => unitNorm({ axis: 2 }).call(placeholder('w', [3, 4]))).toThrow(RangeError);
  });
});

describe('resolveConstraint()', () => {
  it('knows every name that Keras knows', () => {
    for (const [name, className] of Object.entries(golden.constraint_names)) {
      if (className !== 'Constraint') expect(resolveConstraint(name)?.className, name).toBe(className);
    }
  });

  it('takes objects and nothing, and rejects the rest', () => {
    const own = nonNeg();
    expect(resolveConstraint(own)).toBe(own);
    expect(resolveConstraint(null)).toBeUndefined();
    expect(() => resolveConstraint('max_nrom')).toThrow("did you mean 'max_norm'?");
    expect(() => resolveConstraint(2 as unknown as string)).toThrow(
      'Cannot use a constraint: it is a number, it must be a string or a Constraint',
    );
  });
});
