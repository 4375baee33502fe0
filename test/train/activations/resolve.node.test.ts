import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import * as activations from '../../../src/train/activations/index.ts';
import { activationName, resolveActivation } from '../../../src/train/activations/resolve.ts';
import golden from '../../golden/activations.json';

describe('resolveActivation()', () => {
  it('knows every name that Keras knows', () => {
    for (const [name, function_] of Object.entries(golden.names)) expect(activationName(resolveActivation(name)), name).toBe(function_);
  });

  it('takes camelCase, functions and nothing', () => {
    expect(resolveActivation('hardSwish')).toBe(activations.hardSilu);
    const own = (x: Tensor) => x;
    expect(resolveActivation(own)).toBe(own);
    expect(activationName(own)).toBe('own');
    expect(resolveActivation(undefined)).toBe(activations.linear);
    expect(resolveActivation(null)).toBe(activations.linear);
  });

  it('rejects what it does not know', () => {
    expect(() => resolveActivation('rleu')).toThrow("Cannot find the activation 'rleu': did you mean 'relu'?");
    expect(() => resolveActivation('constructor')).toThrow(RangeError);
    expect(() => resolveActivation(7 as unknown as string)).toThrow(
      'Cannot use an activation: it is a number, it must be a string or a function',
    );
  });
});

describe('activations', () => {
  it('reject shapes and options that they cannot use', () => {
    const x = placeholder('x', [2, 5]);
    expect(() => activations.glu(x)).toThrow('Cannot halve axis -1 of [2,5]: its size is 5, it must be even');
    expect(() => activations.softmax(x, { axis: 2 })).toThrow('Cannot use axis 2 of [2,5]: it must be an integer from -2 to 1');
    expect(() => resolveActivation('threshold')(x)).toThrow(
      'Cannot apply threshold: it has no options, it must have threshold and defaultValue',
    );
  });

  it('linear() is its input', () => {
    const x = placeholder('x', [2, 5]);
    expect(activations.linear(x)).toBe(x);
  });
});
