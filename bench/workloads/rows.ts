/** The rows of the table: which work is measured, and what tells that all engines did the same. Measured by `harness.ts`, printed by `table.ts`. */
import type { GemmTask, Layout } from './gemm.ts';
import type { MlpTask } from './mlp.ts';

/** What an engine is asked to run; a new kind of row adds one here and a case in each engine. */
export type Task = MlpTask | GemmTask;

/** A row of the table. */
export interface Row {
  /** What `--only` names. */
  readonly name: string;
  readonly title: string;
  readonly task: Task;
  /** `first`: time from the call that trains to the end of the first step, in a new browser; `steady`: time per step. */
  readonly measure: 'steady' | 'first';
  /** A task without what differs by design, and the steps after which results are compared; without it the rounds' own results are. */
  readonly check?: { readonly task: Task; readonly steps: number };
  /** Largest relative difference of those results. */
  readonly tolerance: number;
  /** Floating-point operations per step, where the rate tells something. */
  readonly operations?: number;
}

/** All rows, in the order of the table. */
export const ROWS: readonly Row[] = [
  mlpRow(32, 20),
  mlpRow(512, 5),
  firstRow(32),
  ...[256, 512, 1024].flatMap((size) => (['NN', 'NT', 'TN'] as const).map((layout) => gemmRow(size, layout))),
];

function mlpRow(batch: number, steps: number): Row {
  return {
    name: `mlp-b${batch}`,
    title: `MNIST MLP, batch ${batch}`,
    task: { kind: 'mlp', batch, dropout: 0.2 },
    measure: 'steady',
    check: { task: { kind: 'mlp', batch, dropout: 0 }, steps },
    tolerance: 1e-3,
  };
}

function firstRow(batch: number): Row {
  return { ...mlpRow(batch, 5), name: 'first-step', title: `first step of the MLP, batch ${batch}`, measure: 'first' };
}

function gemmRow(size: number, layout: Layout): Row {
  const task: GemmTask = { kind: 'gemm', size, layout };
  const title = `GEMM ${size} ${layout}`;
  return {
    name: `gemm-${size}-${layout.toLowerCase()}`,
    title,
    task,
    measure: 'steady',
    tolerance: 1e-3,
    operations: 2 * size ** 3,
  };
}
