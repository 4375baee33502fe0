/** Joins the reports of several runs, of this library and of others on the same machine, into one. Printed by `table.ts`. */
import { type Found, type Report, type RowReport, rowReport, type Surroundings } from './report.ts';

/** Rows of all runs; an engine that was measured in several runs has the samples of all of them. */
export interface MergedReport {
  readonly surroundings: readonly Surroundings[];
  readonly rows: readonly RowReport[];
  readonly bundles: NonNullable<Report['bundles']>;
}

/** Joins reports: rows by name in the order of their first appearance, engines by name. */
export function mergeReports(reports: readonly Report[]): MergedReport {
  const rows = reports.flatMap((report) => report.rows);
  const names = [...new Set(rows.map(({ name }) => name))];
  return {
    surroundings: distinct(reports.map(({ surroundings }) => surroundings)),
    rows: names.map((name) => mergeRows(rows.filter((row) => row.name === name))),
    bundles: reports.flatMap(({ bundles }) => bundles ?? []),
  };
}

function mergeRows(rows: readonly RowReport[]): RowReport {
  const found = new Map<string, Found>();
  for (const row of rows) {
    for (const [i, { engine, samples, measured }] of row.engines.entries()) {
      const before = found.get(engine);
      const results = before?.results ?? row.results[i] ?? [];
      found.set(engine, { engine, results, samples: [...(before?.samples ?? []), ...samples], measured: before?.measured ?? measured });
    }
  }
  return rowReport(rows[0] as RowReport, [...found.values()]);
}

/** Those that differ in more than the load. */
function distinct(all: readonly Surroundings[]): Surroundings[] {
  const known = new Map<string, Surroundings>();
  for (const one of all) {
    const key = JSON.stringify({ ...one, load: undefined });
    const before = known.get(key)?.load;
    const load = before ? { start: Math.min(before.start, one.load.start), end: Math.max(before.end, one.load.end) } : one.load;
    known.set(key, { ...one, load });
  }
  return [...known.values()];
}
