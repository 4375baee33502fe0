/** Arguments of `fit`; read by `fit.ts` and the files beside it. */
import type { Callback } from './callbacks/callback.ts';
import type { ClassWeight } from './data/weights.ts';
import type { LoopOptions } from './options.ts';

/** Arguments of `fit`, in Keras's words. */
export interface FitOptions extends LoopOptions {
  readonly callbacks?: readonly Callback[];
  /** `[x, y]`, `[x, y, sampleWeight]` or a stream. */
  readonly validationData?: unknown;
  readonly classWeight?: ClassWeight;
  readonly sampleWeight?: unknown;
  /** Aborting it rejects `fit` with its reason within two steps; the model stays usable. */
  readonly signal?: AbortSignal | undefined;
}
