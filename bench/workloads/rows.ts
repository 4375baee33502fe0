/** The rows of the table: which work is measured, and what tells that all engines did the same. Measured by `harness.ts`, printed by `table.ts`. */
import type { GemmTask, Layout } from './gemm.ts';
import { cnn, mlp, type NetworkTask, normalizedCnn, small, withoutDropout } from './network.ts';

/** What an engine is asked to run; a new kind of row adds one here and a case in each engine. */
export type Task = NetworkTask | GemmTask;

/** A task without what differs by design, and the steps after which results are compared. */
export interface Check {
  readonly task: Task;
  readonly steps: number;
}

/** A row of the table. */
export interface Row {
  /** What `--only` names. */
  readonly name: string;
  readonly title: string;
  readonly task: Task;
  /** `first`: time from the call that trains to the end of the first step, in a new browser; `steady`: time per step. */
  readonly measure: 'steady' | 'first';
  /** Without it the rounds' own results are compared. */
  readonly check?: Check;
  /** Largest relative difference of those results. */
  readonly tolerance: number;
  /** Floating-point operations per step, where the rate tells something. */
  readonly operations?: number;
  /** Measured only when `--only` names it: too long for a machine without a GPU. */
  readonly onRequest?: boolean;
}

const LAYOUTS = ['NN', 'NT', 'TN'] as const;

/** All rows, in the order of the table. */
export const ROWS: readonly Row[] = [
  networkRow('small-b32', 'small network, batch 32', small(32), 20),
  networkRow('mlp-b32', 'MNIST MLP, batch 32', mlp(32), 20),
  networkRow('mlp-b512', 'MNIST MLP, batch 512', mlp(512), 5),
  networkRow('cnn-b32', 'CNN 28x28x1, batch 32', cnn(32), 3),
  networkRow('cnn-bn-b32', 'CNN 32x32x3 with batch normalization, batch 32', normalizedCnn(32), 3),
  { ...networkRow('first-step', 'first step of the MLP, batch 32', mlp(32), 5), measure: 'first' },
  ...[256, 512, 1024].flatMap((size) => LAYOUTS.map((layout) => gemmRow(size, layout))),
  ...[2048, 4096].flatMap((size) =>
    LAYOUTS.map((layout): Row => ({ ...gemmRow(size, layout), name: `large-${size}-${layout.toLowerCase()}`, onRequest: true })),
  ),
];

/** A network is compared without dropout after `steps` steps. */
function networkRow(name: string, title: string, task: NetworkTask, steps: number): Row {
  // TF.js adds Adam's epsilon elsewhere, which alone makes up to 4e-4.
  return { name, title, task, measure: 'steady', check: { task: withoutDropout(task), steps }, tolerance: 1e-3 };
}

function gemmRow(size: number, layout: Layout): Row {
  return {
    name: `gemm-${size}-${layout.toLowerCase()}`,
    title: `GEMM ${size} ${layout}`,
    task: { kind: 'gemm', size, layout },
    measure: 'steady',
    tolerance: 1e-3,
    operations: 2 * size ** 3,
  };
}
