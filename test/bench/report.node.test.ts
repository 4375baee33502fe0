/** The benchmark's figures and table; what they are made from needs a browser and the peers. */
import { expect, test } from 'vitest';
import { readOptions } from '../../bench/options.ts';
import { median, type Report, rowReport } from '../../bench/report.ts';
import { printReport } from '../../bench/table.ts';
import { ROWS, type Row } from '../../bench/workloads/rows.ts';

const row: Row = { ...(ROWS[0] as Row), title: 'a row', tolerance: 1e-3 };
const samples = [
  [2, 1, 3],
  [40, 20, 30],
  [8, 8, 8],
];
const surroundings: Report['surroundings'] = {
  date: '2026-01-02',
  adapter: 'an adapter',
  browser: 'a browser',
  platform: 'linux x64',
  cores: 2,
  load: { start: 1, end: 2 },
  versions: { 'webgpu-fit': '0.1.0' },
};

test('median() takes the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('rowReport() compares results relative to the largest', () => {
  expect(
    rowReport(row, samples, [
      [2, 1],
      [2, 1.002],
      [2, 1],
    ]).difference,
  ).toBeCloseTo(1e-3, 12);
});

test('rowReport() takes a missing or broken result for the largest difference', () => {
  expect(rowReport(row, samples, [[2, 1], [2], [2, 1]]).difference).toBe(Number.POSITIVE_INFINITY);
  expect(rowReport(row, samples, [[2], [Number.NaN], [2]]).difference).toBe(Number.POSITIVE_INFINITY);
  expect(rowReport(row, samples, [[], [], []]).difference).toBe(Number.POSITIVE_INFINITY);
  expect(rowReport(row, samples, []).difference).toBe(Number.POSITIVE_INFINITY);
  expect(rowReport(row, samples, [[], [1], [1]]).difference).toBe(Number.POSITIVE_INFINITY);
});

test('printReport() shows medians, ranges and ratios to ours', () => {
  const text = printReport({ surroundings, rows: [rowReport(row, samples, [[1], [1], [1]])] });
  expect(text).toContain('| a row | 2 (1 to 3) | 30 (20 to 40), **15.0x** | 8 (8 to 8), **4.0x** | within 0e+0 |');
});

test('printReport() marks a row whose results differ', () => {
  const text = printReport({ surroundings, rows: [rowReport(row, samples, [[1], [1.1], [1]])] });
  expect(text).toContain('**WRONG**');
});

test('readOptions() picks rows by the beginning of their names', () => {
  expect(readOptions(['--only', 'mlp'])?.rows.map(({ name }) => name)).toEqual(['mlp-b32', 'mlp-b512']);
  expect(readOptions([])?.rows).toEqual(ROWS);
  expect(readOptions(['--help'])).toBeUndefined();
});

test('readOptions() refuses what it does not know', () => {
  expect(() => readOptions(['--only', 'nothing'])).toThrow('Cannot start the benchmark: --only is nothing');
  expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds is 0, it must be a whole number above 0');
  expect(() => readOptions(['--fast'])).toThrow('Cannot start the benchmark');
});
