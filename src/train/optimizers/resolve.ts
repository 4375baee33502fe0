/** Strings that stand for optimizers; `compile.ts` asks. */
import { resolver } from '../classTable.ts';
import * as optimizers from './classes.ts';
import { Optimizer } from './optimizer.ts';

/** Keras's strings are the class names in lower case. */
const aliases = { rmsprop: optimizers.RMSprop, adamw: optimizers.AdamW };

/** The optimizer that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export const resolveOptimizer = resolver('optimizer', optimizers, Optimizer, aliases);
