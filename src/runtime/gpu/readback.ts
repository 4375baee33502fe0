/** Reads buffers back to the host. */
import { type Device, Usage } from './device.ts';

/** A range of a buffer. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly bytes: number;
}

/** The bytes of each range, as they are when all work submitted before is done. Rejects with DeviceLostError. */
export async function readBuffer(device: Device, ranges: readonly BufferRange[]): Promise<ArrayBuffer[]> {
  const staging = stage(device, ranges);
  try {
    return await staging.read();
  } finally {
    staging.free();
  }
}

/** Copies ranges into a mappable buffer now, to be read when convenient. */
export function stage(device: Device, ranges: readonly BufferRange[]): { read(): Promise<ArrayBuffer[]>; free(): void } {
  const padded = ranges.map(({ bytes }) => Math.ceil(bytes / 4) * 4);
  const total = padded.reduce((sum, bytes) => sum + bytes, 0);
  const target = device.createBuffer('readback', total, Usage.mapRead | Usage.copyTarget);
  const encoder = device.gpu.createCommandEncoder();
  let at = 0;
  ranges.forEach(({ buffer, offset }, i) => {
    encoder.copyBufferToBuffer(buffer, offset, target, at, padded[i] as number);
    at += padded[i] as number;
  });
  device.gpu.queue.submit([encoder.finish()]);
  return { read: () => mapped(device, target, ranges, padded), free: () => device.freeBuffer(target) };
}

async function mapped(
  device: Device,
  target: GPUBuffer,
  ranges: readonly BufferRange[],
  padded: readonly number[],
): Promise<ArrayBuffer[]> {
  await device.guard(target.mapAsync(1));
  device.check();
  const all = target.getMappedRange();
  let at = 0;
  const parts = ranges.map(({ bytes }, i) => {
    const part = all.slice(at, at + bytes);
    at += padded[i] as number;
    return part;
  });
  target.unmap();
  return parts;
}
