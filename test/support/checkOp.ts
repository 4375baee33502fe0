/** Checks an op against an f64 oracle: forward values, and GPU gradients against central differences of the oracle. */
import { expect } from 'vitest';
import { constantValue } from '../../src/runtime/graph/leaf.ts';
import type { Profile } from '../../src/runtime/graph/profile.ts';
import { type Shape, sizeOf, type Tensor } from '../../src/runtime/graph/tensor.ts';
import { multiply } from '../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../src/runtime/ops/gradients.ts';
import { sum } from '../../src/runtime/ops/reduce.ts';
import { reshape as reshapeTo } from '../../src/runtime/ops/reshape.ts';
import { stored } from '../../src/runtime/ops/stored.ts';
import { evaluate, PROFILES, type Values } from './gpu.ts';

/** How an op is checked. */
export interface OpCheck {
  /** f64 values of the op's output, row-major. */
  readonly oracle: (...inputs: Float64Array[]) => ArrayLike<number>;
  readonly shapes: readonly Shape[];
  /** Value of element i of input j; default: spread over (-2, 2), none at a kink. */
  readonly value?: (i: number, j: number) => number;
  /** Inputs to differentiate; default: all. Empty: forward only. */
  readonly differentiate?: readonly number[];
  /** Relative and absolute bounds of forward values; a looser bound needs a reason at the call. */
  readonly forward?: readonly [number, number];
  readonly backward?: readonly [number, number];
  /**
   * Compare with bounds relative to the largest magnitude of the whole result instead of each element's own: for long sums, whose elements may
   * cancel to nearly nothing while the rounding errors stay as large as the summands.
   */
  readonly normwise?: boolean;
  /** Kernel profiles to run in; default: all. */
  readonly profiles?: readonly Profile[];
}

/** Runs the check. */
export async function checkOp(op: (...tensors: Tensor[]) => Tensor, check: OpCheck): Promise<void> {
  const value = check.value ?? ((i: number, j: number) => 2 * Math.sin(1.7 * i + 0.3 + 2.1 * j));
  const inputs = check.shapes.map((shape, j) => ({ shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => value(i, j)) }));
  const exact = inputs.map(({ data }) => Float64Array.from(data));
  const wanted = check.differentiate ?? check.shapes.map((_, j) => j);
  const expected = Array.from(check.oracle(...exact));
  const weights = Float32Array.from(expected, (_, i) => 0.5 + Math.cos(1.3 * i));
  const slopes = wanted.map((j) => differences(check.oracle, exact, j, weights));
  const compare = check.normwise ? closeByNorm : close;
  for (const profile of check.profiles ?? Object.values(PROFILES)) {
    const [y, ...dxs] = await evaluate((...tensors) => withGradients(op, tensors, wanted), [...inputs, weightsInput(weights)], profile);
    compare(y as Float32Array, expected, check.forward ?? [1e-5, 1e-6], `${profile.name}: forward`);
    wanted.forEach((j, at) => {
      compare(dxs[at] as Float32Array, slopes[at] as number[], check.backward ?? [1e-4, 1e-5], `${profile.name}: gradient of input ${j}`);
    });
  }
}

function weightsInput(weights: Float32Array): Values {
  return { shape: [weights.length], data: weights };
}

function withGradients(op: (...tensors: Tensor[]) => Tensor, tensors: readonly Tensor[], wanted: readonly number[]): Tensor[] {
  const weights = tensors.at(-1) as Tensor;
  const inputs = tensors.slice(0, -1);
  const y = op(...inputs);
  if (!wanted.length) return [y];
  const loss = sum(multiply(flat(y), weights));
  const dxs = gradients(
    loss,
    wanted.map((j) => inputs[j] as Tensor),
  );
  return [y, ...dxs.map((dx) => computed(dx as Tensor))];
}

function flat(y: Tensor): Tensor {
  return y.shape.length === 1 ? y : reshapeTo(y, [sizeOf(y.shape)]);
}

function computed(dx: Tensor): Tensor {
  return constantValue(dx) === undefined ? dx : stored(dx);
}

/** Central differences of sum(weights · oracle) with respect to input j, in f64. */
function differences(oracle: OpCheck['oracle'], inputs: readonly Float64Array[], j: number, weights: Float32Array): number[] {
  const total = (at: number, delta: number) => {
    const moved = inputs.map((data, i) => (i === j ? data.with(at, (data[at] as number) + delta) : data));
    return Array.from(oracle(...moved)).reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
  };
  const step = 1e-5;
  return Array.from(inputs[j] as Float64Array, (_, at) => (total(at, step) - total(at, -step)) / (2 * step));
}

/** `close` with the relative bound taken of the largest magnitude among the expected values. */
export function closeByNorm(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  [relative, absolute]: readonly [number, number],
  what: string,
): void {
  const largest = Array.from(expected).reduce((norm, value) => Math.max(norm, Math.abs(value)), 0);
  close(actual, expected, [0, absolute + relative * largest], what);
}

/** Expects every value within relative + absolute bounds, and says which one is furthest off. */
export function close(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  [relative, absolute]: readonly [number, number],
  what: string,
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  let worst = { excess: Number.NEGATIVE_INFINITY, text: '' };
  for (let i = 0; i < expected.length; i++) {
    const [got, want] = [actual[i] as number, expected[i] as number];
    const excess = Math.abs(got - want) - absolute - relative * Math.abs(want);
    if (!(excess <= worst.excess)) worst = { excess, text: `${what}: element ${i} is ${got}, expected ${want}` };
  }
  expect(worst.excess <= 0, worst.text).toBe(true);
}
