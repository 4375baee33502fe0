/** What `categoricalCrossentropy.ts` and `binaryCrossentropy.ts` can be told. */
import type { OptionNames } from '../checks.ts';
import type { LossOptions } from './loss.ts';

/** Options of cross-entropies whose labels are probabilities. */
export interface CrossentropyOptions extends LossOptions {
  /** Whether predictions are values before softmax or sigmoid. Default false: probabilities. */
  readonly fromLogits?: boolean | undefined;
  /** Share of every label that is spread evenly over the classes, from 0 to 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/** Their names. */
export const CROSSENTROPY_OPTIONS: OptionNames<CrossentropyOptions> = {
  reduction: true,
  name: true,
  fromLogits: true,
  labelSmoothing: true,
};
