/** Windows as kernels get them: they cover what those asked for cover, and are no larger than that needs. */
import { expect, it } from 'vitest';
import { windowsOver } from '../../../src/runtime/ops/poolWindows.ts';
import { places } from '../../support/windows.ts';

/** The elements of an axis that each of `count` windows covers. */
function spans(size: number, count: number, window: number, stride: number, before: number): number[][] {
  return Array.from({ length: count }, (_, i) => [Math.max(0, i * stride - before), Math.min(size, i * stride - before + window)]);
}

it('windows cover the same elements, without what lies beyond the tensor for all of them', () => {
  let checked = 0;
  for (const [size, window, stride, before, after] of places([4, 9, 6, 9, 9]).map(
    (place) => place as [number, number, number, number, number],
  )) {
    const asked = { window: [window + 1], strides: [stride + 1], padding: [[before, after] as const] };
    const fits = before <= window && after <= window && size + 1 + before + after >= window + 1;
    if (!fits) continue;
    const given = windowsOver([1, size + 1, 1], asked);
    const [reach, step, left] = [given.window[0]!, given.strides[0]!, given.before[0]!];
    const count = Math.floor((size + before + after - window) / (stride + 1)) + 1;
    expect(given.output).toEqual([1, count, 1]);
    expect(spans(size + 1, count, reach, step, left)).toEqual(spans(size + 1, count, window + 1, stride + 1, before));
    expect(left).toBeLessThan(reach);
    expect(left).toBeLessThanOrEqual((count - 1) * step);
    expect(Math.max(reach, step)).toBeLessThanOrEqual(size + 1 + left);
    checked++;
  }
  expect(checked).toBeGreaterThan(2000);
});
