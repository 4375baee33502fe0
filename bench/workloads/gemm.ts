/** A matrix product as every engine gets it: layouts and operands by formula. Run by `engines/`. */
import { hash } from './network.ts';

/** `N`: the operand is used as it lies, `T`: transposed; first A, then B. */
export type Layout = 'NN' | 'NT' | 'TN';

/** A square f32 product of `size`, once per step. */
export interface GemmTask {
  readonly kind: 'gemm';
  readonly size: number;
  readonly layout: Layout;
}

/** A and B, `[size, size]`, uniform in [-1, 1). */
export function gemmOperands({ size }: GemmTask): { readonly a: Float32Array; readonly b: Float32Array } {
  const fill = (seed: number) => Float32Array.from({ length: size * size }, (_, index) => hash(index + seed) / 2 ** 31 - 1);
  return { a: fill(1), b: fill(size * size) };
}

/** Whether A and B are transposed. */
export function transposed({ layout }: GemmTask): { readonly a: boolean; readonly b: boolean } {
  return { a: layout[0] === 'T', b: layout[1] === 'T' };
}

/** Values of the product by which engines are compared: one in every thousand or so, never along a row or column alone. */
export function gemmSample(product: ArrayLike<number>): number[] {
  return Array.from({ length: 16 }, (_, i) => product[hash(i) % product.length] as number);
}
