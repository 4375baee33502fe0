import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { logitsOf } from '../../../src/runtime/ops/softmax.ts';
import * as activations from '../../../src/train/activations/index.ts';
import { camelCase } from '../../../src/train/names.ts';
import golden from '../../golden/activations.json';
import { camelKeys, type GoldenTensor, numbers } from '../../support/golden.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

interface Case {
  readonly name: string;
  readonly arguments: object;
  readonly output: GoldenTensor;
  readonly gradient: GoldenTensor;
  readonly special?: readonly (number | string)[];
}

/** Keras 3.15's sparsemax gives rows that do not sum to 1, later ones do: `sparsemax.test.ts` has an oracle of its own. */
const cases: readonly Case[] = golden.cases.filter(({ name }) => name !== 'sparsemax');
const input = { shape: golden.input.shape, data: numbers(golden.input.data) };
const special = { shape: [golden.special_input.length], data: numbers(golden.special_input) };

/** Where Keras turns NaN into a number and this library passes it on. */
const NAN_PASSES = ['hard_shrink', 'soft_shrink', 'threshold'];

function functionOf({ name, arguments: options }: Case): (x: Tensor) => Tensor {
  const table: Record<string, unknown> = { ...activations };
  const fn = table[camelCase(name)] as (x: Tensor, options?: object) => Tensor;
  return Object.keys(options).length ? (x) => fn(x, camelKeys(options)) : (x) => fn(x);
}

/** What an activation should make of the special values; f32 subnormals may be flushed to 0 on any device. */
function expectedSpecial({ name, arguments: options, special: values }: Case): number[] {
  const list = numbers(values ?? []);
  return NAN_PASSES.includes(name) || 'threshold' in options ? list.with(0, Number.NaN) : list;
}

describe('activations', () => {
  for (const entry of cases) {
    const title = `${camelCase(entry.name)}(${JSON.stringify(entry.arguments)})`;
    it(`${title} gives Keras's values and gradients`, async () => {
      const fn = functionOf(entry);
      const weights = Float32Array.from(entry.output.data, (_, i) => Math.sin(0.37 * i + 0.5));
      for (const profile of Object.values(PROFILES)) {
        const [y, dx, edges] = await evaluate(
          (x, w, odd) => {
            const output = fn(x);
            expect(output.shape).toEqual(entry.output.shape);
            const loss = sum(multiply(reshape(output, [sizeOf(output.shape)]), w));
            return [multiply(output, 1), gradients(loss, [x])[0]!, entry.special ? multiply(fn(odd), 1) : odd];
          },
          [input, { shape: [weights.length], data: weights }, special],
          profile,
        );
        same(y!, numbers(entry.output.data), [1e-5, 1e-6], `${profile.name}: values`);
        same(dx!, numbers(entry.gradient.data), [1e-5, 2e-6], `${profile.name}: gradient`);
        if (entry.special) same(edges!, expectedSpecial(entry), [1e-5, 1e-6], `${profile.name}: special values`);
      }
    });
  }

  it('softmax() of the last axis shows its logits to losses, and nothing else does by chance', () => {
    const x = placeholder('x', [4, 6]);
    expect(logitsOf(activations.softmax(x))).toBe(x);
    expect(logitsOf(activations.softmax(x, { axis: 1 }))).toBe(x);
    expect(logitsOf(activations.softmax(x, { axis: 0 }))).toBeUndefined();
    expect(logitsOf(activations.silu(x))).toBeUndefined();
  });
});

/** As `close`, for values that may be infinite or NaN. */
function same(actual: Float32Array, expected: readonly number[], [relative, absolute]: readonly [number, number], what: string): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  for (const [i, want] of expected.entries()) {
    const got = actual[i]!;
    const near = Math.abs(got - want) <= relative * Math.abs(want) + absolute;
    expect(Object.is(got, want) || near, `${what}: element ${i} is ${got}, expected ${want}`).toBe(true);
  }
}
