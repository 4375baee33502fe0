/** Refuses steps that the device cannot hold, before anything is allocated for them. Called by `fit`, `evaluate`, `predict` and their kind. */
import type { Engine } from './engine.ts';
import { rowsOf, specsOf } from './feeds/columnBuffers.ts';
import type { Columns } from './feeds/feed.ts';
import type { Lane } from './lane.ts';

/** Plans the step of full batches of arrays. Throws RangeError with bytes, limit and layer when a buffer would be larger than the device allows. */
export function admit(engine: Engine, mode: Lane, columns: Columns | undefined, batchSize: number): void {
  if (columns) engine.admit({ mode, batch: Math.min(batchSize, rowsOf(columns)), ...specsOf(columns) });
}
