/** The record of a training run, one list per log key; what `fit` returns. */
import type { Logs } from '../run.ts';
import { Callback } from './callback.ts';

/** Records the logs of every epoch, with what earlier callbacks added to them. */
export class History extends Callback {
  /** One list per log key, one value per epoch in which the key was logged; goes on in a second run. */
  readonly history: Record<string, number[]> = {};
  /** The epochs of this run, from 0. */
  epoch: number[] = [];

  override onTrainBegin(_logs: Logs): void {
    this.epoch = [];
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [key, value] of Object.entries(logs)) {
      this.history[key] ??= [];
      this.history[key].push(value);
    }
  }
}

/** Makes a `History`; `fit` adds one by itself. */
export function history(): History {
  return new History();
}
