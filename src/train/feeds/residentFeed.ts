/** Data that stays on the GPU, gathered there by an order; next: `loop.ts`. */
import type { Device } from '../../runtime/gpu/device.ts';
import { batchSizes, packColumn } from '../data/batches.ts';
import { countingOrder } from '../random.ts';
import { ColumnBuffers, named, rowsOf } from './columnBuffers.ts';
import type { Columns, Feed } from './feed.ts';

/** All data on the GPU; a pass costs one write of the order. */
export class ResidentFeed extends ColumnBuffers implements Feed {
  readonly rewinds = false;
  readonly sizes: readonly number[];
  private readonly rows: number;
  private ordered = false;
  private step = 0;

  constructor(device: Device, columns: Columns, batchSize: number, make: Device['createBuffer']) {
    super(device, columns, make);
    this.rows = rowsOf(columns);
    this.sizes = batchSizes(this.rows, batchSize);
    this.create('order', this.rows * 4);
    for (const [name, column] of named(columns)) {
      const packed = packColumn(column);
      this.create(name, packed.byteLength);
      this.write(name, packed);
    }
  }

  get steps() {
    return this.sizes.length;
  }

  begin(order?: Uint32Array): void {
    this.step = 0;
    if (order || !this.ordered) this.write('order', order ?? countingOrder(this.rows));
    this.ordered = order === undefined;
  }

  hasNext(): boolean {
    return this.step < this.sizes.length;
  }

  next(): number {
    return this.sizes[this.step++] ?? 0;
  }
}
