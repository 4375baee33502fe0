/** Adam with decoupled weight decay; the decay itself is done by `optimizer.ts`. */

import { knownOptions } from '../checks.ts';
import { ADAM_OPTIONS, Adam, type AdamOptions } from './adam.ts';
import { OPTIMIZER_OPTIONS } from './optimizerOptions.ts';

/** Keras's `AdamW` (Loshchilov and Hutter 2019): Adam with a weight decay of 0.004 unless given. */
export class AdamW extends Adam {
  constructor(options: AdamOptions = {}) {
    super({ ...options, weightDecay: options.weightDecay ?? 0.004 });
  }

  override get className(): string {
    return 'AdamW';
  }
}

/** Makes AdamW: `adamW({ learningRate: 1e-3, weightDecay: 0.01 })`. */
export function adamW(options?: AdamOptions): AdamW {
  return new AdamW(knownOptions('adamW({ learningRate: 0.01 })', options, { ...OPTIMIZER_OPTIONS, ...ADAM_OPTIONS }));
}
