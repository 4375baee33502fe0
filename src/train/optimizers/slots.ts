/** The variables that an optimizer keeps beside each weight. Made and asked by `optimizer.ts`. */
import { Variable } from '../../runtime/graph/leaf.ts';
import { withScope } from '../../runtime/graph/tensor.ts';
import type { Weight } from '../weight.ts';

/** A variable with its first value. */
export interface OptimizerVariable {
  readonly variable: Variable;
  readonly initial: number;
}

/** Slots by name and weight, in the order in which they were made. */
export class Slots {
  /** All slots with first values. */
  readonly list: OptimizerVariable[] = [];
  private readonly ofWeight = new Map<Weight, Map<string, Variable>>();

  /** The slot `name` of a weight, of its shape and filled with `initial`; made when it is first asked for. */
  add(name: string, weight: Weight, initial: number): Variable {
    const known = this.ofWeight.get(weight) ?? new Map<string, Variable>();
    this.ofWeight.set(weight, known);
    const variable = known.get(name) ?? slotOf(weight, name);
    if (!known.has(name)) this.list.push({ variable, initial });
    known.set(name, variable);
    return variable;
  }

  /** A slot that was made before. Throws when there is none. */
  get(name: string, weight: Weight): Variable {
    const variable = this.ofWeight.get(weight)?.get(name);
    if (!variable) throw new Error(`Cannot update ${weight.name}: it has no slot ${name}, build() must make it by addSlot()`);
    return variable;
  }
}

/** A slot belongs to the layer of its weight. */
function slotOf({ name, shape, before, layout }: Weight, slot: string): Variable {
  return withScope(before.node.scope, () => new Variable(`${name}_${slot}`, shape, { slab: 'slots', layout }));
}
