/** The benchmark's figures and table; what they are made from needs a browser and the peers. */
import { expect, test } from 'vitest';
import { mergeReports } from '../../bench/merge.ts';
import { readOptions } from '../../bench/options.ts';
import { type Found, median, type Report, rowReport } from '../../bench/report.ts';
import { printReport } from '../../bench/table.ts';
import { ROWS, type Row } from '../../bench/workloads/rows.ts';

const row: Row = { ...(ROWS[0] as Row), name: 'row', title: 'a row', tolerance: 1e-3 };
const engines = ['webgpu-fit', 'TF.js', 'jax-js'];
const samples = [
  [2, 1, 3],
  [40, 20, 30],
  [8, 8, 8],
];
const surroundings: Report['surroundings'] = {
  date: '2026-01-02',
  adapter: 'an adapter',
  runtime: 'a browser',
  platform: 'linux x64',
  cores: 2,
  load: { start: 1, end: 2 },
  versions: { 'webgpu-fit': '0.1.0' },
};

function found(results: number[][]): Found[] {
  return results.map((own, i) => ({ engine: engines[i] as string, samples: samples[i] as number[], results: own }));
}

function print(...reports: Report[]): string {
  return printReport(mergeReports(reports));
}

test('median() takes the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('rowReport() compares results relative to the largest', () => {
  expect(
    rowReport(
      row,
      found([
        [2, 1],
        [2, 1.002],
        [2, 1],
      ]),
    ).difference,
  ).toBeCloseTo(1e-3, 12);
});

test('rowReport() takes a missing or broken result for the largest difference', () => {
  for (const results of [[[2, 1], [2], [2, 1]], [[2], [Number.NaN], [2]], [[], [], []], [], [[], [1], [1]]]) {
    expect(rowReport(row, found(results)).difference).toBe(Number.POSITIVE_INFINITY);
  }
});

test('printReport() shows medians, ranges and ratios to ours', () => {
  const text = print({ surroundings, rows: [rowReport(row, found([[1], [1], [1]]))] });
  expect(text).toContain('| a row | 2 (1 to 3) | 30 (20 to 40), **15.0x** | 8 (8 to 8), **4.0x** | within 0e+0 |');
  expect(text).toContain('2026-01-02, a browser, an adapter, linux x64, 2 cores, load 1.0 to 2.0');
});

test('printReport() marks a row whose results differ', () => {
  expect(print({ surroundings, rows: [rowReport(row, found([[1], [1.1], [1]]))] })).toContain('**WRONG**');
});

test('printReport() shows sizes of programs in thousands of bytes', () => {
  const bundles = [
    { engine: 'webgpu-fit', start: 50_000, all: 60_000 },
    { engine: 'TF.js', start: 100_000, all: 300_000 },
  ] as const;
  expect(print({ surroundings, rows: [], bundles })).toContain('| TF.js | 100.0, **2.0x** | 300.0, **5.0x** |');
});

test('mergeReports() puts engines of several runs side by side and joins the samples of one', () => {
  const other = { engine: 'PyTorch eager', samples: [1, 1, 1], results: [1] };
  const runs = [found([[1], [1]]), [other], found([[1]]).map((one) => ({ ...one, samples: [4, 6] }))];
  const merged = mergeReports(runs.map((own) => ({ surroundings, rows: [rowReport(row, own)] })));
  expect(merged.surroundings).toHaveLength(1);
  expect(merged.rows[0]?.engines.map(({ engine }) => engine)).toEqual(['webgpu-fit', 'TF.js', 'PyTorch eager']);
  expect(merged.rows[0]?.engines[0]).toMatchObject({ samples: [2, 1, 3, 4, 6], median: 3 });
  expect(merged.rows[0]?.difference).toBe(0);
});

test('mergeReports() compares the results of different runs', () => {
  const runs = [found([[1]]), [{ engine: 'JAX jit', samples: [1], results: [1.5] }]];
  expect(mergeReports(runs.map((own) => ({ surroundings, rows: [rowReport(row, own)] }))).rows[0]?.difference).toBeCloseTo(1 / 3, 12);
});

test('readOptions() picks rows by the beginning of their names', () => {
  const names = (...words: string[]) => readOptions(words)?.rows.map(({ name }) => name);
  expect(names('--only', 'mlp')).toEqual(['mlp-b32', 'mlp-b512']);
  expect(names('--only', 'cnn-b32')).toEqual(['cnn-b32']);
  expect(names('--only', 'large-4096')).toEqual(['large-4096-nn', 'large-4096-nt', 'large-4096-tn']);
  expect(names()).toEqual(ROWS.filter(({ onRequest }) => !onRequest).map(({ name }) => name));
  expect(readOptions(['--help'])).toBeUndefined();
});

test('readOptions() weighs programs when nothing else is named', () => {
  expect(readOptions([])?.bundle).toBe(true);
  expect(readOptions(['--only', 'bundle'])).toMatchObject({ bundle: true, rows: [] });
  expect(readOptions(['--only', 'mlp'])?.bundle).toBe(false);
});

test('readOptions() picks engines in the order of the table, and the runtime', () => {
  expect(readOptions(['--engine', 'jax-js', '--engine', 'webgpu-fit'])?.engines).toEqual(['webgpu-fit', 'jax-js']);
  expect(readOptions([])).toMatchObject({ engines, runtime: 'browser' });
  expect(readOptions(['--node'])?.runtime).toBe('node');
});

test('readOptions() refuses what it does not know', () => {
  expect(() => readOptions(['--only', 'nothing'])).toThrow('Cannot start the benchmark: --only is nothing');
  expect(() => readOptions(['--engine', 'torch'])).toThrow('--engine is torch, it must be one of webgpu-fit, TF.js, jax-js');
  expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds is 0, it must be a whole number above 0');
  expect(() => readOptions(['--fast'])).toThrow('Cannot start the benchmark');
});
