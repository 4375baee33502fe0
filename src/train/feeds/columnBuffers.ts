/** The GPU buffers of columns, by the names of their placeholders. Used by the feeds. */
import { type Device, Usage } from '../../runtime/gpu/device.ts';
import { requireRoom } from '../../runtime/gpu/room.ts';
import { isPackedAsBytes, rowBytes } from '../data/batches.ts';
import type { Column } from '../data/columns.ts';
import type { ColumnSpec } from '../step.ts';
import type { Columns, Feed } from './feed.ts';

/** Buffers by placeholder name, and how columns are written to them. */
export class ColumnBuffers {
  readonly specs: Feed['specs'];
  readonly externals: Record<string, GPUBuffer> = {};
  private readonly device: Device;
  private readonly make: Device['createBuffer'];

  /** `make`: how buffers are made, `device.createBuffer` unless an allocation watches over them. */
  constructor(device: Device, columns: Columns, make: Device['createBuffer'] = (...request) => device.createBuffer(...request)) {
    this.device = device;
    this.make = make;
    this.specs = specsOf(columns);
  }

  /** Makes the buffer of a placeholder. */
  create(name: string, bytes: number): GPUBuffer {
    const buffer = this.make(`data ${name}`, bytes, Usage.storage | Usage.copyTarget);
    this.externals[name] = buffer;
    return buffer;
  }

  /** Writes whole words to a placeholder's buffer. */
  write(name: string, data: Float32Array | Uint8Array | Uint32Array): void {
    this.device.gpu.queue.writeBuffer(this.externals[name] as GPUBuffer, 0, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  }

  /** Frees the buffers. */
  dispose(): void {
    for (const buffer of Object.values(this.externals)) this.device.freeBuffer(buffer);
  }
}

/** How columns look to the placeholders of a step. */
export function specsOf({ x, y, weights }: Columns): Feed['specs'] {
  return { x: x.map(specOf), y: y.map(specOf), weights: weights.map(specOf) };
}

function specOf(column: Column): ColumnSpec {
  return { dtype: isPackedAsBytes(column) ? 'u8' : 'f32', sample: column.sample };
}

/** Columns with the names of their placeholders. */
export function named({ x, y, weights }: Columns): readonly (readonly [string, Column])[] {
  const part = (letter: string, columns: readonly Column[]) => columns.map((column, i) => [`${letter}${i}`, column] as const);
  return [...part('x', x), ...part('y', y), ...part('w', weights)];
}

/** Rows of all columns. */
export function rowsOf({ x }: Columns): number {
  return x[0]?.rows ?? 0;
}

/** Throws RangeError when `rows` rows of a column are larger than a buffer of the device. */
export function requireBatchRoom(device: Device, columns: Columns, rows: number): void {
  for (const [placeholder, column] of named(columns)) {
    const what = `Cannot allocate ${placeholder[0]} of '${column.name}' for a batch of ${rows} rows: its buffer`;
    requireRoom(device, what, rowBytes(column) * rows, ', a smaller batch needs less');
  }
}
