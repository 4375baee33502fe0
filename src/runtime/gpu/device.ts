/** The GPU device: asked for with the adapter's limits, watched for loss and errors, keeping count of its buffers. Next: `store.ts`, `program.ts`. */
import { DeviceLostError, OutOfMemoryError } from '../errors.ts';
import type { Profile } from '../graph/profile.ts';
import { isSoftware, profileOf } from './adapterProfile.ts';

/** Where to take the GPU from. */
export interface DeviceOptions {
  /** A ready device, used as it is. */
  readonly device?: GPUDevice;
  /** A GPU object other than `navigator.gpu`, for runtimes without one. */
  readonly gpu?: GPU;
  readonly powerPreference?: GPUPowerPreference;
}

/** Buffers alive on a device. */
export interface MemoryUse {
  readonly buffers: number;
  readonly bytes: number;
}

/** Usage flags by number, so that no runtime needs WebGPU's globals. */
export const Usage = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80, queryResolve: 0x200 } as const;

/** Milliseconds that a failed call of the browser waits for the news that the device was lost, which may come later. */
const LOSS_DELAY = 100;

/** Chromium's name for what kernels need that use matrix units. */
export const MATRIX_FEATURE = 'chromium-experimental-subgroup-matrix' as GPUFeatureName;

const WANTED_FEATURES: readonly GPUFeatureName[] = ['subgroups', 'timestamp-query', MATRIX_FEATURE];

const NO_WEBGPU =
  'Cannot find WebGPU: this runtime has no navigator.gpu, use Chrome or Edge 113 or newer, Safari 26 or newer or Firefox 141 or newer on https or localhost';
const NO_ADAPTER =
  'Cannot find a GPU adapter: the browser offers none, turn on hardware acceleration (in Chrome on Linux: chrome://flags/#enable-unsafe-webgpu) or restart a browser that has blocked its GPU after crashes';

/** Asks for an adapter and a device with all of the adapter's limits. Throws Error with what to do when there is none. */
export async function acquireDevice(options: DeviceOptions = {}): Promise<Device> {
  if (options.device) return new Device(options.device, options.device.adapterInfo);
  const gpu = options.gpu ?? (typeof navigator === 'undefined' ? undefined : navigator.gpu);
  if (!gpu) throw new Error(NO_WEBGPU);
  const adapter = await gpu.requestAdapter({ powerPreference: options.powerPreference ?? 'high-performance' });
  if (!adapter) throw new Error(NO_ADAPTER);
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({ label: 'webgpu-fit', requiredFeatures, requiredLimits: limitsOf(adapter) });
  return new Device(device, adapter.info);
}

function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const value = (adapter.limits as unknown as Record<string, unknown>)[name];
    if (typeof value === 'number') limits[name] = value;
  }
  return limits;
}

/** A GPU device and what is known of its state. */
export class Device {
  readonly gpu: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** What kernels are planned for; replaced when the tuner has chosen variants for it. */
  profile: Profile;
  /** Buffers that this device holds; another object when there are others. */
  memory: MemoryUse = { buffers: 0, bytes: 0 };
  private lostError: DeviceLostError | undefined;
  private firstError: GPUError | undefined;
  /** Rejections of guarded promises that are still pending. */
  private readonly waiting = new Set<(error: DeviceLostError) => void>();
  private readonly live = new WeakSet<GPUBuffer>();

  constructor(gpu: GPUDevice, info: GPUAdapterInfo, profile?: Profile) {
    this.gpu = gpu;
    this.info = info;
    this.profile = profile ?? profileOf(gpu, info);
    gpu.lost.then(({ reason, message }) => this.lose(reason, message));
    gpu.addEventListener('uncapturederror', (event) => {
      this.firstError ??= event.error;
      event.preventDefault();
    });
  }

  /** Whether the adapter computes on the CPU. */
  get software(): boolean {
    return isSoftware(this.info);
  }

  /** Whether the device is gone. */
  get lost(): boolean {
    return this.lostError !== undefined;
  }

  /** Throws what has gone wrong since the last look: the loss of the device or an uncaptured GPU error. */
  check(): void {
    if (this.lostError) throw this.lostError;
    const error = this.firstError;
    this.firstError = undefined;
    if (error) throw new Error(`Cannot run on the GPU: ${error.message}`);
  }

  /** The promise's value; rejects with DeviceLostError when the device goes first. */
  guard<T>(promise: Promise<T>): Promise<T> {
    if (this.lostError) {
      // What fails on a lost device is reported here; left alone it would be an unhandled rejection as well.
      promise.catch(() => undefined);
      return Promise.reject(this.lostError);
    }
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const settle = (finish: () => void) => {
        this.waiting.delete(reject);
        finish();
      };
      promise.then(
        (value) => settle(() => resolve(value)),
        (error) => {
          const fail = () => settle(() => reject(error));
          if (error instanceof DOMException) setTimeout(fail, LOSS_DELAY);
          else fail();
        },
      );
    });
  }

  /** Waits until all submitted work is done and throws what went wrong. */
  async settle(): Promise<void> {
    this.gpu.queue.submit([]);
    await this.guard(this.gpu.queue.onSubmittedWorkDone());
    this.check();
  }

  private lose(reason: string, message: string): void {
    const error = new DeviceLostError(lossMessage(reason, message), { reason });
    this.lostError = error;
    for (const reject of this.waiting) reject(error);
    this.waiting.clear();
  }

  /** A buffer of at least `bytes`, counted until it is freed by `freeBuffer`. */
  createBuffer(label: string, bytes: number, usage: number): GPUBuffer {
    const size = bufferBytes(bytes);
    if (size > this.gpu.limits.maxBufferSize) {
      throw new OutOfMemoryError(
        `Cannot allocate ${label}: it needs ${size} bytes, this device's buffers hold at most ${this.gpu.limits.maxBufferSize}`,
        { needed: size, label },
      );
    }
    const buffer = this.gpu.createBuffer({ label, size, usage });
    this.live.add(buffer);
    this.memory = { buffers: this.memory.buffers + 1, bytes: this.memory.bytes + size };
    return buffer;
  }

  /** Destroys a buffer made by `createBuffer`; does nothing the second time. */
  freeBuffer(buffer: GPUBuffer): void {
    if (!this.live.delete(buffer)) return;
    this.memory = { buffers: this.memory.buffers - 1, bytes: this.memory.bytes - buffer.size };
    buffer.destroy();
  }

  /**
   * Runs allocations, which make their buffers by `create`. When the GPU has no room for them all are freed again and it rejects with
   * OutOfMemoryError, with Error for invalid ones.
   */
  async allocate<T>(label: string, allocations: (create: Device['createBuffer']) => T): Promise<T> {
    this.check();
    const made: GPUBuffer[] = [];
    const create: Device['createBuffer'] = (...request) => {
      const buffer = this.createBuffer(...request);
      made.push(buffer);
      return buffer;
    };
    try {
      return await this.scoped(label, () => allocations(create));
    } catch (error) {
      for (const buffer of made) this.freeBuffer(buffer);
      throw error;
    }
  }

  /** Runs `body` and rejects with the errors that its calls make on the GPU. */
  private async scoped<T>(label: string, body: () => T): Promise<T> {
    const before = this.memory.bytes;
    this.gpu.pushErrorScope('validation');
    this.gpu.pushErrorScope('out-of-memory');
    let result: T;
    let errors: Promise<(GPUError | null)[]>;
    try {
      result = body();
    } finally {
      // The scopes end even when the body throws: left open they would swallow every later error.
      errors = Promise.all([this.gpu.popErrorScope(), this.gpu.popErrorScope()]);
    }
    const needed = this.memory.bytes - before;
    const [memory, invalid] = await this.guard(errors);
    if (memory) {
      throw new OutOfMemoryError(
        `Cannot allocate ${label}: the GPU has no room for ${needed} bytes beside the ${before} in use, a smaller batch needs less`,
        {
          needed,
          label,
        },
      );
    }
    if (invalid) throw new Error(`Cannot allocate ${label}: ${invalid.message}`);
    return result;
  }
}

/** Bytes that the device gives to a buffer of at least `bytes`. */
export function bufferBytes(bytes: number): number {
  return Math.ceil(Math.max(bytes, 16) / 16) * 16;
}

function lossMessage(reason: string, message: string): string {
  return `Cannot go on: the GPU device was lost (${reason}): ${message || 'no message'}; load the last checkpoint to continue on a new device`;
}
