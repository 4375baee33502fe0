/** Brings batches to the step programs: resident data gathered on the GPU by an order, or batches written step by step. Read by the loops. */
import { type Device, Usage } from '../runtime/gpu/device.ts';
import type { Externals } from '../runtime/gpu/program.ts';
import { batchBuffer, batchSizes, gather, isPackedAsBytes, packColumn, rowBytes } from './data/batches.ts';
import type { Column } from './data/columns.ts';
import type { Stream } from './data/streams.ts';
import type { ColumnSpec } from './step.ts';

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
  /** Rows that `next` will give, where that is known. */
  peek(): number;
  /** Frees the buffers. */
  dispose(): Promise<void> | void;
}

let budgetBytes: number | undefined;

/** Sets how many bytes of data may stay on the GPU; `undefined`: 1 GiB, half of that on a software adapter. */
export function setDataBudget(bytes: number | undefined): void {
  budgetBytes = bytes;
}

/** A feed for arrays: resident when every column fits one binding and all of them the budget, else written batch by batch. */
export function feedColumns(device: Device, columns: Columns, batchSize: number): Promise<Feed> {
  const all = [...columns.x, ...columns.y, ...columns.weights];
  const bytes = all.map((column) => rowBytes(column) * column.rows);
  const budget = budgetBytes ?? (device.software ? 2 ** 29 : 2 ** 30);
  const fits = bytes.every((size) => size <= device.gpu.limits.maxStorageBufferBindingSize) && bytes.reduce((a, b) => a + b, 0) <= budget;
  return device.allocate('the data', () =>
    fits ? new ResidentFeed(device, columns, batchSize) : new WrittenFeed(device, columns, batchSize),
  );
}

/** A feed for a stream, whose first batch has been read. */
export function feedStream(
  device: Device,
  first: Columns,
  stream: Stream,
  take: (batch: NonNullable<Awaited<ReturnType<Stream['next']>>>) => Columns,
): Feed {
  return new StreamFeed(device, first, stream, take);
}

/** Buffers by placeholder name, and how columns are written to them. */
class ColumnBuffers {
  readonly specs: Feed['specs'];
  readonly externals: Record<string, GPUBuffer> = {};
  private readonly device: Device;

  constructor(device: Device, columns: Columns) {
    this.device = device;
    this.specs = { x: columns.x.map(specOf), y: columns.y.map(specOf), weights: columns.weights.map(specOf) };
  }

  create(name: string, bytes: number): GPUBuffer {
    const buffer = this.device.createBuffer(`data ${name}`, bytes, Usage.storage | Usage.copyTarget);
    this.externals[name] = buffer;
    return buffer;
  }

  write(name: string, data: Float32Array | Uint8Array | Uint32Array): void {
    const buffer = this.externals[name] as GPUBuffer;
    const whole = Math.floor(data.byteLength / 4) * 4;
    this.device.gpu.queue.writeBuffer(buffer, 0, data.buffer as ArrayBuffer, data.byteOffset, whole);
    if (whole === data.byteLength) return;
    const rest = new Uint8Array(4);
    rest.set(new Uint8Array(data.buffer, data.byteOffset + whole, data.byteLength - whole));
    this.device.gpu.queue.writeBuffer(buffer, whole, rest);
  }

  dispose(): void {
    for (const buffer of Object.values(this.externals)) this.device.freeBuffer(buffer);
  }
}

function specOf(column: Column): ColumnSpec {
  return { dtype: isPackedAsBytes(column) ? 'u8' : 'f32', sample: column.sample };
}

/** Columns with the names of their placeholders. */
function named({ x, y, weights }: Columns): readonly (readonly [string, Column])[] {
  const part = (letter: string, columns: readonly Column[]) => columns.map((column, i) => [`${letter}${i}`, column] as const);
  return [...part('x', x), ...part('y', y), ...part('w', weights)];
}

function rowsOf({ x }: Columns): number {
  return x[0]?.rows ?? 0;
}

function countingOrder(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

/** All data on the GPU; a pass costs one write of the order. */
class ResidentFeed implements Feed {
  readonly rewinds = false;
  readonly sizes: readonly number[];
  private readonly buffers: ColumnBuffers;
  private readonly rows: number;
  private ordered = false;
  private step = 0;

  constructor(device: Device, columns: Columns, batchSize: number) {
    this.rows = rowsOf(columns);
    this.sizes = batchSizes(this.rows, batchSize);
    this.buffers = new ColumnBuffers(device, columns);
    this.buffers.create('order', this.rows * 4);
    for (const [name, column] of named(columns)) {
      const packed = packColumn(column);
      this.buffers.create(name, packed.byteLength);
      this.buffers.write(name, packed);
    }
  }

  get specs() {
    return this.buffers.specs;
  }

  get externals() {
    return this.buffers.externals;
  }

  get steps() {
    return this.sizes.length;
  }

  begin(order?: Uint32Array): void {
    this.step = 0;
    if (order || !this.ordered) this.buffers.write('order', order ?? countingOrder(this.rows));
    this.ordered = order === undefined;
  }

  hasNext(): boolean {
    return this.step < this.sizes.length;
  }

  next(): number {
    return this.sizes[this.step++] ?? 0;
  }

  peek(): number {
    return this.sizes[this.step] ?? 0;
  }

  dispose(): void {
    this.buffers.dispose();
  }
}

/** Arrays too large for the GPU: each batch is gathered on the host and written before its step. */
class WrittenFeed implements Feed {
  readonly rewinds = true;
  readonly sizes: readonly number[];
  private readonly buffers: ColumnBuffers;
  private readonly columns: readonly { readonly name: string; readonly column: Column; readonly target: Float32Array | Uint8Array }[];
  private order: Uint32Array | undefined;
  private step = 0;
  private row = 0;

  constructor(device: Device, columns: Columns, batchSize: number) {
    const rows = Math.min(batchSize, rowsOf(columns));
    this.sizes = batchSizes(rowsOf(columns), batchSize);
    this.buffers = new ColumnBuffers(device, columns);
    this.columns = named(columns).map(([name, column]) => ({ name, column, target: batchBuffer(column, rows) }));
    for (const { name, target } of this.columns) this.buffers.create(name, target.byteLength);
    this.buffers.create('order', rows * 4);
    this.buffers.write('order', countingOrder(rows));
  }

  get specs() {
    return this.buffers.specs;
  }

  get externals() {
    return this.buffers.externals;
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
    for (const { name, column, target } of size ? this.columns : [])
      this.buffers.write(name, gather(column, this.order, this.row, size, target));
    this.row += size;
    return size;
  }

  peek(): number {
    return this.sizes[this.step] ?? 0;
  }

  dispose(): void {
    this.buffers.dispose();
  }
}

/** Batches as a stream yields them. Buffers grow with the largest batch seen. */
class StreamFeed implements Feed {
  readonly rewinds = true;
  readonly steps = undefined;
  readonly sizes: readonly number[] = [];
  private buffers: ColumnBuffers;
  private readonly device: Device;
  private stream: Stream;
  private readonly take: (batch: NonNullable<Awaited<ReturnType<Stream['next']>>>) => Columns;
  /** Read ahead. */
  private first: Columns | undefined;
  private begun = false;
  private capacity = 0;

  constructor(device: Device, first: Columns, stream: Stream, take: (batch: NonNullable<Awaited<ReturnType<Stream['next']>>>) => Columns) {
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

  peek(): number {
    return 0;
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
    this.buffers.dispose();
    this.buffers = new ColumnBuffers(this.device, columns);
    this.capacity = rowsOf(columns);
    for (const [name, column] of named(columns)) this.buffers.create(name, rowBytes(column) * this.capacity);
    this.buffers.create('order', this.capacity * 4);
    this.buffers.write('order', countingOrder(this.capacity));
  }
}
