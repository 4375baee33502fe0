/** Strings and functions that stand for losses; `compile.ts` asks. */
import { classTable, type Default } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import * as losses from './index.ts';
import { labelKind, type OpenShape } from './labelKind.ts';
import { Loss, type LossFunction } from './loss.ts';
import { LossFunctionWrapper } from './lossFunctionWrapper.ts';
import type { LossMaker } from './lossMaker.ts';

const { BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy } = losses;

/** Keras's second names. */
const aliases = { mse: MeanSquaredError, mae: MeanAbsoluteError, bce: BinaryCrossentropy };

/** The classes of losses by their names in camelCase. */
export const lossTable: Readonly<Record<string, Default<Loss>>> = { ...classTable(losses, Loss), ...aliases };

const byKind = { binary: BinaryCrossentropy, sparse: SparseCategoricalCrossentropy, categorical: CategoricalCrossentropy };

/**
 * The loss that a string means, with its defaults, or the one given; a function is wrapped. 'crossentropy' and 'ce' are told by the shapes of
 * output and labels, batch first. Throws RangeError for unknown strings, TypeError for other kinds.
 */
export function resolveLoss(identifier: string | Loss | LossFunction, outputShape?: OpenShape, labelShape?: OpenShape): Loss {
  if (identifier instanceof Loss) return identifier;
  if (typeof identifier === 'function') return ofNamespace(identifier) ?? new LossFunctionWrapper(identifier);
  if (typeof identifier !== 'string') {
    throw new TypeError(`Cannot use a loss: it is ${kindOf(identifier)}, it must be a string, a Loss or a function`);
  }
  if (['crossentropy', 'ce'].includes(identifier.toLowerCase())) return chosen(identifier, outputShape, labelShape);
  return new (lookup('loss', identifier, lossTable))();
}

function chosen(identifier: string, outputShape: OpenShape | undefined, labelShape: OpenShape | undefined): Loss {
  if (outputShape && labelShape) return new byKind[labelKind(labelShape, outputShape)]();
  throw new RangeError(`Cannot find the loss '${identifier}': the shapes of outputs and labels are not known, they must be`);
}

/** The loss that a function of the namespace makes when it is called without arguments, `undefined` for any other function. */
export function ofNamespace(value: LossFunction): Loss | undefined {
  return isMaker(value) ? value() : undefined;
}

function isMaker(value: LossFunction): value is LossMaker<object, Loss> {
  return Object.values<unknown>(losses).includes(value) && !(value.prototype instanceof Loss);
}
