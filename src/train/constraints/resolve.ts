/** Strings that stand for constraints; layers ask when they are made. */
import { resolver } from '../classTable.ts';
import * as constraints from './classes.ts';
import { Constraint } from './constraint.ts';

const find = resolver('constraint', constraints, Constraint);

/** The constraint that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveConstraint(identifier: string | Constraint | null | undefined): Constraint | undefined {
  return identifier === undefined || identifier === null ? undefined : find(identifier);
}
