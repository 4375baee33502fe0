/** Ends training when a watched value stops improving, and can bring the best weights back; the rule is in `monitorCallback.ts`. */

import { knownOptions, type OptionNames } from '../checks.ts';
import type { Logs, Snapshot } from '../run.ts';
import { checkCount, MONITOR_OPTIONS, MonitorCallback, type MonitorOptions } from './monitorCallback.ts';
import { say } from './say.ts';

/** Options of `EarlyStopping`, Keras's. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Least change that counts as an improvement; its sign is ignored. Default 0. */
  readonly minDelta?: number | undefined;
  /** Epochs without improvement after which training ends. Default 0. */
  readonly patience?: number | undefined;
  /** 1 tells when training was ended and weights restored. Default 0. */
  readonly verbose?: 0 | 1 | undefined;
  /** A value that must be beaten within `patience` epochs. */
  readonly baseline?: number | undefined;
  /** Whether the weights of the best epoch are put back when training ends, for whatever reason. Default false. */
  readonly restoreBestWeights?: boolean | undefined;
  /** First epoch that is looked at, from 0. Default 0. */
  readonly startFromEpoch?: number | undefined;
}

const EARLY_STOPPING_OPTIONS: OptionNames<EarlyStoppingOptions> = {
  ...MONITOR_OPTIONS,
  minDelta: true,
  patience: true,
  verbose: true,
  baseline: true,
  restoreBestWeights: true,
  startFromEpoch: true,
};

/** Keras's `EarlyStopping`; the best weights stay on the GPU. */
export class EarlyStopping extends MonitorCallback {
  readonly patience: number;
  readonly verbose: 0 | 1;
  readonly baseline: number | undefined;
  readonly restoreBestWeights: boolean;
  readonly startFromEpoch: number;
  /** Epochs since the last improvement. */
  wait = 0;
  /** The epoch after which training was ended, 0 when it was not. */
  stoppedEpoch = 0;
  /** The epoch of the best value, from 0. */
  bestEpoch = 0;
  private bestWeights: Snapshot | undefined;

  /** Throws RangeError for a patience or first epoch that is not a whole number. */
  constructor(options: EarlyStoppingOptions = {}) {
    super(options, options.minDelta);
    this.patience = options.patience ?? 0;
    this.verbose = options.verbose ?? 0;
    this.baseline = options.baseline;
    this.restoreBestWeights = options.restoreBestWeights ?? false;
    this.startFromEpoch = options.startFromEpoch ?? 0;
    checkCount('patience', this.patience);
    checkCount('startFromEpoch', this.startFromEpoch);
  }

  override onTrainBegin(logs: Logs): void {
    super.onTrainBegin(logs);
    this.release();
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
    this.best = undefined;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const value = this.watched(logs);
    if (value === undefined || epoch < this.startFromEpoch) return;
    this.wait += 1;
    if (this.improves(value, this.best)) this.takeBest(epoch, value);
    else if (this.wait >= this.patience) this.stop(epoch);
  }

  override onTrainEnd(_logs: Logs): void {
    if (this.stoppedEpoch > 0 && this.verbose > 0) say(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (!this.bestWeights) return;
    if (this.verbose > 0) say(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    this.model.restore(this.bestWeights);
    this.release();
  }

  override release(): void {
    this.bestWeights?.dispose();
    this.bestWeights = undefined;
  }

  private takeBest(epoch: number, value: number): void {
    this.best = value;
    this.bestEpoch = epoch;
    // An epoch that is better, but not than the baseline, does not earn new patience.
    if (this.improves(value, this.baseline)) this.wait = 0;
    if (!this.restoreBestWeights) return;
    this.release();
    this.bestWeights = this.model.snapshot();
  }

  private stop(epoch: number): void {
    this.stoppedEpoch = epoch;
    this.model.stopTraining = true;
  }
}

/** Makes an `EarlyStopping`: `earlyStopping({ monitor: 'val_loss', patience: 5, restoreBestWeights: true })`. */
export function earlyStopping(options?: EarlyStoppingOptions): EarlyStopping {
  return new EarlyStopping(knownOptions('earlyStopping({ patience: 5 })', options, EARLY_STOPPING_OPTIONS));
}
