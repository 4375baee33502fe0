/** The camelCase functions of the namespace `losses`: each makes its loss, or computes it. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { knownOptions, type OptionNames } from '../checks.ts';
import type { Loss, LossFunction } from './loss.ts';

/** With options it makes the loss; with labels and predictions it gives the values per sample, unweighted: [batch, ...]. */
export interface LossMaker<Options, Made extends Loss> {
  (options?: Options): Made;
  (yTrue: Tensor, yPred: Tensor, options?: Options): Tensor;
}

const makers = new WeakSet<object>();

/** Whether a value is a function that `lossMaker` made. */
export function isLossMaker(value: LossFunction): value is LossMaker<object, Loss> {
  return makers.has(value);
}

/**
 * The function that belongs to a class of losses; `example` is a right call of it, `names` are its options. Calls of it are marked as pure, so that a
 * program need not hold the functions that it does not name.
 */
export function lossMaker<Options extends object, Made extends Loss>(
  Class: new (options?: Options) => Made,
  example: string,
  names: OptionNames<Options>,
): LossMaker<Options, Made> {
  const made = (options: Options | undefined) => new Class(knownOptions(example, options, names));
  const make = (first?: Options | Tensor, yPred?: Tensor, options?: Options) =>
    yPred ? made(options).call(first as Tensor, yPred) : made(first as Options | undefined);
  makers.add(make);
  return make as LossMaker<Options, Made>;
}
