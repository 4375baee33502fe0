/** Which elementwise nodes make zeros of zeros, so that what follows the last element stays 0. Asked by `chain.ts` and `ops/filledRows.ts`. */
import { base, type Group } from './group.ts';
import { constantValue, readVariable } from './leaf.ts';
import type { Elementwise } from './op.ts';
import { type Node, sizeOf, type Tensor } from './tensor.ts';

/** Whether a node makes 0 where those of its inputs are 0 for which `isZero` holds. */
export function makesZeros({ op, inputs, attributes }: Node, isZero: (input: Tensor, i: number) => boolean): boolean {
  const { identity, moves, usesIndex, scalarInputs, zero: given } = op.form as Elementwise<unknown>;
  if (moves || usesIndex) return false;
  const zero = identity ? 'all' : typeof given === 'function' ? given(attributes) : given;
  // Plain scalars are parameters, of which none makes another number of zeros.
  const zeros = inputs.filter((input, i) => scalarInputs?.includes(i) || isZero(input, i)).length;
  return (zero === 'any' && zeros > 0) || (zero === 'all' && zeros === inputs.length);
}

/** The tensors of a group that are 0 beyond their last element, in the vector that it ends. */
export function endingInZeros({ main, kernel, nodes, size }: Group): ReadonlySet<Tensor> {
  const zeros = new Set(kernel?.endsInZeros ? main?.outputs : []);
  const isZero = (input: Tensor) => {
    const source = base(input);
    return zeros.has(source) || (readVariable(source)?.layout !== undefined && sizeOf(source.shape) === size);
  };
  for (const node of nodes) {
    // What follows others is not known: a product of 0 and an infinite number would be NaN.
    const { scalarInputs } = node.op.form as Elementwise<unknown>;
    const known = node.inputs.every((input, i) => scalarInputs?.includes(i) || constantValue(base(input)) !== undefined || isZero(input));
    if (known && makesZeros(node, isZero)) for (const output of node.outputs) zeros.add(output);
  }
  return zeros;
}
