/** Strings that stand for initializers; `layers/layer.ts` asks when a weight is made. */
import { classTable } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import * as initializers from './index.ts';
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

const table = { ...classTable(initializers, Initializer), ...aliases };

/** The initializer that a string means, with its defaults, or the one given. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveInitializer(identifier: string | Initializer): Initializer {
  if (identifier instanceof Initializer) return identifier;
  if (typeof identifier === 'string') return new (lookup('initializer', identifier, table))();
  throw new TypeError(`Cannot use an initializer: it is ${kindOf(identifier)}, it must be a string or an Initializer`);
}
