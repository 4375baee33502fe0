/** Data that comes batch by batch from a stream; next: `loop.ts`. */
import type { Device } from '../../runtime/gpu/device.ts';
import { packColumn, rowBytes } from '../data/batches.ts';
import type { Batch, Stream } from '../data/streams.ts';
import { countingOrder } from '../random.ts';
import { ColumnBuffers, named, requireBatchRoom, rowsOf } from './columnBuffers.ts';
import type { Columns, Feed } from './feed.ts';

/** Batches as a stream yields them. Buffers grow with the largest batch seen. */
export class StreamFeed implements Feed {
  readonly rewinds = true;
  readonly steps = undefined;
  readonly sizes: readonly number[] = [];
  private buffers: ColumnBuffers;
  private readonly device: Device;
  private stream: Stream;
  private readonly take: (batch: Batch) => Columns;
  /** Read ahead. */
  private first: Columns | undefined;
  private begun = false;
  private capacity = 0;

  constructor(device: Device, first: Columns, stream: Stream, take: (batch: Batch) => Columns) {
    this.device = device;
    this.stream = stream;
    this.take = take;
    this.first = first;
    this.buffers = new ColumnBuffers(device, first);
    this.reserve(first);
  }

  get specs() {
    return this.buffers.specs;
  }

  get externals() {
    return this.buffers.externals;
  }

  /** A source that can be read only once goes on where it is. */
  async begin(): Promise<void> {
    if (!this.begun) {
      this.begun = true;
      return;
    }
    const stream = await this.stream.reopen();
    if (stream !== this.stream) this.first = undefined;
    this.stream = stream;
  }

  async hasNext(): Promise<boolean> {
    this.first ??= await this.following();
    return this.first !== undefined;
  }

  async next(): Promise<number> {
    const columns = this.first ?? (await this.following());
    this.first = undefined;
    if (!columns) return 0;
    const rows = rowsOf(columns);
    if (rows > this.capacity) this.reserve(columns);
    for (const [name, column] of named(columns)) this.buffers.write(name, packColumn(column));
    return rows;
  }

  async dispose(): Promise<void> {
    this.buffers.dispose();
    await this.stream.close();
  }

  private async following(): Promise<Columns | undefined> {
    const batch = await this.stream.next();
    return batch && this.take(batch);
  }

  private reserve(columns: Columns): void {
    requireBatchRoom(this.device, columns, rowsOf(columns));
    this.buffers.dispose();
    this.buffers = new ColumnBuffers(this.device, columns);
    this.capacity = rowsOf(columns);
    for (const [name, column] of named(columns)) this.buffers.create(name, rowBytes(column) * this.capacity);
    this.buffers.create('order', this.capacity * 4);
    this.buffers.write('order', countingOrder(this.capacity));
  }
}
