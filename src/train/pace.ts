/** How far the loop runs ahead of the GPU. Used by `loop.ts`. */
import type { Device } from '../runtime/gpu/device.ts';

/** Milliseconds of work that may wait on the GPU: a stop or an abort takes effect after it. */
const AHEAD = 10;

/** Submits in flight, at least and at most. Long steps need two to keep the GPU at work; short ones more, since word of each takes its time to come back. */
const LEAST = 2;
const MOST = 16;

/** Ends of submits from which the time of one is told: word of several may come at once. */
const WINDOW = 8;

/** Waits until few enough submits are in flight. */
export class Pace {
  private readonly device: Device;
  private readonly flying: Promise<void>[] = [];
  /** When the last submits were done. */
  private readonly ends: number[] = [];

  constructor(device: Device) {
    this.device = device;
  }

  /** To be called after each submit. Rejects with DeviceLostError. */
  async next(): Promise<void> {
    this.flying.push(this.device.gpu.queue.onSubmittedWorkDone().then(() => this.ended(performance.now())));
    while (this.flying.length >= this.limit) await this.device.guard(this.flying.shift() as Promise<void>);
  }

  private ended(now: number): void {
    this.ends.push(now);
    if (this.ends.length > WINDOW) this.ends.shift();
  }

  private get limit(): number {
    const { ends } = this;
    if (ends.length < WINDOW) return LEAST;
    const each = ((ends[WINDOW - 1] as number) - (ends[0] as number)) / (WINDOW - 1);
    return Math.max(LEAST, Math.min(MOST, Math.floor(AHEAD / each)));
  }
}
