/** Strings that stand for activations, and back; layers ask when they are made and when they are saved. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import { snakeCase } from '../names.ts';
import * as activations from './index.ts';

/** A function of a tensor, of the same or another shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** What layers take as an activation: Keras's string or a function. */
export type Activation = string | ActivationFunction;

const table: Readonly<Record<string, ActivationFunction>> = { ...activations, swish: activations.silu, hardSwish: activations.hardSilu };

/** The activation that a string means, or the one given; none is `linear`. Throws RangeError for unknown strings, TypeError for other kinds. */
export function resolveActivation(identifier: Activation | null | undefined): ActivationFunction {
  if (identifier === undefined || identifier === null) return activations.linear;
  if (typeof identifier === 'function') return identifier;
  if (typeof identifier === 'string') return lookup('activation', identifier, table);
  throw new TypeError(`Cannot use an activation: it is ${kindOf(identifier)}, it must be a string or a function`);
}

/** Keras's string for an activation; for a user's own, the function's name. */
export function activationName(activation: ActivationFunction): string {
  const known = Object.entries(activations).find(([, fn]) => fn === activation);
  return snakeCase(known?.[0] ?? activation.name);
}
