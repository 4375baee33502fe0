import { describe, expect, it } from 'vitest';
import type { PlannedDispatch } from '../../src/runtime/graph/plan.ts';
import { type Measurement, stepProfile } from '../../src/train/stepProfile.ts';

function member(scope: string, op: string, operations: number, bytes: number): PlannedDispatch['members'][number] {
  return { scope, op, label: `${scope} ${op}`, operations, bytesRead: bytes / 2, bytesWritten: bytes / 2 };
}

function dispatch(label: string, members: PlannedDispatch['members'], fraction = 1): PlannedDispatch {
  return { label, members, fraction, code: '', bindings: [], grid: [1, 1], liveBytes: 0 };
}

/** A device that does a million operations and moves a million bytes in a second. */
const MEASUREMENT: Measurement = {
  device: 'a device',
  batchSize: 8,
  dispatches: [
    dispatch('one', [member('dense', 'matmul', 30, 6), member('dense_1', 'matmul', 4, 10)]),
    dispatch('two (1 of 2)', [member('dense', 'sum', 80, 8)], 0.25),
    dispatch('two (2 of 2)', [member('dense', 'sum', 80, 8)], 0.75),
  ],
  ceiling: { operations: 1e6, bytes: 1e6 },
  times: [80, 30, 70],
  wall: 200,
  script: 5,
};

describe('stepProfile()', () => {
  it('gives the groups of a dispatch its time as their least times are to each other, and the parts of a split one their work', () => {
    const { dispatches } = stepProfile(MEASUREMENT);
    expect(dispatches[0]).toMatchObject({ operations: 34, bytes: 16, microseconds: 80, share: 34 / 80 });
    expect(dispatches[0]?.members).toEqual([
      { name: 'dense matmul', operations: 30, bytes: 6, microseconds: 60, share: 0.5 },
      { name: 'dense_1 matmul', operations: 4, bytes: 10, microseconds: 20, share: 0.5 },
    ]);
    expect(dispatches.slice(1).map(({ operations, bytes }) => [operations, bytes])).toEqual([
      [20, 2],
      [60, 6],
    ]);
  });

  it('adds up by layer and by op, the longest first', () => {
    const { layers, ops, gpuMicroseconds } = stepProfile(MEASUREMENT);
    expect(gpuMicroseconds).toBe(180);
    expect(layers).toEqual([
      { name: 'dense', operations: 110, bytes: 14, microseconds: 160, share: 110 / 160 },
      { name: 'dense_1', operations: 4, bytes: 10, microseconds: 20, share: 0.5 },
    ]);
    expect(ops).toEqual([
      { name: 'sum', operations: 80, bytes: 8, microseconds: 100, share: 0.8 },
      { name: 'matmul', operations: 34, bytes: 16, microseconds: 80, share: 34 / 80 },
    ]);
  });

  it('is printed as tables', () => {
    const lines = `${stepProfile(MEASUREMENT)}`.split('\n');
    expect(lines).toContain(`│ dense${' '.repeat(55)} │      160.0 │      0.000 │      0.000 │       68.8 │`);
    expect(lines.at(-2)).toBe('One step of 8 rows on a device: 200.0 us in all, of which JavaScript 5.0 us.');
    expect(lines.at(-1)).toBe("On the GPU: 180.0 us. The device's ceiling, measured: 0.0 GFLOP/s, 0.0 GB/s.");
  });

  it('tells all ops of a long kernel', () => {
    const fused = Array.from({ length: 12 }, (_, i) => `operation${i}`).join('+');
    const [first] = MEASUREMENT.dispatches as [PlannedDispatch];
    const text = `${stepProfile({ ...MEASUREMENT, dispatches: [{ ...first, label: `dense ${fused}` }], times: [80] })}`;
    const names = text.split('\n').map((line) => line.slice(2, 62));
    expect(names.join('').replace(/ +/g, '')).toContain(fused);
    expect(text).not.toContain('…');
  });

  it('orders by bytes and shows no times where none were measured', () => {
    const { layers, dispatches, gpuMicroseconds } = stepProfile({ ...MEASUREMENT, times: undefined, ceiling: undefined });
    expect(gpuMicroseconds).toBeUndefined();
    expect(layers.map(({ name, microseconds, share }) => [name, microseconds, share])).toEqual([
      ['dense', undefined, undefined],
      ['dense_1', undefined, undefined],
    ]);
    expect(dispatches[0]?.members[0]?.microseconds).toBeUndefined();
  });
});
