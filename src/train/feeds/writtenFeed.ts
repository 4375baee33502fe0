/** Data that stays on the host and is written batch by batch; next: `loop.ts`. */
import type { Device } from '../../runtime/gpu/device.ts';
import { batchBuffer, batchSizes, gather } from '../data/batches.ts';
import type { Column } from '../data/columns.ts';
import { countingOrder } from '../random.ts';
import { ColumnBuffers, named, rowsOf } from './columnBuffers.ts';
import type { Columns, Feed } from './feed.ts';

/** Arrays too large for the GPU: each batch is gathered on the host and written before its step. */
export class WrittenFeed extends ColumnBuffers implements Feed {
  readonly rewinds = true;
  readonly sizes: readonly number[];
  private readonly columns: readonly { readonly name: string; readonly column: Column; readonly target: Float32Array | Uint8Array }[];
  private order: Uint32Array | undefined;
  private step = 0;
  private row = 0;

  constructor(device: Device, columns: Columns, batchSize: number, make: Device['createBuffer']) {
    super(device, columns, make);
    const rows = Math.min(batchSize, rowsOf(columns));
    this.sizes = batchSizes(rowsOf(columns), batchSize);
    this.columns = named(columns).map(([name, column]) => ({ name, column, target: batchBuffer(column, rows) }));
    for (const { name, target } of this.columns) this.create(name, target.byteLength);
    this.create('order', rows * 4);
    this.write('order', countingOrder(rows));
  }

  get steps() {
    return this.sizes.length;
  }

  begin(order?: Uint32Array): void {
    this.order = order;
    this.step = 0;
    this.row = 0;
  }

  hasNext(): boolean {
    return this.step < this.sizes.length;
  }

  next(): number {
    const size = this.sizes[this.step++] ?? 0;
    for (const { name, column, target } of size ? this.columns : []) this.write(name, gather(column, this.order, this.row, size, target));
    this.row += size;
    return size;
  }
}
