/** The running mean of a loss, weighted by the samples of each batch. Read with the metrics by `engine.ts`. */

import { assign, Variable } from '../runtime/graph/leaf.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import { add, multiply } from '../runtime/ops/elementwise.ts';
import { ratio } from './ratio.ts';

/** What the logs are made of: variables with the values they start an epoch with, and a result. */
export interface Tracked {
  readonly variables: readonly { readonly variable: Variable; readonly initial: number }[];
  result(): Tensor;
}

/** A loss's mean over samples. */
export class LossTracker implements Tracked {
  /** Key of the mean in the logs. */
  readonly name: string;
  readonly variables: readonly { readonly variable: Variable; readonly initial: number }[];
  private readonly total: Variable;
  private readonly count: Variable;

  constructor(name: string) {
    this.name = name;
    this.total = new Variable(`${name}/total`, [], { slab: 'metrics' });
    this.count = new Variable(`${name}/count`, [], { slab: 'metrics' });
    this.variables = [this.total, this.count].map((variable) => ({ variable, initial: 0 }));
  }

  /** Adds the loss of a batch (a scalar) of `samples` rows, within a trace. */
  update(loss: Tensor, samples: number): void {
    assign(this.total, add(this.total, multiply(loss, samples)));
    assign(this.count, add(this.count, samples));
  }

  /** The mean, 0 before the first batch. */
  result(): Tensor {
    return ratio(this.total, this.count);
  }
}
