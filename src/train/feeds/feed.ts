/** What a loop needs of its data: batches in buffers that the step programs bind. Made by `feedColumns.ts` and `streamFeed.ts`. */
import type { Externals } from '../../runtime/gpu/program.ts';
import type { Column } from '../data/columns.ts';
import type { ColumnSpec } from '../step.ts';

/** The columns of one pass over data. */
export interface Columns {
  readonly x: readonly Column[];
  readonly y: readonly Column[];
  readonly weights: readonly Column[];
}

/** What a loop needs of its data. */
export interface Feed {
  readonly specs: { readonly x: readonly ColumnSpec[]; readonly y: readonly ColumnSpec[]; readonly weights: readonly ColumnSpec[] };
  /** Steps in one pass, `undefined` for a stream. */
  readonly steps: number | undefined;
  readonly externals: Externals;
  /** Sizes of the batches that will come, where known: their programs can be compiled ahead. */
  readonly sizes: readonly number[];
  /** Whether each batch is written at the first row, so that the offset must be rewound before it. */
  readonly rewinds: boolean;
  /** Starts a pass; `order`: the row for each place, in order when absent. */
  begin(order?: Uint32Array): Promise<void> | void;
  /** Whether the pass has another batch; a stream is read ahead to know. */
  hasNext(): Promise<boolean> | boolean;
  /** Makes the next batch ready and gives its rows, 0 at the end of the pass. */
  next(): Promise<number> | number;
  /** Frees the buffers. */
  dispose(): Promise<void> | void;
}
