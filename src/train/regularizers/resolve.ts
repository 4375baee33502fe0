/** Strings that stand for regularizers; layers ask when they are made. */
import { classTable } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import * as regularizers from './index.ts';
import { Regularizer } from './regularizer.ts';

const table = classTable(regularizers, Regularizer);

/** The regularizer that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveRegularizer(identifier: string | Regularizer | null | undefined): Regularizer | undefined {
  if (identifier === undefined || identifier === null) return undefined;
  if (identifier instanceof Regularizer) return identifier;
  if (typeof identifier === 'string') return new (lookup('regularizer', identifier, table))();
  throw new TypeError(`Cannot use a regularizer: it is ${kindOf(identifier)}, it must be a string or a Regularizer`);
}
