/** Lowers the learning rate when a watched value stops improving; the rule is in `monitorCallback.ts`. */

import { knownOptions, type OptionNames } from '../checks.ts';
import type { Logs } from '../run.ts';
import { learningRateOf } from './learningRate.ts';
import { checkCount, MONITOR_OPTIONS, MonitorCallback, type MonitorOptions } from './monitorCallback.ts';
import { pythonNumber } from './pythonNumber.ts';
import { say } from './say.ts';

/** Options of `ReduceLROnPlateau`, Keras's. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by, below 1. Default 0.1. */
  readonly factor?: number | undefined;
  /** Epochs without improvement after which it is lowered. Default 10. */
  readonly patience?: number | undefined;
  /** 1 tells when it is lowered. Default 0. */
  readonly verbose?: 0 | 1 | undefined;
  /** Least change that counts as an improvement. Default 1e-4. */
  readonly minDelta?: number | undefined;
  /** Epochs after lowering it during which nothing is counted. Default 0. */
  readonly cooldown?: number | undefined;
  /** Where lowering ends. Default 0. */
  readonly minLr?: number | undefined;
}

const PLATEAU_OPTIONS: OptionNames<ReduceLROnPlateauOptions> = {
  ...MONITOR_OPTIONS,
  factor: true,
  patience: true,
  verbose: true,
  minDelta: true,
  cooldown: true,
  minLr: true,
};

/** Keras's `ReduceLROnPlateau`; adds `learning_rate` to the logs of the epoch, as it was before it is lowered. */
export class ReduceLROnPlateau extends MonitorCallback {
  readonly factor: number;
  readonly patience: number;
  readonly verbose: 0 | 1;
  readonly cooldown: number;
  readonly minLr: number;
  /** Epochs since the last improvement. */
  wait = 0;
  /** Epochs that are left without counting. */
  cooldownCounter = 0;

  /** Throws RangeError for a factor that is not below 1 and for counts that are not whole numbers. */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    super(options, options.minDelta ?? 1e-4);
    this.factor = options.factor ?? 0.1;
    this.patience = options.patience ?? 10;
    this.verbose = options.verbose ?? 0;
    this.cooldown = options.cooldown ?? 0;
    this.minLr = options.minLr ?? 0;
    checkFactor(this.factor);
    checkCount('patience', this.patience);
    checkCount('cooldown', this.cooldown);
  }

  /** Throws TypeError when the optimizer has a schedule. */
  override onTrainBegin(logs: Logs): void {
    super.onTrainBegin(logs);
    learningRateOf(this.model);
    this.best = undefined;
    this.cooldownCounter = 0;
    this.wait = 0;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    logs.learning_rate = learningRateOf(this.model);
    const value = this.watched(logs);
    if (value === undefined) return;
    if (this.cooldownCounter > 0) this.coolDown();
    if (this.improves(value, this.best)) {
      this.best = value;
      this.wait = 0;
    } else if (this.cooldownCounter === 0) this.waitOrReduce(epoch);
  }

  private coolDown(): void {
    this.cooldownCounter -= 1;
    this.wait = 0;
  }

  private waitOrReduce(epoch: number): void {
    this.wait += 1;
    const rate = learningRateOf(this.model);
    // Compared as the float32 values that train: a rate that was lowered to `minLr` is not above it.
    if (this.wait < this.patience || Math.fround(rate) <= Math.fround(this.minLr)) return;
    this.reduce(epoch, Math.max(rate * this.factor, this.minLr));
    this.cooldownCounter = this.cooldown;
    this.wait = 0;
  }

  private reduce(epoch: number, rate: number): void {
    this.model.optimizer.learningRate = rate;
    if (this.verbose > 0) say(`\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${pythonNumber(rate)}.`);
  }
}

/** Makes a `ReduceLROnPlateau`: `reduceLROnPlateau({ factor: 0.5, patience: 3, minLr: 1e-5 })`. */
export function reduceLROnPlateau(options?: ReduceLROnPlateauOptions): ReduceLROnPlateau {
  return new ReduceLROnPlateau(knownOptions('reduceLROnPlateau({ factor: 0.5 })', options, PLATEAU_OPTIONS));
}

function checkFactor(factor: number): void {
  if (factor >= 0 && factor < 1) return;
  throw new RangeError(`Cannot make a ReduceLROnPlateau: factor is ${factor}, must be at least 0 and below 1`);
}
