/** Saves the model or its weights after epochs or batches; the path is filled in by `formatPath.ts`, the file written by the model. */

import { knownOptions, type OptionNames } from '../checks.ts';
import { later } from '../onFirstUse.ts';
import type { Logs } from '../run.ts';
import type { HookResult } from './callback.ts';
import { fixed } from './formatNumber.ts';
import { checkCount, MONITOR_OPTIONS, MonitorCallback, type MonitorOptions } from './monitorCallback.ts';
import { type PathPart, parsePath } from './parsePath.ts';
import { say } from './say.ts';

/** Options of `ModelCheckpoint`, Keras's. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** 1 tells of every decision. Default 0. */
  readonly verbose?: 0 | 1 | undefined;
  /** Whether to save only where the watched value improved. Default false. */
  readonly saveBestOnly?: boolean | undefined;
  /** Whether to save the weights without the model's configuration. Default false. */
  readonly saveWeightsOnly?: boolean | undefined;
  /** `'epoch'`, the default, or a number of batches, which are counted on across epochs. */
  readonly saveFreq?: 'epoch' | number | undefined;
  /** A value that the first save must beat, for `saveBestOnly`. */
  readonly initialValueThreshold?: number | undefined;
}

const CHECKPOINT_OPTIONS: OptionNames<ModelCheckpointOptions> = {
  ...MONITOR_OPTIONS,
  verbose: true,
  saveBestOnly: true,
  saveWeightsOnly: true,
  saveFreq: true,
  initialValueThreshold: true,
};

/** Keras's `ModelCheckpoint`; the best value is kept from one run to the next. */
export class ModelCheckpoint extends MonitorCallback {
  readonly filepath: string;
  readonly verbose: 0 | 1;
  readonly saveBestOnly: boolean;
  readonly saveWeightsOnly: boolean;
  readonly saveFreq: 'epoch' | number;
  private readonly pathParts: readonly PathPart[];
  private epoch = 0;
  private lastBatch = -1;
  private batchesSinceSave = 0;

  /** Throws RangeError for a path of the wrong extension or with unreadable placeholders, and for an unknown `saveFreq`. */
  constructor(filepath: string, options: ModelCheckpointOptions = {}) {
    super(options);
    this.best = options.initialValueThreshold;
    this.filepath = filepath;
    this.pathParts = parsePath(filepath);
    this.verbose = options.verbose ?? 0;
    this.saveBestOnly = options.saveBestOnly ?? false;
    this.saveWeightsOnly = options.saveWeightsOnly ?? false;
    this.saveFreq = options.saveFreq ?? 'epoch';
    checkExtension(filepath, this.saveWeightsOnly ? ['.weights.h5'] : ['.keras', '.h5']);
    this.listenToBatches();
  }

  override onEpochBegin(epoch: number, _logs: Logs): void {
    this.epoch = epoch;
  }

  override onEpochEnd(epoch: number, logs: Logs): HookResult {
    if (this.saveFreq === 'epoch') return this.consider(logs, { epoch: epoch + 1 });
  }

  /** A hook for batches makes training wait for every batch, so it is there only where batches are counted. */
  private listenToBatches(): void {
    const { saveFreq } = this;
    if (saveFreq === 'epoch') return;
    checkCount('saveFreq', saveFreq, 1);
    this.onTrainBatchEnd = (batch, logs) => {
      if (this.isDue(batch, saveFreq)) return this.consider(logs, { epoch: this.epoch + 1, batch: batch + 1 });
    };
  }

  /** One call may stand for several batches, of which `batch` is the last. */
  private isDue(batch: number, every: number): boolean {
    const isNewEpoch = batch <= this.lastBatch;
    this.batchesSinceSave += batch - (isNewEpoch ? -1 : this.lastBatch);
    this.lastBatch = batch;
    if (this.batchesSinceSave < every) return false;
    this.batchesSinceSave = 0;
    return true;
  }

  private async consider(logs: Logs, counts: { epoch: number; batch?: number }): Promise<void> {
    const { formatPath } = await later();
    const path = formatPath(this.pathParts, counts, logs);
    if (!this.shouldSave(logs, counts.epoch, path)) return;
    await (this.saveWeightsOnly ? this.model.saveWeights(path) : this.model.save(path));
    this.tell(counts.epoch, `finished saving model to ${path}`);
  }

  private shouldSave(logs: Logs, epoch: number, path: string): boolean {
    if (this.saveBestOnly) return this.isBest(logs, epoch, path);
    this.tell(epoch, `saving model to ${path}`);
    return true;
  }

  private isBest(logs: Logs, epoch: number, path: string): boolean {
    const value = this.watched(logs);
    if (value === undefined) return true;
    const before = this.best === undefined ? 'None' : fixed(this.best, 5);
    if (!this.improves(value, this.best)) {
      this.tell(epoch, `${this.monitor} did not improve from ${before}`);
      return false;
    }
    this.tell(epoch, `${this.monitor} improved from ${before} to ${fixed(value, 5)}, saving model to ${path}`);
    this.best = value;
    return true;
  }

  /** The line starts anew because the progress bar may stand in the midst of one. */
  private tell(epoch: number, what: string): void {
    if (this.verbose > 0) say(`\nEpoch ${epoch}: ${what}`);
  }
}

/** Makes a `ModelCheckpoint`: `modelCheckpoint('model-{epoch:02d}-{val_loss:.2f}.h5', { saveBestOnly: true })`; `{epoch}` and `{batch}` count from 1. */
export function modelCheckpoint(filepath: string, options?: ModelCheckpointOptions): ModelCheckpoint {
  return new ModelCheckpoint(filepath, knownOptions("modelCheckpoint('best.keras', { saveBestOnly: true })", options, CHECKPOINT_OPTIONS));
}

function checkExtension(filepath: string, extensions: readonly string[]): void {
  if (extensions.some((extension) => filepath.endsWith(extension))) return;
  throw new RangeError(`Cannot make a ModelCheckpoint: its path is ${filepath}, must end in ${extensions.join(' or ')}`);
}
