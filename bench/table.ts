/** Prints a report as Markdown: times with ratios, what each engine asks of WebGPU, sizes of programs. */
import type { Bundle } from './bundle.ts';
import { COUNT_NAMES } from './counts.ts';
import type { MergedReport } from './merge.ts';
import type { EngineReport, RowReport, Surroundings } from './report.ts';

const COUNT_TITLES = ['dispatches', 'passes', 'submits', 'new bind groups', 'new buffers', 'writes'];

/** The whole report; ratios are to the first engine. */
export function printReport({ surroundings, rows, bundles }: MergedReport): string {
  const counted = rows.filter(({ engines }) => engines.some(({ measured }) => measured));
  const parts = [surroundings.map(describe).join('  \n')];
  if (rows.length) parts.push(times(rows));
  if (counted.length) parts.push(counts(counted));
  if (bundles.length) parts.push(sizes(bundles));
  return parts.join('\n\n');
}

function describe({ date, adapter, runtime, platform, cores, load, versions }: Surroundings): string {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${date}, ${runtime}, ${adapter}, ${platform}, ${cores} cores, load ${load.start.toFixed(1)} to ${load.end.toFixed(1)}`,
    packages.join(', '),
  ].join('  \n');
}

function times(rows: readonly RowReport[]): string {
  const [first, ...others] = new Set(rows.flatMap(({ engines }) => engines.map(({ engine }) => engine))) as Iterable<string>;
  const head = ['ms per step (median, range)', first, ...others.map((name) => `${name} (ratio)`), 'same results'];
  return table(
    head,
    rows.map((row) => [row.title, ...[first as string, ...others].map((name) => timeOf(name, first as string, row)), agreement(row)]),
  );
}

/** Time and range of an engine, its rate where it tells something, and its ratio to the first engine. */
function timeOf(name: string, first: string, { engines, operations }: RowReport): string {
  const [own, ours] = [name, first].map((wanted) => engines.find(({ engine }) => engine === wanted));
  if (!own) return '';
  const { samples, median } = own;
  const range = `${short(Math.min(...samples))} to ${short(Math.max(...samples))}`;
  const rate = operations ? `, ${short(operations / median / 1e6)} GFLOP/s` : '';
  const ratio = ours && own !== ours ? `, **${ratioOf(median, ours.median)}**` : '';
  return `${short(median)} (${range})${rate}${ratio}`;
}

function agreement({ difference, tolerance, engines }: RowReport): string {
  if (engines.length < 2) return '';
  const size = difference.toExponential(0);
  return difference <= tolerance ? `within ${size}` : `**WRONG**: ${size}, at most ${tolerance}`;
}

function counts(rows: readonly RowReport[]): string {
  const head = ['per step', 'engine', ...COUNT_TITLES, 'MB in buffers', 'CPU ms (ratio)', 'steps per round', 'first step, ms'];
  return table(
    head,
    rows.flatMap((row) => row.engines.filter(({ measured }) => measured).map((engine) => countCells(row, engine))),
  );
}

function countCells({ title, engines }: RowReport, { engine, measured }: EngineReport): string[] {
  if (!measured) return [title, engine];
  const { counts, bytes, cpuMs, stepsPerRound, firstMs } = measured;
  const cpu = `${short(cpuMs)} (${ratioOf(cpuMs, engines[0]?.measured?.cpuMs ?? cpuMs)})`;
  return [title, engine, ...COUNT_NAMES.map((name) => short(counts[name])), short(bytes / 1e6), cpu, String(stepsPerRound), short(firstMs)];
}

/** Thousands of bytes. */
function sizes(bundles: MergedReport['bundles']): string {
  const [ours] = bundles as [Bundle, ...Bundle[]];
  const kilobytes = (one: Bundle, part: 'start' | 'all') =>
    `${(one[part] / 1000).toFixed(1)}${one === ours ? '' : `, **${ratioOf(one[part], ours[part])}**`}`;
  return table(
    ['program of the MLP, kB minified and gzipped', 'before the first step (ratio)', 'in all (ratio)'],
    bundles.map((one) => [one.engine, kilobytes(one, 'start'), kilobytes(one, 'all')]),
  );
}

function table(head: readonly (string | undefined)[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly (string | undefined)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

function ratioOf(value: number, base: number): string {
  return `${(value / base).toFixed(value < base ? 2 : 1)}x`;
}

/** Three significant digits. */
function short(value: number): string {
  return value >= 1000 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}
