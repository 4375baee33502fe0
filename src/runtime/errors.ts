/** What a caller can catch of the GPU's failures; thrown by `gpu/device.ts` and `gpu/pipelines.ts`. */

/** The GPU device went away: a driver reset, a crash of the GPU process, or `destroy()`. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  /** The browser's reason: `destroyed` when it was asked for, else `unknown`. */
  readonly reason: string;
  /** The training step that was running, where one was. */
  readonly step: number | undefined;

  constructor(message: string, { reason, step }: { reason: string; step?: number }) {
    super(message);
    this.reason = reason;
    this.step = step;
  }
}

/** A buffer did not fit into the GPU's memory; the device is still usable. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
  /** Bytes that were asked for. */
  readonly needed: number;
  /** Label of the buffer, which names the layer it belongs to. */
  readonly label: string;

  constructor(message: string, { needed, label }: { needed: number; label: string }) {
    super(message);
    this.needed = needed;
    this.label = label;
  }
}

/** A kernel did not compile. */
export class ShaderError extends Error {
  override readonly name = 'ShaderError';
  /** Label of the kernel. */
  readonly label: string;
  /** Line of the first message, counted from 1. */
  readonly line: number;
  /** The whole WGSL text after joining. */
  readonly source: string;

  constructor(message: string, { label, line, source }: { label: string; line: number; source: string }) {
    super(message);
    this.label = label;
    this.line = line;
    this.source = source;
  }
}
