/** Operands of matrix products whose rows are filled up: what stands against what. Used by `matmul.ts`. */
import { readVariable } from '../graph/leaf.ts';
import type { Tensor } from '../graph/tensor.ts';
import { fillRows, uncut } from './filledRows.ts';

type Operands = readonly [Tensor, Tensor];

/**
 * The operands with rows filled up, wherever those of one are. A weight whose layout has further rows serves inputs that are filled up, and gives such gradients.
 * `beside`: for a gradient, the other operand of the product that it belongs to.
 */
export function filledOperands(
  a: Tensor,
  b: Tensor,
  beside: Tensor | undefined,
  { transposeA, transposeB }: { readonly transposeA: boolean; readonly transposeB: boolean },
): Operands {
  if (transposeA) return transposeB ? [a, b] : ofWeightGradient(a, b, beside);
  return transposeB ? ofInputGradient(a, b, beside) : ofProduct(a, b);
}

/** Of x w: rows of x and columns of w stand against each other. */
function ofProduct(x: Tensor, weight: Tensor): Operands {
  const rows = uncut(x);
  const whole = wholeOf(weight);
  return rows && whole ? [rows, whole] : [x, uncut(weight) ?? weight];
}

/** Of dy wᵀ: rows stand against rows. */
function ofInputGradient(dy: Tensor, weight: Tensor, x: Tensor | undefined): Operands {
  const rows = uncut(weight);
  const whole = x && uncut(x) && wholeOf(weight);
  return [rows ? fillRows(dy) : dy, whole ?? rows ?? weight];
}

/** Of xᵀ dy: x by itself, dy as the rows of the weight are. */
function ofWeightGradient(x: Tensor, dy: Tensor, weight: Tensor | undefined): Operands {
  return [uncut(x) ?? x, weight && uncut(weight) ? fillRows(dy) : (uncut(dy) ?? dy)];
}

/** A variable that is laid out with more than its shape says. */
function wholeOf(weight: Tensor): Tensor | undefined {
  return readVariable(uncut(weight) ?? weight)?.whole;
}
