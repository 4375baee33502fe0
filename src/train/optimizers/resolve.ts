/** Strings that stand for optimizers; `compile.ts` asks. */
import { classTable } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import * as optimizers from './index.ts';
import { Optimizer } from './optimizer.ts';

/** Keras's strings are the class names in lower case. */
const aliases = { rmsprop: optimizers.RMSprop, adamw: optimizers.AdamW };

const table = { ...classTable(optimizers, Optimizer), ...aliases };

/** The optimizer that a string means, with its defaults, or the one given; 'rmsprop' when none is. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveOptimizer(identifier: string | Optimizer = 'rmsprop'): Optimizer {
  if (identifier instanceof Optimizer) return identifier;
  if (typeof identifier === 'string') return new (lookup('optimizer', identifier, table))();
  throw new TypeError(`Cannot use an optimizer: it is ${kindOf(identifier)}, it must be a string or an Optimizer`);
}
