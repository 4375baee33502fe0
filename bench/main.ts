/** The benchmark: measures each row in a browser of its own and prints the table. The way: `options → session → page → harness → report → table`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { ENGINE_NAMES } from './engines/engine.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { type Report, type RowReport, rowReport, type Surroundings } from './report.ts';
import { withPage } from './session.ts';
import { serveBench } from './site.ts';
import { printReport } from './table.ts';
import type { Row } from './workloads/rows.ts';

const options = readOptions(process.argv.slice(2));
if (options) await main(options);
else console.log(USAGE);

async function main(options: BenchOptions): Promise<void> {
  const site = await serveBench();
  try {
    const surroundings = await surroundingsOf(site.url);
    const rows: RowReport[] = [];
    for (const row of options.rows) {
      console.error(row.title);
      const report = await measureRow(site.url, row, options).catch(failed);
      if (report) rows.push(report);
    }
    surroundings.load.end = loadavg()[0] ?? 0;
    finish({ surroundings, rows }, options.json);
  } finally {
    await site.close();
  }
}

/** A row that fails takes nothing from the others; the status tells. */
function failed(error: unknown): void {
  console.error(`  ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function measureRow(url: string, row: Row, { rounds, roundMs }: BenchOptions): Promise<RowReport> {
  const results = row.check && (await withPage(url, (page) => page.evaluate((name) => window.bench.check(name), row.name)));
  if (row.measure === 'first') return rowReport(row, await firstSteps(url, row, rounds), results ?? []);
  const effort = { rounds, roundMs };
  const measured = await withPage(url, (page) => page.evaluate((name, how) => window.bench.measure(name, how), row.name, effort));
  const samples = measured.map(({ msPerStep }) => msPerStep);
  return rowReport(row, samples, results ?? measured.map((one) => one.results), measured);
}

/** Every sample in a new browser, engines in turns. */
async function firstSteps(url: string, row: Row, rounds: number): Promise<number[][]> {
  const samples = ENGINE_NAMES.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, engine] of ENGINE_NAMES.entries()) {
      samples[i]?.push(
        await withPage(url, (page) => page.evaluate((name, which) => window.bench.firstStep(name, which), row.name, engine)),
      );
    }
    console.error(`  round ${round + 1}: ${ENGINE_NAMES.map((name, i) => `${name} ${samples[i]?.at(-1)?.toFixed(0)}`).join(', ')} ms`);
  }
  return samples;
}

async function surroundingsOf(url: string): Promise<Surroundings> {
  const [adapter, browser] = await withPage(
    url,
    async (page) => [await page.evaluate(() => window.bench.adapter()), await page.browser().version()] as const,
  );
  const start = loadavg()[0] ?? 0;
  const { platform, arch } = process;
  const date = new Date().toISOString().slice(0, 10);
  return {
    date,
    adapter,
    browser,
    platform: `${platform} ${arch}`,
    cores: cpus().length,
    load: { start, end: start },
    versions: versions(),
  };
}

function versions(): Record<string, string> {
  const read = (path: string) =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
      name: string;
      version: string;
      dependencies?: Record<string, string>;
    };
  const ours = read('../package.json');
  return { [ours.name]: ours.version, ...read('./package.json').dependencies };
}

function finish(report: Report, json: string | undefined): void {
  if (report.rows.length) console.log(printReport(report));
  if (json === undefined) return;
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify(report, undefined, 1)}\n`);
}
