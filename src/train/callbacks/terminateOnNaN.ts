/** Ends training at the batch whose loss is no longer a finite number. */

import { knownOptions, type OptionNames } from '../checks.ts';
import type { Logs } from '../run.ts';
import { Callback } from './callback.ts';
import { say } from './say.ts';

/** Options of `TerminateOnNaN`, Keras's. */
export interface TerminateOnNaNOptions {
  /** Whether `fit` fails instead of ending as usual. Default false. */
  readonly raiseError?: boolean | undefined;
}

const TERMINATE_OPTIONS: OptionNames<TerminateOnNaNOptions> = { raiseError: true };

/** Keras's `TerminateOnNaN`; it reads the loss of every batch, so training waits for each. */
export class TerminateOnNaN extends Callback {
  readonly raiseError: boolean;

  constructor({ raiseError = false }: TerminateOnNaNOptions = {}) {
    super();
    this.raiseError = raiseError;
  }

  /** Throws RangeError for a loss that is not finite, with `raiseError`. */
  override onBatchEnd(batch: number, { loss }: Logs): void {
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.raiseError) throw new RangeError(`Cannot go on training: the loss of batch ${batch} is ${loss}, must be finite`);
    say(`Batch ${batch}: Invalid loss, terminating training`);
    this.model.stopTraining = true;
  }
}

/** Makes a `TerminateOnNaN`. */
export function terminateOnNaN(options?: TerminateOnNaNOptions): TerminateOnNaN {
  return new TerminateOnNaN(knownOptions('terminateOnNaN({ raiseError: true })', options, TERMINATE_OPTIONS));
}
