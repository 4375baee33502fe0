/** Strings and functions that stand for losses; `compile.ts` asks. */
import { classTable, mapped } from '../classTable.ts';
import { kindOf } from '../describe.ts';
import { lookup } from '../identifier.ts';
import * as losses from './classes.ts';
import { labelKind, type OpenShape } from './labelKind.ts';
import { Loss, type LossFunction } from './loss.ts';
import { LossFunctionWrapper } from './lossFunctionWrapper.ts';
import { isLossMaker } from './lossMaker.ts';

/** Keras's second names. */
const aliases = { mse: losses.MeanSquaredError, mae: losses.MeanAbsoluteError, bce: losses.BinaryCrossentropy };

/** What losses are made from: the shapes of output and labels, batch first, where they are known. */
type MakeLoss = (outputShape?: OpenShape, labelShape?: OpenShape) => Loss;

/** How to make the loss of each name, names in camelCase. */
export const lossTable: Readonly<Record<string, MakeLoss>> = {
  ...mapped({ ...classTable(losses, Loss), ...aliases }, (Class) => () => new Class()),
  crossentropy,
  ce: crossentropy,
};

/**
 * The loss that a string means, with its defaults, or the one given; a function is wrapped. 'crossentropy' and 'ce' are told by the shapes of
 * output and labels, batch first. Throws RangeError for unknown strings, TypeError for other kinds.
 */
export function resolveLoss(identifier: string | Loss | LossFunction, outputShape?: OpenShape, labelShape?: OpenShape): Loss {
  if (identifier instanceof Loss) return identifier;
  if (typeof identifier === 'string') return lookup('loss', identifier, lossTable)(outputShape, labelShape);
  if (typeof identifier === 'function') return ofNamespace(identifier) ?? new LossFunctionWrapper(identifier);
  throw new TypeError(`Cannot use a loss: it is ${kindOf(identifier)}, it must be a string, a Loss or a function`);
}

/** The loss that a function of the namespace makes when it is called without arguments, `undefined` for any other function. */
export function ofNamespace(value: LossFunction): Loss | undefined {
  return isLossMaker(value) ? value() : undefined;
}

const byKind = {
  binary: losses.BinaryCrossentropy,
  sparse: losses.SparseCategoricalCrossentropy,
  categorical: losses.CategoricalCrossentropy,
};

function crossentropy(outputShape?: OpenShape, labelShape?: OpenShape): Loss {
  if (outputShape && labelShape) return new byKind[labelKind(labelShape, outputShape)]();
  throw new RangeError(
    "Cannot choose a cross-entropy: the shapes of outputs and labels are not known, the loss must be one like 'binary_crossentropy'",
  );
}
