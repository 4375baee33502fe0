/** Strings that stand for initializers; `layers/layer.ts` asks when a weight is made. */
import { resolver } from '../classTable.ts';
import * as initializers from './classes.ts';
import { Initializer } from './initializer.ts';

/** Keras's second names. */
const aliases = {
  zero: initializers.Zeros,
  one: initializers.Ones,
  normal: initializers.RandomNormal,
  uniform: initializers.RandomUniform,
  identityInitializer: initializers.Identity,
  orthogonalInitializer: initializers.Orthogonal,
};

/** The initializer that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export const resolveInitializer = resolver('initializer', initializers, Initializer, aliases);
