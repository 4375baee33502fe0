/** Sets what lies beyond the beginnings of rows to 0. Used by `filledRows.ts`. */
import source from '../../shaders/elementwise/inRow.wgsl?raw';
import source4 from '../../shaders/elementwise/inRow4.wgsl?raw';
import type { Op } from '../graph/op.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';

const inRowOp: Op<{ readonly length: number }> = {
  name: 'inRow',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: {
    kind: 'elementwise',
    source,
    source4,
    function: 'inRow',
    vector: true,
    arguments: ({ length }) => [`${length}u`],
    usesIndex: ({ outputs: [y] }) => `index % ${(y as Tensor).shape.at(-1)}u`,
  },
};

/** x with 0 from element `length` of each row on; rows are of whole vectors. */
export function inRow(x: Tensor, length: number): Tensor {
  return apply1(inRowOp, [x], { length });
}
