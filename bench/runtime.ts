/** Where the benchmark runs: a browser or Node, as `main.ts` uses it. */
import type { Bench } from './bench.ts';

/** A way to run pieces of work, each in processes of its own where nothing is compiled or cached yet. */
export interface Runtime {
  /** With its version. */
  readonly name: string;
  withBench<T>(work: (bench: Bench) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
