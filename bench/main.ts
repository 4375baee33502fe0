/** The benchmark: measures each row in processes of its own and prints the table. The way: `options → runtime → bench → harness → report → merge → table`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import library from '../package.json';
import { mergeReports } from './merge.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { dependencies } from './package.json';
import { type Found, type Report, type RowReport, rowReport, type Surroundings } from './report.ts';
import type { Runtime } from './runtime.ts';
import { printReport } from './table.ts';
import type { Row } from './workloads/rows.ts';

const options = readOptions(process.argv.slice(2));
if (!options) console.log(USAGE);
else if (options.table.length) print(options.table.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report));
else await main(options);

async function main(options: BenchOptions): Promise<void> {
  const runtime = await startRuntime(options);
  try {
    const surroundings = await surroundingsOf(runtime);
    const rows: RowReport[] = [];
    for (const row of options.rows) {
      console.error(row.title);
      const report = await measureRow(runtime, row, options).catch(failed);
      if (report) rows.push(report);
    }
    surroundings.load.end = loadavg()[0] ?? 0;
    finish({ surroundings, rows, bundles: options.bundle ? await bundlesOf(options) : undefined }, options.json);
  } finally {
    await runtime.close();
  }
}

/** Loaded when chosen: a browser and the tools of the page are not everywhere. */
async function startRuntime({ runtime }: BenchOptions): Promise<Runtime> {
  if (runtime === 'node') return (await import('./nodeRuntime.ts')).nodeRuntime();
  return (await import('./browserRuntime.ts')).browserRuntime();
}

/** A row that fails takes nothing from the others; the status tells. */
function failed(error: unknown): undefined {
  console.error(`  ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function measureRow(runtime: Runtime, row: Row, { engines, rounds, roundMs }: BenchOptions): Promise<RowReport> {
  const results = row.check && (await runtime.withBench((bench) => bench.check(row.name, engines)));
  const found = (i: number, samples: readonly number[]): Omit<Found, 'measured'> => ({
    engine: engines[i] as string,
    samples,
    results: results?.[i] ?? [],
  });
  if (row.measure === 'first')
    return rowReport(
      row,
      (await firstSteps(runtime, row, engines, rounds)).map((samples, i) => found(i, samples)),
    );
  const measured = await runtime.withBench((bench) => bench.measure(row.name, engines, { rounds, roundMs }));
  return rowReport(
    row,
    measured.map((one, i) => ({ ...found(i, one.msPerStep), results: results?.[i] ?? one.results, measured: one })),
  );
}

/** Every sample in a new process, engines in turns. */
async function firstSteps(runtime: Runtime, row: Row, engines: BenchOptions['engines'], rounds: number): Promise<number[][]> {
  const samples = engines.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, engine] of engines.entries()) samples[i]?.push(await runtime.withBench((bench) => bench.firstStep(row.name, engine)));
    console.error(`  round ${round + 1}: ${engines.map((name, i) => `${name} ${samples[i]?.at(-1)?.toFixed(0)}`).join(', ')} ms`);
  }
  return samples;
}

/** Loaded when asked for: a built program has no bundler with it. */
async function bundlesOf({ engines }: BenchOptions) {
  console.error('sizes of programs');
  const { bundleOf } = await import('./bundle.ts');
  return Promise.all(engines.map(bundleOf));
}

async function surroundingsOf({ name, withBench }: Runtime): Promise<Surroundings> {
  const start = loadavg()[0] ?? 0;
  const { platform, arch } = process;
  return {
    date: new Date().toISOString().slice(0, 10),
    adapter: await withBench((bench) => bench.adapter()),
    runtime: name,
    platform: `${platform} ${arch}`,
    cores: cpus().length,
    load: { start, end: start },
    versions: { [library.name]: library.version, ...dependencies },
  };
}

function finish(report: Report, json: string | undefined): void {
  if (report.rows.length || report.bundles) print([report]);
  if (json === undefined) return;
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify(report, undefined, 1)}\n`);
}

function print(reports: readonly Report[]): void {
  console.log(printReport(mergeReports(reports)));
}
