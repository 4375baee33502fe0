/** The camelCase functions of the namespace `losses`: each makes its loss, or computes it. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import type { Loss } from './loss.ts';

/** With options it makes the loss; with labels and predictions it gives the values per sample, unweighted: [batch, ...]. */
export interface LossMaker<Options, Made extends Loss> {
  (options?: Options): Made;
  (yTrue: Tensor, yPred: Tensor, options?: Options): Tensor;
}

/** The function that belongs to a class of losses. */
export function lossMaker<Options, Made extends Loss>(Class: new (options?: Options) => Made): LossMaker<Options, Made> {
  const make = (first?: Options | Tensor, yPred?: Tensor, options?: Options) =>
    yPred ? new Class(options).call(first as Tensor, yPred) : new Class(first as Options | undefined);
  return make as LossMaker<Options, Made>;
}
