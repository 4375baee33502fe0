/** Index of the largest value of each row. */
import source from '../../shaders/rows/argMax.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';
import { reshape } from './reshape.ts';
import { lowerRows, type Rows, rowKernel, rowsOf, withPitch } from './rows.ts';
import { stored } from './stored.ts';

const argMaxOp: Op<Rows> = {
  name: 'argMax',
  infer: (_, { rows }) => [{ shape: [rows, 1], dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }, profile) => rowKernel(attributes, { sources: [source], operations: 1 }, profile) },
  onFilledRows: (node, fill) => withPitch(argMaxOp, node, fill),
  lower: (node, profile) => lowerRows(argMaxOp, node, profile),
};

/** Index of the largest value along the last axis (the first of equals), as f32: [..., n] → [...]. */
export function argMax(x: TensorLike): Tensor {
  const tensor = stored(toTensor(x));
  const source = tensor.node.op.monotone?.(tensor.node) ?? tensor;
  return reshape(apply1(argMaxOp, [source], rowsOf(tensor.shape)), tensor.shape.slice(0, -1));
}
