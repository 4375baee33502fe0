/** The variables that an optimizer keeps beside each weight. Made by `optimizer.ts`. */
import { Variable } from '../../runtime/graph/leaf.ts';
import { withScope } from '../../runtime/graph/tensor.ts';
import type { Weight } from '../weight.ts';

/** A variable with its first value. */
export interface OptimizerVariable {
  readonly variable: Variable;
  readonly initial: number;
}

/** A variable beside a weight. */
export interface Slot extends OptimizerVariable {
  readonly name: string;
  readonly weight: Weight;
}

/** A new slot of a weight, of its shape; it belongs to the weight's layer. */
export function slotOf({ name, shape, before, layout }: Weight, slot: string): Variable {
  return withScope(before.node.scope, () => new Variable(`${name}_${slot}`, shape, { slab: 'slots', layout }));
}
