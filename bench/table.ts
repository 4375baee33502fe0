/** Prints a report as Markdown: times with ratios, then what each engine asks of WebGPU. */
import { COUNT_NAMES } from './counts.ts';
import type { EngineReport, Report, RowReport, Surroundings } from './report.ts';

const COUNT_TITLES = ['dispatches', 'passes', 'submits', 'new bind groups', 'new buffers', 'writes'];

/** The whole report. */
export function printReport({ surroundings, rows }: Report): string {
  return [describe(surroundings), times(rows), counts(rows.filter(({ engines }) => engines[0]?.measured))].join('\n\n');
}

function describe({ date, adapter, browser, platform, cores, load, versions }: Surroundings): string {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${date}, ${browser}, ${adapter}, ${platform}, ${cores} cores, load ${load.start.toFixed(1)} to ${load.end.toFixed(1)}`,
    packages.join(', '),
  ].join('  \n');
}

function times(rows: readonly RowReport[]): string {
  const [ours, ...peers] = rows[0]?.engines ?? [];
  const head = ['ms per step (median, range)', ours?.engine, ...peers.map(({ engine }) => `${engine} (ratio)`), 'same results'];
  return table(
    head,
    rows.map((row) => timeCells(row)),
  );
}

function timeCells(row: RowReport): string[] {
  const [ours, ...peers] = row.engines as [EngineReport, ...EngineReport[]];
  const ratio = (peer: EngineReport) => `${(peer.median / ours.median).toFixed(1)}x`;
  return [row.title, timeOf(ours, row), ...peers.map((peer) => `${timeOf(peer, row)}, **${ratio(peer)}**`), agreement(row)];
}

function timeOf({ samples, median }: EngineReport, { operations }: RowReport): string {
  const range = `${short(Math.min(...samples))} to ${short(Math.max(...samples))}`;
  const rate = operations ? `, ${short(operations / median / 1e6)} GFLOP/s` : '';
  return `${short(median)} (${range})${rate}`;
}

function agreement({ difference, tolerance }: RowReport): string {
  const size = difference.toExponential(0);
  return difference <= tolerance ? `within ${size}` : `**WRONG**: ${size}, at most ${tolerance}`;
}

function counts(rows: readonly RowReport[]): string {
  const head = ['per step', 'engine', ...COUNT_TITLES, 'MB in buffers', 'CPU ms (ratio)', 'steps per round', 'first step, ms'];
  return table(
    head,
    rows.flatMap((row) => row.engines.map((engine) => countCells(row, engine))),
  );
}

function countCells({ title, engines }: RowReport, { engine, measured }: EngineReport): string[] {
  if (!measured) return [title, engine];
  const { counts, bytes, cpuMs, stepsPerRound, firstMs } = measured;
  const cpu = `${short(cpuMs)} (${(cpuMs / (engines[0]?.measured?.cpuMs ?? cpuMs)).toFixed(1)}x)`;
  return [title, engine, ...COUNT_NAMES.map((name) => short(counts[name])), short(bytes / 1e6), cpu, String(stepsPerRound), short(firstMs)];
}

function table(head: readonly (string | undefined)[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly (string | undefined)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

/** Three significant digits. */
function short(value: number): string {
  return value >= 1000 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}
