import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import * as regularizers from '../../../src/train/regularizers/index.ts';
import type { Regularizer } from '../../../src/train/regularizers/regularizer.ts';
import { resolveRegularizer } from '../../../src/train/regularizers/resolve.ts';
import golden from '../../golden/names.json';
import { camelKeys, rounded } from '../../support/golden.ts';

function make(name: string, config: object): Regularizer {
  const table: Record<string, unknown> = { ...regularizers };
  const Class = table[name] as new (options: object) => Regularizer;
  return new Class(camelKeys(config));
}

describe('regularizers', () => {
  for (const { made_with, get_config, serialized } of golden.regularizer_configs) {
    it(`${made_with.class}(${JSON.stringify(made_with.config)}) has Keras's config and can be made from it`, () => {
      const regularizer = make(made_with.class, made_with.config);
      expect(rounded(regularizer.getConfig())).toEqual(rounded(get_config));
      expect([regularizer.className, regularizer.kerasModule]).toEqual([serialized.class_name, serialized.module]);
      expect(rounded(make(made_with.class, get_config).getConfig())).toEqual(rounded(get_config));
    });
  }

  it('reject factors, modes and shapes that they cannot use', () => {
    expect(() => regularizers.l1(-1)).toThrow('Cannot make L1: l1 is -1, it must be a finite number, 0 or more');
    expect(() => regularizers.l2(Number.NaN)).toThrow('Cannot make L2: l2 is NaN, it must be a finite number, 0 or more');
    expect(() => regularizers.l2('0.1' as unknown as number)).toThrow(TypeError);
    expect(() => regularizers.orthogonalRegularizer({ mode: 'cols' as 'columns' })).toThrow(
      "mode is 'cols', it must be 'rows' or 'columns'",
    );
    expect(() => regularizers.orthogonalRegularizer().call(placeholder('x', [2, 3, 4]))).toThrow('it must have 2 axes');
  });
});

describe('resolveRegularizer()', () => {
  it('knows every name that Keras knows', () => {
    for (const [name, className] of Object.entries(golden.regularizer_names)) {
      if (className !== 'Regularizer') expect(resolveRegularizer(name)?.className, name).toBe(className);
    }
    expect(resolveRegularizer('l2')?.getConfig()).toEqual({ l2: 0.01 });
  });

  it('takes objects and nothing, and rejects the rest', () => {
    const own = regularizers.l2();
    expect(resolveRegularizer(own)).toBe(own);
    expect(resolveRegularizer(null)).toBeUndefined();
    expect(resolveRegularizer(undefined)).toBeUndefined();
    expect(() => resolveRegularizer('l3')).toThrow("Cannot find the regularizer 'l3': did you mean 'l1'?");
    expect(() => resolveRegularizer(0.01 as unknown as string)).toThrow(
      'Cannot use a regularizer: it is a number, it must be a string or a Regularizer',
    );
  });
});
