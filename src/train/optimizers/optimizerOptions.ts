/** What every optimizer can be told, and the limits of it. Next: `optimizer.ts`. */
import { checkNotNegative, checkPositiveInteger, checkShare, type OptionNames } from '../checks.ts';
import { type ClipOptions, checkClip } from './clip.ts';

/** Options of every optimizer; `null` means as much as leaving an option out. */
export interface OptimizerOptions extends ClipOptions {
  /** Finite, 0 or larger. */
  readonly learningRate?: number | undefined;
  /** Share of every weight that is taken away per unit of the learning rate, before the update. */
  readonly weightDecay?: number | null | undefined;
  /** Whether a moving average of the weights is kept, which replaces them when training ends. Default false. */
  readonly useEma?: boolean | undefined;
  /** Share of the old average that is kept in each step, from 0 to 1. Default 0.99. */
  readonly emaMomentum?: number | undefined;
  /** Every so many steps the average replaces the weights during training as well. */
  readonly emaOverwriteFrequency?: number | null | undefined;
  readonly name?: string | undefined;
}

/** Their names. */
export const OPTIMIZER_OPTIONS: OptionNames<OptimizerOptions> = {
  learningRate: true,
  weightDecay: true,
  clipnorm: true,
  clipvalue: true,
  globalClipnorm: true,
  useEma: true,
  emaMomentum: true,
  emaOverwriteFrequency: true,
  name: true,
};

/** Throws RangeError for numbers out of range and for more than one way to clip, TypeError for other kinds; `part` is a class name. */
export function checkOptimizerOptions(part: string, options: OptimizerOptions): void {
  const { learningRate = 0, emaMomentum = 0, emaOverwriteFrequency: every } = options;
  checkNotNegative(part, 'learningRate', learningRate);
  checkNotNegative(part, 'weightDecay', options.weightDecay ?? 0);
  checkShare(part, 'emaMomentum', emaMomentum);
  checkPositiveInteger(part, 'emaOverwriteFrequency', every ?? 1);
  checkClip(part, options);
}
