/** Tells the page how training goes, without slowing it, and lets it be paused; made by `trainer.ts`. */
import { Callback } from 'webgpu-fit';
import type { Gate } from './gate.ts';

/** Values of one moment or epoch by name; validation has `val_` before it. */
export type Values = Readonly<Record<string, number>>;

/** What the page learns of a training. */
export interface Listener {
  /** A step has begun; both count from 0. */
  onStep(epoch: number, step: number): void;
  /** Means over the steps since the last call; `at` counts epochs, 1.5 is half through the second. */
  onValues(at: number, values: Values): void;
  /** An epoch is complete; counts from 0. */
  onEpoch(epoch: number, values: Values): void;
}

/** Passes on steps, values and epochs. */
export class LiveCallback extends Callback {
  override asyncSafe = true;
  private readonly listener: Listener;
  private readonly gate: Gate;
  private epoch = 0;
  private before: { readonly steps: number; readonly means: Values } = { steps: 0, means: {} };

  constructor(listener: Listener, gate: Gate) {
    super();
    this.listener = listener;
    this.gate = gate;
  }

  override onEpochBegin(epoch: number): void {
    this.epoch = epoch;
    this.before = { steps: 0, means: {} };
  }

  override onTrainBatchBegin(batch: number): Promise<void> | undefined {
    this.listener.onStep(this.epoch, batch);
    return this.gate.pass();
  }

  /** Keras reports means since the epoch began, which hide what happens now: the steps before are taken out again. */
  override onTrainBatchEnd(batch: number, means: Values): void {
    const steps = batch + 1;
    const { before } = this;
    const latest = (key: string, mean: number) => (mean * steps - (before.means[key] ?? 0) * before.steps) / (steps - before.steps);
    const values = Object.fromEntries(Object.entries(means).map(([key, mean]) => [key, latest(key, mean)]));
    this.before = { steps, means };
    this.listener.onValues(this.epoch + steps / (this.params.steps ?? steps), values);
  }

  override onEpochEnd(epoch: number, values: Values): void {
    this.listener.onEpoch(epoch, { ...values });
  }
}
