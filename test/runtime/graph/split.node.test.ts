/** Splitting of long dispatches: ranges of workgroups, and the plans that hold them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { type PlannedDispatch, plan } from '../../../src/runtime/graph/plan.ts';
import { gpuProfile, LONGEST_DISPATCH, type Profile, SLOWEST_GPU } from '../../../src/runtime/graph/profile.ts';
import { firstGroupBytes, type Range, split } from '../../../src/runtime/graph/split.ts';
import { type Tensor, withScope } from '../../../src/runtime/graph/tensor.ts';
import { secondsOf } from '../../../src/runtime/graph/work.ts';
import { averagePool } from '../../../src/runtime/ops/averagePool.ts';
import { convolution } from '../../../src/runtime/ops/convolution.ts';
import { depthwiseConvolution } from '../../../src/runtime/ops/depthwise.ts';
import { exp } from '../../../src/runtime/ops/elementwise.ts';
import { gatherBatch, gatherRows } from '../../../src/runtime/ops/gather.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { maxPool } from '../../../src/runtime/ops/maxPool.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { PROFILES } from '../../support/gpu.ts';
import { places } from './planning.ts';

/** The workgroups that ranges run, by the arithmetic of the kernels' entry function: [first, end) of each. */
function spans(ranges: readonly Range[], workgroups: number): (readonly [number, number])[] {
  const columns = ranges[0]?.grid[0] ?? 0;
  return ranges.map(({ grid, firstGroup = 0 }) => {
    const last = firstGroup + (grid[0] - 1) + (grid[1] - 1) * columns;
    return [firstGroup, Math.min(last + 1, workgroups)] as const;
  });
}

describe('split()', () => {
  it('runs every workgroup once, in ranges that keep the limit', () => {
    const count = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 60_000, max: 400_000 }), fc.integer({ min: 1, max: 4e9 }));
    fc.assert(
      fc.property(count, fc.integer({ min: 1, max: 100 }), (workgroups, times) => {
        const ranges = split(workgroups, times / 7, 1);
        let end = 0;
        for (const [first, last] of spans(ranges, workgroups)) {
          expect(first).toBe(end);
          expect(((last - first) / workgroups) * (times / 7) <= 1 || last - first === 1).toBe(true);
          end = last;
        }
        expect(end).toBe(workgroups);
        for (const { grid } of ranges) expect(Math.max(...grid)).toBeLessThanOrEqual(65535);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('leaves alone what is short enough, and single workgroups', () => {
    expect(split(100, 1, 1)).toEqual([{ grid: [100, 1] }]);
    expect(split(1, 9, 1)).toEqual([{ grid: [1, 1] }]);
    expect(split(70_000, 9)).toEqual([{ grid: [65535, 2] }]);
  });

  it('makes whole rows of ranges beyond one axis', () => {
    expect(split(200_000, 1.3, 1)).toEqual([
      { grid: [65535, 2], firstGroup: 0 },
      { grid: [65535, 2], firstGroup: 131_070 },
    ]);
    expect(firstGroupBytes(split(200_000, 1.3, 1))).toBe(512);
  });
});

function dispatchesOf(outputs: readonly Tensor[], profile: Profile = PROFILES.gpu): readonly PlannedDispatch[] {
  return plan({ outputs, profile, placeOf: places() }).dispatches;
}

function longest(dispatches: readonly PlannedDispatch[], rates = SLOWEST_GPU): number {
  return Math.max(
    ...dispatches.map(({ members, fraction }) => fraction * members.reduce((sum, member) => sum + secondsOf(member, rates), 0)),
  );
}

const square = (name: string, size: number) => placeholder(name, [size, size]);

describe('plan()', () => {
  it('splits a product of 8192 x 8192 matrices into 89 dispatches of one kernel', () => {
    const product = withScope('dense', () => matmul(square('a', 8192), square('b', 8192)));
    const dispatches = dispatchesOf([product]);
    expect(dispatches).toHaveLength(89);
    expect(new Set(dispatches.map(({ code }) => code)).size).toBe(1);
    expect(dispatches[1]).toMatchObject({ label: 'dense matmul [8192,8192] (2 of 89)', firstGroup: dispatches[0]?.grid[0] });
    expect(dispatches.reduce((total, { fraction }) => total + fraction, 0)).toBeCloseTo(1, 12);
    expect(longest(dispatches)).toBeLessThanOrEqual(LONGEST_DISPATCH);
  });

  it('splits less where the slowest device that the profile is for is faster', () => {
    const slowest = { operations: 300e9, bytes: 10e9 };
    const dispatches = dispatchesOf([matmul(square('a', 8192), square('b', 8192))], gpuProfile(48, slowest));
    expect(dispatches).toHaveLength(15);
    expect(longest(dispatches, slowest)).toBeLessThanOrEqual(LONGEST_DISPATCH);
  });

  it('splits nothing on the software profile, which nothing watches', () => {
    expect(dispatchesOf([matmul(square('a', 8192), square('b', 8192))], PROFILES.software)).toHaveLength(1);
  });

  it('puts groups into one dispatch as long as all of them together keep the limit', () => {
    const branches = () => [0, 1, 2].map((i) => exp(placeholder(`x${i}`, [64 + i])));
    expect(dispatchesOf(branches())).toHaveLength(1);
    const one = secondsOf({ operations: 66, bytesRead: 264, bytesWritten: 264 }, SLOWEST_GPU);
    const two = dispatchesOf(branches(), { ...PROFILES.gpu, longestDispatch: 2 * one });
    expect(two.map(({ members }) => members.length)).toEqual([2, 1]);
    for (const { firstGroup } of two) expect(firstGroup).toBeUndefined();
  });

  it('says of each dispatch what it computes and moves', () => {
    const a = placeholder('a', [32, 48]);
    const members = dispatchesOf([exp(matmul(a, placeholder('b', [48, 16])))]).flatMap((dispatch) => dispatch.members);
    const work = { operations: 2 * 32 * 48 * 16 + 32 * 16, bytesRead: (32 * 48 + 48 * 16) * 4, bytesWritten: 32 * 16 * 4 };
    expect(members).toEqual([{ scope: '', op: 'matmul', label: 'matmul+exp [32,16]', ...work }]);
    expect(dispatchesOf([sum(a, { axis: 1 })])[0]?.members[0]).toMatchObject({ operations: 32 * 48, bytesWritten: 128 });
  });

  it('counts the operations of convolutions', () => {
    const x = placeholder('x', [2, 8, 8, 4]);
    const none = [0, 0] as const;
    const options = { strides: [1, 1], padding: [none, none], dilation: [1, 1] };
    const whole = convolution(x, placeholder('k', [3, 3, 4, 8]), { ...options, groups: 1 });
    expect(dispatchesOf([whole])[0]?.members[0]?.operations).toBe(2 * 2 * 6 * 6 * 8 * 3 * 3 * 4);
    const depthwise = depthwiseConvolution(x, placeholder('d', [3, 3, 4, 1]), options);
    expect(dispatchesOf([depthwise])[0]?.members[0]?.operations).toBe(2 * 2 * 6 * 6 * 4 * 3 * 3);
  });

  it('counts what pools go through: elements of windows, or windows that cover an element', () => {
    const x = placeholder('x', [2, 8, 8, 4]);
    const operationsOf = (y: Tensor) => dispatchesOf([y, ...gradients(sum(y), [x])] as Tensor[]).flatMap(({ members }) => members);
    const pooled = { window: [3, 2], strides: [1, 1] };
    const found = [maxPool(x, pooled), averagePool(x, pooled), maxPool(x, { window: [2, 2] })].map((y) =>
      Object.fromEntries(operationsOf(y).map(({ op, operations }) => [op, operations])),
    );
    const [outputs, inputs, inWindow] = [2 * 6 * 7 * 4, 2 * 8 * 8 * 4, 3 * 2];
    expect(found).toMatchObject([
      { maxPool: 2 * outputs * inWindow, maxPoolWinners: 2 * outputs * inWindow, maxPoolOverlappingGradient: 2 * inputs * inWindow },
      { averagePool: 2 * outputs * inWindow, spread: 2 * inputs * inWindow },
      { maxPool: 2 * (inputs / 4) * 4, maxPoolGradient: 2 * (inputs / 4) * 4 },
    ]);
    const large = dispatchesOf([maxPool(placeholder('x', [1, 512, 512, 4]), { window: [256, 256], strides: [1, 1] })]);
    expect(large.length).toBeGreaterThan(1);
    expect(longest(large)).toBeLessThanOrEqual(LONGEST_DISPATCH);
  });

  it('counts the rows that are gathered, not those they are taken from', () => {
    const [data, order, offset] = [placeholder('data', [0, 12], 'u8'), placeholder('order', [0], 'u32'), placeholder('at', [], 'u32')];
    const batch = gatherBatch(data, order, offset, 8);
    expect(dispatchesOf([batch])[0]?.members[0]).toMatchObject({ bytesRead: 8 * (12 + 4), bytesWritten: 8 * 12 * 4 });
    const product = dispatchesOf([matmul(batch, placeholder('w', [12, 4]))])[0];
    expect(product?.members[0]).toMatchObject({ operations: 2 * 8 * 12 * 4, bytesRead: 8 * 12 + 12 * 4 * 4, bytesWritten: 8 * 4 * 4 });
    const rows = gatherRows(placeholder('table', [1000, 8]), placeholder('ids', [5]));
    expect(dispatchesOf([rows])[0]?.members[0]).toMatchObject({ bytesRead: 5 * (8 + 1) * 4, bytesWritten: 5 * 8 * 4 });
  });
});
