/** Sparsemax, row by row over the last axis. */
import sparsemaxSource from '../../shaders/softmax/sparsemax.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';
import { divide, greater, multiply, subtract } from './elementwise.ts';
import { sum } from './reduce.ts';
import { type Rows, rowKernel, rowsOf } from './rows.ts';
import { stored } from './stored.ts';

/** Five operations in each of so many passes over a row, in which the threshold mostly settles, whatever the row's length. */
const USUAL_PASSES = 6;

const sparsemaxOp: Op<Rows> = {
  name: 'sparsemax',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }, profile) => rowKernel(attributes, { sources: [sparsemaxSource], operations: USUAL_PASSES * 5 }, profile),
  },
  gradient: ({ outputs: [y] }, [dy]) => [dy && y && withinSupport(y, dy)],
};

/** The point of the probability simplex nearest to each row of x, over the last axis. */
export function sparsemax(x: TensorLike): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(sparsemaxOp, [tensor], rowsOf(tensor.shape));
}

/** dx = dy less its mean over the row's elements above 0, and 0 at the others (Martins and Astudillo 2016). */
function withinSupport(y: Tensor, dy: Tensor): Tensor {
  const support = greater(y, 0);
  const row = { axis: -1, keepDims: true };
  return multiply(support, subtract(dy, divide(sum(multiply(dy, support), row), sum(support, row))));
}
