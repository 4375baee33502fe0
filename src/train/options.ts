/** Checks of the options of `fit` that need no model and no data, in one place; the data itself is checked in `data/columns.ts`. */
import { quoted, show } from './describe.ts';
import { camelCase, nearest } from './names.ts';

/** Options of `fit` by name. */
export const FIT_OPTIONS = [
  'batchSize',
  'epochs',
  'verbose',
  'callbacks',
  'validationSplit',
  'validationData',
  'shuffle',
  'classWeight',
  'sampleWeight',
  'initialEpoch',
  'stepsPerEpoch',
  'validationSteps',
  'validationBatchSize',
  'validationFreq',
  'signal',
] as const;

/** The options that `checkFitOptions` looks into. */
export interface LoopOptions {
  /** Rows per step, 32 unless given. */
  readonly batchSize?: number | undefined;
  /** Number of the last epoch, counted from 1, whatever `initialEpoch` is. */
  readonly epochs?: number | undefined;
  /** Index of the first epoch, counted from 0. */
  readonly initialEpoch?: number | undefined;
  readonly stepsPerEpoch?: number | undefined;
  readonly validationSteps?: number | undefined;
  readonly validationBatchSize?: number | undefined;
  /** Share of the rows, taken from the end; 0 for none. */
  readonly validationSplit?: number | undefined;
  /** Every so many epochs, or the epochs themselves, counted from 1. */
  readonly validationFreq?: number | readonly number[] | undefined;
  readonly verbose?: 0 | 1 | 2 | 'auto' | undefined;
  readonly shuffle?: boolean | 'batch' | undefined;
}

/** Throws TypeError for options that `fit` does not have and for kinds, RangeError for values out of range. */
export function checkFitOptions(options: LoopOptions): void {
  checkOptionNames('fit', options, FIT_OPTIONS);
  checkIntegers(options, ['batchSize', 'stepsPerEpoch', 'validationSteps', 'validationBatchSize'], 1);
  checkIntegers(options, ['epochs', 'initialEpoch'], 0);
  checkSplit(options.validationSplit);
  checkFrequency(options.validationFreq);
  checkOneOf('verbose', options.verbose, [0, 1, 2, 'auto']);
  checkOneOf('shuffle', options.shuffle, [true, false, 'batch']);
}

/** Throws TypeError when `options` has a key that is not `known` to `call` (`fit`), with the nearest one that is. */
export function checkOptionNames(call: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const meant = nearest(camelCase(unknown), known);
  const hint = meant === undefined ? `it must be one of ${quoted(known)}` : `did you mean '${meant}'?`;
  throw new TypeError(`Cannot use option '${unknown}': ${call} has no such option, ${hint}`);
}

/** Throws unless `value` is `undefined` or an integer of at least `least`: TypeError for kinds, RangeError for other numbers. */
export function checkInteger(name: string, value: unknown, least: 0 | 1): void {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= least)) return;
  throw refusal(`use ${name}: it`, value, least === 1 ? 'a positive integer' : 'an integer, 0 or more');
}

function checkIntegers(options: LoopOptions, names: readonly (keyof LoopOptions)[], least: 0 | 1): void {
  for (const name of names) checkInteger(name, options[name], least);
}

function checkSplit(split: unknown): void {
  if (split === undefined || (typeof split === 'number' && split >= 0 && split < 1)) return;
  throw refusal('use validationSplit: it', split, 'a share from 0 up to, but not including, 1');
}

function checkFrequency(frequency: LoopOptions['validationFreq']): void {
  if (Array.isArray(frequency)) checkEpochs(frequency);
  else checkInteger('validationFreq', frequency, 1);
}

function checkEpochs(epochs: readonly unknown[]): void {
  if (epochs.length === 0) throw new RangeError('Cannot use validationFreq: it is an empty array, it must name at least one epoch');
  for (const [index, epoch] of epochs.entries()) checkInteger(`validationFreq[${index}]`, epoch ?? null, 1);
}

/** Throws TypeError or RangeError unless `value` is `undefined` or one of those `allowed`. */
export function checkOneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw refusal(`use ${name}: it`, value, allowed.map(show).join(' or '));
}

/** Throws unless `seed` is an integer from 0 to 2^32 - 1; `what` as for `refusal`. */
export function checkSeed(what: string, seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw refusal(what, seed, 'an integer from 0 to 4294967295');
}

/** `what` is the message from `Cannot` to what has the value, `must` completes "it must be": RangeError for a number, TypeError for any other kind. */
export function refusal(what: string, value: unknown, must: string): Error {
  const Kind = typeof value === 'number' ? RangeError : TypeError;
  return new Kind(`Cannot ${what} is ${show(value)}, it must be ${must}`);
}
