/** Strings that stand for constraints; layers ask when they are made. */
import { classTable } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import { Constraint } from './constraint.ts';
import * as constraints from './index.ts';

const table = classTable(constraints, Constraint);

/** The constraint that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveConstraint(identifier: string | Constraint | null | undefined): Constraint | undefined {
  if (identifier === undefined || identifier === null) return undefined;
  if (identifier instanceof Constraint) return identifier;
  if (typeof identifier === 'string') return new (lookup('constraint', identifier, table))();
  throw new TypeError(`Cannot use a constraint: it is ${kindOf(identifier)}, it must be a string or a Constraint`);
}
