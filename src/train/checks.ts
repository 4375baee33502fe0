/** How parts refuse options that they cannot use, in one wording; called from the constructors of layers, initializers and their like. */
import { show } from './describe.ts';
import { checkOptionNames, refusal } from './options.ts';

/** The names of all options of a part: the type refuses a list with a name missing. */
export type OptionNames<Options> = { readonly [name in keyof Options]-?: true };

/** Throws unless `holds`: RangeError for a number, TypeError for any other kind. `part` is a class name, `must` completes "it must be". */
export function check(part: string, option: string, value: unknown, holds: boolean, must: string): void {
  if (!holds) throw refusal(`make ${part}: ${option}`, value, must);
}

/** Throws unless `value` is a number that is neither infinite nor NaN. */
export function checkFinite(part: string, option: string, value: number): void {
  check(part, option, value, Number.isFinite(value), 'a finite number');
}

/** Throws unless `value` is 0 or larger, and finite. */
export function checkNotNegative(part: string, option: string, value: number): void {
  check(part, option, value, Number.isFinite(value) && value >= 0, 'a finite number, 0 or more');
}

/** Throws unless `value` is a number from 0 to 1. */
export function checkShare(part: string, option: string, value: number): void {
  check(part, option, value, value >= 0 && value <= 1, 'a number from 0 to 1');
}

/** Throws unless `value` is a share of what was before, so that something new can come to it. */
export function checkKept(part: string, option: string, value: number): void {
  check(part, option, value, value >= 0 && value < 1, 'a number from 0 up to, but not including, 1');
}

/** Throws unless `value` is a positive number. */
export function checkPositive(part: string, option: string, value: unknown): void {
  check(part, option, value, Number.isFinite(value) && Number(value) > 0, 'a positive number');
}

/** Throws unless `value` is a positive integer. */
export function checkPositiveInteger(part: string, option: string, value: unknown): void {
  check(part, option, value, Number.isSafeInteger(value) && Number(value) > 0, 'a positive integer');
}

/** Throws TypeError unless `value` is one of `allowed`. */
export function checkOneOf<T>(part: string, option: string, value: T, allowed: readonly T[]): void {
  check(part, option, value, allowed.includes(value), allowed.map(show).join(' or '));
}

/** Throws TypeError unless `value` is a list. */
export function checkList(part: string, option: string, value: unknown): void {
  if (!Array.isArray(value))
    throw new TypeError(`Cannot make ${part}: ${option} is ${show(value)}, it must be a list of sizes without the batch`);
}

/** `options` once all of them are among `names`, `{}` for none; throws TypeError otherwise. `example` is a right call: `adam({ learningRate: 0.01 })`. */
export function knownOptions<Options extends object>(example: string, options: Options | undefined, names: OptionNames<Options>): Options {
  const given: unknown = options === undefined ? {} : options;
  const maker = example.slice(0, example.indexOf('('));
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`Cannot use the options of ${maker}: they are ${show(given)}, they must be an object as in ${example}`);
  checkOptionNames(maker, given, Object.keys(names));
  return given as Options;
}
