/** Rows by number: batches from resident data, and rows of a table. */
import batch from '../../shaders/gather/batch.wgsl?raw';
import batch4 from '../../shaders/gather/batch4.wgsl?raw';
import batchBytes from '../../shaders/gather/batchBytes.wgsl?raw';
import batchBytes4 from '../../shaders/gather/batchBytes4.wgsl?raw';
import rowsSource from '../../shaders/gather/rows.wgsl?raw';
import rowsGradientSource from '../../shaders/gather/rowsGradient.wgsl?raw';
import { type TensorLike, toTensor, type Variable } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, bytesPerElement, type Node, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { reshape } from './reshape.ts';
import { stored } from './stored.ts';

const gatherBatchOp: Op<{ size: number }> = {
  name: 'gatherBatch',
  infer: ([x], { size }) => [{ shape: [size, ...(x as Tensor).shape.slice(1)], dtype: 'f32' }],
  form: { kind: 'kernel', kernel: batchKernel },
  gathered: ({ inputs: [data, order, offset] }) => ({ data: data as Tensor, order: order as Tensor, offset: offset as Tensor, scale: 1 }),
};

/** `size` rows of x [rows, ...sample] (f32 or u8): those that `order` [rows] names from element `offset` on → [size, ...sample] f32. */
export function gatherBatch(x: Tensor, order: Tensor, offset: Tensor | Variable, size: number): Tensor {
  return apply1(gatherBatchOp, [x, order, toTensor(offset)], { size });
}

function batchKernel({ inputs: [x], attributes: { size } }: Node<{ size: number }>): Kernel {
  const { shape, dtype } = x as Tensor;
  const row = sizeOf(shape.slice(1));
  const width = row % 4 === 0 ? 4 : 1;
  const source = dtype === 'u8' ? (width === 4 ? batchBytes4 : batchBytes) : width === 4 ? batch4 : batch;
  const workgroups = Math.ceil((size * row) / width / WORKGROUP_SIZE);
  const bytesRead = size * (row * bytesPerElement(dtype) + 4);
  return {
    sources: [source],
    knobs: { BATCH: size, ROW: row },
    inputs: ['x', 'order', 'offset'],
    outputs: [],
    width,
    workgroups,
    bytesRead,
  };
}

interface Table {
  readonly rows: number;
  readonly row: number;
  readonly count: number;
}

function tableKernel(source: string, inputs: readonly string[], { rows, row, count }: Table, outputs: number, perOutput: number): Kernel {
  const workgroups = Math.ceil(outputs / WORKGROUP_SIZE);
  const work = { operations: outputs * perOutput, bytesRead: count * (row + 1) * 4 };
  return { sources: [source], knobs: { ROWS: rows, ROW: row, COUNT: count }, inputs, outputs: [], width: 1, workgroups, ...work };
}

const gatherRowsOp: Op<Table> = {
  name: 'gatherRows',
  infer: (_, { count, row }) => [{ shape: [count, row], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) => tableKernel(rowsSource, ['x', 'ids'], attributes, attributes.count * attributes.row, 1),
  },
  gradient: ({ inputs: [, ids], attributes }, [dy]) => [
    dy && apply1(gatherRowsGradientOp, [ids as Tensor, stored(dy)], attributes),
    undefined,
  ],
};

const gatherRowsGradientOp: Op<Table> = {
  name: 'gatherRowsGradient',
  infer: (_, { rows, row }) => [{ shape: [rows, row], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes }) =>
      tableKernel(rowsGradientSource, ['ids', 'dy'], attributes, attributes.rows * attributes.row, attributes.count),
  },
};

/** Rows of x [rows, ...sample] by their numbers ids [...lead] → [...lead, ...sample]. Numbers outside of x are clamped. */
export function gatherRows(x: TensorLike, ids: TensorLike): Tensor {
  const table = stored(toTensor(x));
  const numbers = stored(toTensor(ids));
  const sample: Shape = table.shape.slice(1);
  const attributes = { rows: table.shape[0] ?? 1, row: sizeOf(sample), count: sizeOf(numbers.shape) };
  const flat = apply1(gatherRowsOp, [reshape(table, [attributes.rows, attributes.row]), reshape(numbers, [attributes.count])], attributes);
  return reshape(flat, [...numbers.shape, ...sample]);
}
