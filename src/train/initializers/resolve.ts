/** Strings that stand for initializers; `layers/layer.ts` asks when a weight is made. */
import { resolver } from '../classTable.ts';
import * as initializers from './classes.ts';
import { Initializer } from './initializer.ts';

const { Identity, Ones, Orthogonal, RandomNormal, RandomUniform, Zeros } = initializers;

/** Keras's second names. */
const aliases = {
  zero: Zeros,
  one: Ones,
  normal: RandomNormal,
  uniform: RandomUniform,
  identityInitializer: Identity,
  orthogonalInitializer: Orthogonal,
};

/** The initializer that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export const resolveInitializer = resolver('initializer', initializers, Initializer, aliases);
