/** Gaussian error linear unit, exact or by tanh. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, gelu as exact, multiply, square, tanh } from '../../runtime/ops/elementwise.ts';

/** Options of `gelu`. */
export interface GeluOptions {
  /** Whether Φ is approximated by tanh; default false. */
  readonly approximate?: boolean | undefined;
}

/** x Φ(x) with Φ the normal distribution (Hendrycks and Gimpel 2016). */
export function gelu(x: TensorLike, { approximate = false }: GeluOptions = {}): Tensor {
  if (!approximate) return exact(x);
  const tensor = toTensor(x);
  const inner = multiply(multiply(tensor, Math.sqrt(2 / Math.PI)), add(multiply(square(tensor), 0.044715), 1));
  return multiply(multiply(tensor, 0.5), add(tanh(inner), 1));
}
