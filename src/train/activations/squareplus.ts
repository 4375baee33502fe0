/** A smooth ReLU without exponentials. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply, sqrt, square } from '../../runtime/ops/elementwise.ts';

/** Options of `squareplus`. */
export interface SquareplusOptions {
  /** Roundness of the corner at 0; default 4. */
  readonly b?: number | undefined;
}

/** (x + √(x² + b)) / 2 (Barron 2021). */
export function squareplus(x: TensorLike, { b = 4 }: SquareplusOptions = {}): Tensor {
  const tensor = toTensor(x);
  return multiply(add(tensor, sqrt(add(square(tensor), b))), 0.5);
}
