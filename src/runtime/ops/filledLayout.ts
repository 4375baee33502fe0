/** The layouts of weights whose rows are filled up, so that products with them, and all that updates them, load four neighbours at once. */
import type { Layout } from '../graph/leaf.ts';
import { type Shape, sameShape } from '../graph/tensor.ts';
import { cropOrPad, filled, rowsFilled } from './filledRows.ts';

/** Columns up to which a weight keeps its rows: a classifier's are computed by the kernels that use them. */
const FEW_COLUMNS = 16;

/** The layout of a weight [in, out] of products; `undefined` where it needs none. Rows beyond `in` stand against the zeros of inputs that are filled up. */
export function matrixLayout(shape: Shape): Layout | undefined {
  const rows = (shape.at(-1) as number) > FEW_COLUMNS ? rowsFilled(shape) : shape;
  return layoutOf(shape, rows, [...rows.slice(0, -1).map(filled), ...rows.slice(-1)]);
}

/** The layout of a vector, which is filled up for those who ask; `undefined` where it needs none, and for other shapes. */
export function vectorLayout(shape: Shape): Layout | undefined {
  return shape.length === 1 ? layoutOf(shape, rowsFilled(shape), rowsFilled(shape)) : undefined;
}

function layoutOf(shape: Shape, rows: Shape, whole: Shape): Layout | undefined {
  return sameShape(whole, shape) ? undefined : { rows, whole, fit: cropOrPad };
}
