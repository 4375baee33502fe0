/** What callbacks that watch one log value share: which way is better, and what counts as an improvement. */

import type { OptionNames } from '../checks.ts';
import type { Logs, MetricInfo, Run } from '../run.ts';
import { Callback } from './callback.ts';
import { warn } from './say.ts';

/** Options of every callback that watches a value. */
export interface MonitorOptions {
  /** Log key, `'val_loss'` unless given. */
  readonly monitor?: string | undefined;
  /** Which way is better; `'auto'`, the default, takes the direction of the metric. */
  readonly mode?: 'auto' | 'min' | 'max' | undefined;
}

/** Their names. */
export const MONITOR_OPTIONS: OptionNames<MonitorOptions> = { monitor: true, mode: true };

/** Watches one log value; the direction is settled when training begins. */
export class MonitorCallback extends Callback {
  readonly monitor: string;
  readonly mode: 'auto' | 'min' | 'max';
  /** The best value so far, `undefined` before the first. */
  best: number | undefined;
  private readonly minDelta: number;
  /** 1 where larger values are better, else -1. */
  private direction = 0;
  private warned = false;

  /** Throws RangeError for an unknown mode or a `minDelta` that is not a number; the sign of `minDelta` is ignored. */
  constructor({ monitor = 'val_loss', mode = 'auto' }: MonitorOptions, minDelta = 0) {
    super();
    if (!['auto', 'min', 'max'].includes(mode))
      throw new RangeError(`Cannot monitor ${monitor}: mode is ${mode}, must be auto, min or max`);
    if (!Number.isFinite(minDelta)) throw new RangeError(`Cannot monitor ${monitor}: minDelta is ${minDelta}, must be a finite number`);
    this.monitor = monitor;
    this.mode = mode;
    this.minDelta = Math.abs(minDelta);
  }

  /** Throws RangeError when the mode is `'auto'` and the direction of the value is not known. */
  override onTrainBegin(_logs: Logs): void {
    const mode = this.mode === 'auto' ? modeOf(this.monitor, this.model) : this.mode;
    this.direction = mode === 'max' ? 1 : -1;
  }

  /** Whether a value is better than the reference by more than `minDelta`; anything is better than no reference. */
  protected improves(value: number, reference: number | undefined): boolean {
    if (reference === undefined) return true;
    // Keras compares in float32: two values that are equal there are no improvement.
    return Math.fround(this.direction * value - this.minDelta) > Math.fround(this.direction * reference);
  }

  /** The watched value; `undefined`, with one warning per callback, where the logs lack it. */
  protected watched(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined && !this.warned) {
      this.warned = true;
      warn(`There is no ${this.monitor} to monitor: the logs hold ${Object.keys(logs).join(', ')}`);
    }
    return value;
  }
}

/** Throws RangeError when an option that counts is not a whole number of at least `least`. */
export function checkCount(option: string, value: number, least = 0): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`Cannot set ${option}: it is ${value}, must be a whole number of at least ${least}`);
}

const LOSS: MetricInfo = { name: 'loss', direction: 'down' };

function modeOf(monitor: string, { metrics }: Run): 'min' | 'max' {
  const known = [LOSS, ...metrics].filter(({ direction }) => direction !== undefined);
  const name = monitor.replace(/^val_/, '');
  // A model with several outputs logs `output_loss` and `output_accuracy`.
  const metric = known.find((metric) => metric.name === name) ?? known.find((metric) => name.endsWith(`_${metric.name}`));
  if (!metric) throw new RangeError(unknownDirection(monitor, known));
  return metric.direction === 'up' ? 'max' : 'min';
}

function unknownDirection(monitor: string, known: readonly MetricInfo[]): string {
  const names = known.map(({ name }) => name).join(', ');
  return `Cannot monitor ${monitor}: whether larger is better is not known, mode must be min or max, or monitor one of ${names} (or these with val_)`;
}
