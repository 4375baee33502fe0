/** The data of a verb that comes batch by batch, checked like arrays; imported on first use, through `onFirstUse.ts`. Next: `streamFeed.ts`. */
import type { Device } from '../runtime/gpu/device.ts';
import { type Batch, openStream, type StreamSource } from './data/streams.ts';
import { rowsOf } from './feeds/columnBuffers.ts';
import type { Columns, Feed } from './feeds/feed.ts';
import { StreamFeed } from './feeds/streamFeed.ts';
import { checkLabels, type DataTarget, expected, type StreamOptions } from './inputs.ts';

/** Opens a stream and reads its first batch, which decides shapes. Throws RangeError for an empty one. */
export async function openFeed(
  device: Device,
  target: DataTarget,
  source: StreamSource,
  { classWeight, take }: StreamOptions,
): Promise<Feed> {
  const stream = await openStream(source, { inputs: target.inputs.map(expected), outputs: target.outputs.map(expected), classWeight });
  try {
    const first = await stream.next();
    if (!first) throw new RangeError('Cannot use the stream: it yields 0 batches, at least 1 is needed');
    const columns = batchColumns(target, first);
    take?.(columns, rowsOf(columns));
    return new StreamFeed(device, columns, stream, (batch) => batchColumns(target, batch));
  } catch (error) {
    await stream.close();
    throw error;
  }
}

function batchColumns({ outputs, compiled }: DataTarget, { x, y, sampleWeight }: Batch): Columns {
  if (!y && compiled?.hasLoss) throw new TypeError('Cannot use the stream: it yields x alone, the compiled loss needs [x, y]');
  const columns = { x, y: y ?? [], weights: sampleWeight ?? [] };
  if (y) checkLabels(columns, outputs, compiled);
  return columns;
}
