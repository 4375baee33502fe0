/** Sets the learning rate before every epoch, through `learningRate.ts`. */

import { knownOptions, type OptionNames } from '../checks.ts';
import type { Logs } from '../run.ts';
import { Callback } from './callback.ts';
import { learningRateOf } from './learningRate.ts';
import { pythonNumber } from './pythonNumber.ts';
import { say } from './say.ts';

/** Options of `LearningRateScheduler`, Keras's. */
export interface LearningRateSchedulerOptions {
  /** 1 tells the learning rate of every epoch. Default 0. */
  readonly verbose?: 0 | 1 | undefined;
}

const SCHEDULER_OPTIONS: OptionNames<LearningRateSchedulerOptions> = { verbose: true };

/** Keras's `LearningRateScheduler`; adds `learning_rate` to the logs of the epoch. */
export class LearningRateScheduler extends Callback {
  readonly schedule: (epoch: number, learningRate: number) => number;
  readonly verbose: 0 | 1;

  constructor(schedule: (epoch: number, learningRate: number) => number, { verbose = 0 }: LearningRateSchedulerOptions = {}) {
    super();
    this.schedule = schedule;
    this.verbose = verbose;
  }

  /** Throws TypeError when the optimizer has a schedule or this one gives no number, RangeError when it is negative or not finite. */
  override onEpochBegin(epoch: number, _logs: Logs): void {
    const rate = checked(this.schedule(epoch, learningRateOf(this.model)), epoch);
    this.model.optimizer.learningRate = rate;
    if (this.verbose > 0) say(`\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${pythonNumber(rate)}.`);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = learningRateOf(this.model);
  }
}

/** Makes a `LearningRateScheduler`; `schedule` gets the epoch from 0 and the present learning rate, and returns the new one. */
export function learningRateScheduler(
  schedule: (epoch: number, learningRate: number) => number,
  options?: LearningRateSchedulerOptions,
): LearningRateScheduler {
  return new LearningRateScheduler(schedule, knownOptions('learningRateScheduler(schedule, { verbose: 1 })', options, SCHEDULER_OPTIONS));
}

function checked(rate: unknown, epoch: number): number {
  if (typeof rate !== 'number')
    throw new TypeError(`Cannot set the learning rate of epoch ${epoch}: the schedule returned a ${typeof rate}, must be a number`);
  if (Number.isFinite(rate) && rate >= 0) return rate;
  throw new RangeError(`Cannot set the learning rate of epoch ${epoch}: the schedule returned ${rate}, must be finite and not negative`);
}
