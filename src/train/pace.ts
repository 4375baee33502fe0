/** How far the loop runs ahead of the GPU. Used by `loop.ts`. */
import type { Device } from '../runtime/gpu/device.ts';
import type { Engine } from './engine.ts';
import type { Lane } from './lane.ts';

/** Milliseconds of work that may wait on the GPU: a stop or an abort takes effect after it. */
const AHEAD = 10;

/** Submits in flight, at least and at most. Long steps need two to keep the GPU at work; short ones more, since word of each takes its time to come back. */
const LEAST = 2;
const MOST = 16;

/** Submits from which the time of one is told: word of several may come at once. */
const WINDOW = 8;

/** The pace of a lane: what one pass learns of its steps serves the next. */
export function paceOf({ paces, device }: Engine, lane: Lane): Pace {
  const pace = paces.get(lane) ?? new Pace(device);
  paces.set(lane, pace);
  return pace;
}

/** Waits until few enough submits are in flight. */
export class Pace {
  private readonly device: Device;
  private readonly flying: Promise<void>[] = [];
  /** Milliseconds that the last submits took, of those that followed another without a gap. */
  private readonly times: number[] = [];
  private onGpu = 0;
  /** Since when the GPU has been at work on the submit that ends next; absent where it had none, and so long to wait for word of one. */
  private since: number | undefined;

  constructor(device: Device) {
    this.device = device;
  }

  /** To be called after each submit. Rejects with DeviceLostError. */
  async next(): Promise<void> {
    this.onGpu++;
    const done = this.device.gpu.queue.onSubmittedWorkDone().then(() => this.ended(performance.now()));
    // What fails on a lost device is told by the first; the others would be unhandled rejections.
    done.catch(() => undefined);
    this.flying.push(done);
    while (this.flying.length >= this.limit) await this.device.guard(this.flying.shift() as Promise<void>);
  }

  private ended(now: number): void {
    if (this.since !== undefined) this.times.push(now - this.since);
    if (this.times.length > WINDOW) this.times.shift();
    this.since = --this.onGpu ? now : undefined;
  }

  private get limit(): number {
    if (this.times.length < WINDOW) return LEAST;
    const each = this.times.reduce((sum, time) => sum + time, 0) / WINDOW;
    return Math.max(LEAST, Math.min(MOST, Math.floor(AHEAD / each)));
  }
}
