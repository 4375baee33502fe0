/** Strings that stand for regularizers; layers ask when they are made. */
import { resolver } from '../classTable.ts';
import * as regularizers from './classes.ts';
import { Regularizer } from './regularizer.ts';

const find = resolver('regularizer', regularizers, Regularizer);

/** The regularizer that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveRegularizer(identifier: string | Regularizer | null | undefined): Regularizer | undefined {
  return identifier === undefined || identifier === null ? undefined : find(identifier);
}
