/** Chooses how arrays come to the GPU: all at once, or batch by batch when they are too large. */
import type { Device } from '../../runtime/gpu/device.ts';
import { roomOf } from '../../runtime/gpu/room.ts';
import { rowBytes } from '../data/batches.ts';
import { later } from '../onFirstUse.ts';
import { requireBatchRoom, rowsOf } from './columnBuffers.ts';
import type { Columns, Feed } from './feed.ts';
import { ResidentFeed } from './residentFeed.ts';

let budgetBytes: number | undefined;

/** Sets how many bytes of data may stay on the GPU; `undefined`: 1 GiB, half of that on a software adapter. */
export function setDataBudget(bytes: number | undefined): void {
  budgetBytes = bytes;
}

/**
 * A feed for arrays: resident when every column fits one buffer and all of them the budget, else written batch by batch. Rejects with RangeError
 * when a batch of a column is larger than a buffer of the device.
 */
export async function feedColumns(device: Device, columns: Columns, batchSize: number): Promise<Feed> {
  const all = [...columns.x, ...columns.y, ...columns.weights];
  const bytes = all.map((column) => rowBytes(column) * column.rows);
  const budget = budgetBytes ?? (device.software ? 2 ** 29 : 2 ** 30);
  const fits = bytes.every((size) => size <= roomOf(device)) && bytes.reduce((a, b) => a + b, 0) <= budget;
  requireBatchRoom(device, columns, Math.min(batchSize, rowsOf(columns)));
  const FeedOfSize = fits ? ResidentFeed : (await later()).WrittenFeed;
  return device.allocate('the data', (create) => new FeedOfSize(device, columns, batchSize, create));
}
