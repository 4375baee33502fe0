/** Shows the progress of training, evaluation and prediction with a `progressBar.ts`; added by `fit` unless `verbose` is 0. */
import { knownOptions, type OptionNames } from '../checks.ts';
import type { Logs, RunParams } from '../run.ts';
import { Callback } from './callback.ts';
import { ProgressBar, type ProgressOutput, standardOutput } from './progressBar.ts';

/** Keras's `ProgbarLogger`: a bar for `verbose: 1`, a line per epoch for `verbose: 2`; validation within `fit` is silent. */
export class ProgbarLogger extends Callback {
  override asyncSafe = true;
  private readonly output: ProgressOutput;
  private bar: ProgressBar | undefined;
  private steps: number | null = null;
  private seen = 0;
  private inFit = false;

  /** Text goes to `write`, as whole lines unless `dynamic` is true; without `write` to the terminal or console. */
  constructor(output: Partial<ProgressOutput> = {}) {
    super();
    this.output = { ...standardOutput(), ...(output.write && { dynamic: false }), ...output };
  }

  override setParams(params: RunParams): void {
    super.setParams(params);
    this.steps = params.steps;
  }

  override onTrainBegin(_logs: Logs): void {
    this.inFit = true;
  }

  override onTestBegin(_logs: Logs): void {
    if (!this.inFit) this.begin();
  }

  override onPredictBegin(_logs: Logs): void {
    this.begin();
  }

  override onEpochBegin(epoch: number, _logs: Logs): void {
    this.begin();
    const { verbose, epochs } = this.params;
    if (verbose && epochs > 1) this.output.write(`Epoch ${epoch + 1}/${epochs}\n`);
  }

  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.show(batch, logs);
  }

  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (!this.inFit) this.show(batch, logs);
  }

  override onPredictBatchEnd(batch: number, _logs: Logs): void {
    this.show(batch, {});
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.end(logs);
  }

  override onTestEnd(logs: Logs): void {
    if (!this.inFit) this.end(logs);
  }

  override onPredictEnd(_logs: Logs): void {
    this.end({});
  }

  private begin(): void {
    this.seen = 0;
    this.bar = new ProgressBar(this.steps, this.params.verbose, this.output);
  }

  private show(batch: number, logs: Logs): void {
    this.seen = batch + 1;
    if (this.params.verbose === 1) this.bar?.update(this.seen, logs, false);
  }

  /** A stream's number of steps is known once it has run out. */
  private end(logs: Logs): void {
    this.steps ??= this.seen;
    if (!this.bar) return;
    this.bar.target = this.steps;
    this.bar.update(this.steps, logs, true);
  }
}

const OUTPUT_OPTIONS: OptionNames<ProgressOutput> = { write: true, dynamic: true, now: true };

/** Makes a `ProgbarLogger`: `progbarLogger({ write: (text) => log.append(text) })` shows the progress in a page. */
export function progbarLogger(output?: Partial<ProgressOutput>): ProgbarLogger {
  return new ProgbarLogger(knownOptions('progbarLogger({ dynamic: false })', output, OUTPUT_OPTIONS));
}
