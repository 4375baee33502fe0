/** Names of an optimizer's variables in files, used by `captureModel.ts`. */

/** A weight by its short name (`kernel`) and by its path of names (`sequential/dense/kernel`). */
interface NamedWeight {
  readonly name: string;
  readonly path: string;
}

/**
 * Gives variables, asked in their order, the names that Keras gives them: `sequential_dense_kernel_momentum` for the slot `kernel_momentum`. A slot
 * knows its weight's short name only, but each kind of slot is made for all weights in turn. What is no slot keeps its name, numbered when it repeats.
 */
export function slotNames(weights: readonly NamedWeight[]): (variable: string) => string {
  const made = new Map<string, number>();
  const taken = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return (variable) => {
    const kindFor = ({ name }: NamedWeight) => variable.slice(name.length);
    const owner = weights.find((weight, i) => variable.startsWith(`${weight.name}_`) && (made.get(kindFor(weight)) ?? 0) === i);
    if (owner) count(made, kindFor(owner));
    const name = owner ? owner.path.replaceAll('/', '_') + kindFor(owner) : variable;
    const repeats = taken.get(name) ?? 0;
    count(taken, name);
    return repeats === 0 ? name : `${name}_${repeats}`;
  };
}
