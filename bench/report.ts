/** The figures of a run: gathered by `main.ts` (or by `python/measure.py` in the same form), joined by `merge.ts`, printed by `table.ts`, written as JSON. */
import type { Bundle } from './bundle.ts';
import type { Measured } from './harness.ts';
import type { Check, Row, Task } from './workloads/rows.ts';

/** Where and with what the figures were made. */
export interface Surroundings {
  readonly date: string;
  /** The GPU with its driver. */
  readonly adapter: string;
  /** Browser, Node or Python. */
  readonly runtime: string;
  readonly platform: string;
  readonly cores: number;
  /** Mean number of runnable processes in the minute before the start and before the end; the benchmark alone makes about one per core. */
  load: { readonly start: number; end: number };
  /** By package. */
  readonly versions: Readonly<Record<string, string>>;
}

/** A measured row. */
export interface RowReport {
  readonly name: string;
  readonly title: string;
  readonly task: Task;
  readonly check: Check | undefined;
  readonly operations: number | undefined;
  readonly engines: readonly EngineReport[];
  /** Largest relative difference between any two engines' results. */
  readonly difference: number;
  readonly tolerance: number;
  /** What each engine got, in the order of `engines`. */
  readonly results: readonly (readonly number[])[];
}

/** One engine in a row; a row of first steps, or another language, has no counts. */
export interface EngineReport {
  readonly engine: string;
  /** Milliseconds per step of each round. */
  readonly samples: readonly number[];
  readonly median: number;
  readonly measured?: Measured | undefined;
}

/** Everything that a run found. */
export interface Report {
  readonly surroundings: Surroundings;
  readonly rows: readonly RowReport[];
  readonly bundles?: readonly Bundle[] | undefined;
}

/** What was found of an engine in a row. */
export interface Found {
  readonly engine: string;
  readonly samples: readonly number[];
  readonly results: readonly number[];
  readonly measured?: Measured | undefined;
}

/** Puts a row together. */
export function rowReport({ name, title, task, check, operations, tolerance }: Omit<Row, 'measure'>, found: readonly Found[]): RowReport {
  const engines = found.map(({ engine, samples, measured }): EngineReport => ({ engine, samples, median: median(samples), measured }));
  const results = found.map((one) => one.results);
  return { name, title, task, check, operations, engines, difference: largestDifference(results), tolerance, results };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Of any two lists, relative to the largest value at all; infinite where a value is missing or no number. */
function largestDifference(results: readonly (readonly number[])[]): number {
  const length = Math.max(0, ...results.map((list) => list.length));
  const spreads = Array.from({ length }, (_, i) => {
    const values = results.map((list) => list[i] ?? Number.NaN);
    return Math.max(...values) - Math.min(...values);
  });
  const spread = Math.max(...spreads) / Math.max(...results.flat().map(Math.abs));
  return Number.isFinite(spread) ? spread : Number.POSITIVE_INFINITY;
}
