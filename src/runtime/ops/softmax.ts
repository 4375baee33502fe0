/** Softmax, log-softmax and cross-entropies from logits, each row by row over the last axis. */
import keepNaN from '../../shaders/elementwise/keepNaN.wgsl?raw';
import constantScale from '../../shaders/softmax/constantScale.wgsl?raw';
import crossEntropySource from '../../shaders/softmax/crossEntropy.wgsl?raw';
import crossEntropyGradientSource from '../../shaders/softmax/crossEntropyGradient.wgsl?raw';
import logSoftmaxSource from '../../shaders/softmax/logSoftmax.wgsl?raw';
import rowScale from '../../shaders/softmax/rowScale.wgsl?raw';
import softmaxSource from '../../shaders/softmax/softmax.wgsl?raw';
import sparseCrossEntropySource from '../../shaders/softmax/sparseCrossEntropy.wgsl?raw';
import sparseCrossEntropyGradientSource from '../../shaders/softmax/sparseCrossEntropyGradient.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { base } from '../graph/group.ts';
import { constantValue, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { exp, multiply, subtract } from './elementwise.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { stored } from './stored.ts';

interface Matrix {
  readonly rows: number;
  readonly columns: number;
}

function matrix(shape: Shape): Matrix {
  return { rows: sizeOf(shape.slice(0, -1)), columns: shape.at(-1) ?? 1 };
}

/** Operations per element of a row: maximum, difference, exponential, sum, quotient. */
const OPERATIONS = 5;

function rowKernel(source: string, inputs: readonly string[], { rows, columns }: Matrix, more: Record<string, string> = {}): Kernel {
  const workgroups = Math.ceil(rows / WORKGROUP_SIZE);
  const operations = OPERATIONS * rows * columns;
  const knobs = { ROWS: rows, COLUMNS: columns, ...more };
  return { sources: [keepNaN, source], knobs, inputs, outputs: [], width: 1, workgroups, operations };
}

const softmaxOp: Op<Matrix> = {
  name: 'softmax',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => rowKernel(softmaxSource, ['x'], attributes) },
  logits: ({ inputs: [x] }) => x as Tensor,
  monotone: ({ inputs: [x] }) => x as Tensor,
  gradient: ({ outputs: [y] }, [dy]) => {
    if (!dy || !y) return [undefined];
    return [multiply(y, subtract(dy, sum(multiply(dy, y), { axis: -1, keepDims: true })))];
  },
};

const logSoftmaxOp: Op<Matrix> = {
  name: 'logSoftmax',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => rowKernel(logSoftmaxSource, ['x'], attributes) },
  monotone: ({ inputs: [x] }) => x as Tensor,
  gradient: ({ outputs: [y] }, [dy]) => {
    if (!dy || !y) return [undefined];
    return [subtract(dy, multiply(exp(y), sum(dy, { axis: -1, keepDims: true })))];
  },
};

/** exp(x) / sum of exp(x) over the last axis; a cross-entropy computed from it uses x. */
export function softmax(x: TensorLike): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(softmaxOp, [tensor], matrix(tensor.shape));
}

/** ln(softmax(x)) over the last axis. */
export function logSoftmax(x: TensorLike): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(logSoftmaxOp, [tensor], matrix(tensor.shape));
}

/** A loss per row whose gradient kernel gives dlogits from (logits, labels, dy); a dy that is the same for all rows is written into its text. */
function lossOp(name: string, source: string, gradientSource: string): Op<Matrix> {
  const backward: Op<Matrix & { readonly scale?: number }> = {
    name: `${name}Gradient`,
    infer: ([logits]) => [{ shape: (logits as Tensor).shape, dtype: 'f32' }],
    form: {
      kind: 'kernel',
      kernel: ({ attributes: { scale, ...sizes } }) =>
        scale === undefined
          ? rowKernel(rowScale + gradientSource, ['logits', 'labels', 'dy'], sizes)
          : rowKernel(constantScale + gradientSource, ['logits', 'labels'], sizes, { SCALE: literal(scale) }),
    },
  };
  return {
    name,
    infer: (_, { rows }) => [{ shape: [rows], dtype: 'f32' }],
    form: { kind: 'kernel', kernel: ({ attributes }) => rowKernel(source, ['logits', 'labels'], attributes) },
    gradient: ({ inputs: [logits, labels], attributes }, [dy]) => {
      if (!dy) return [undefined, undefined];
      const scale = constantValue(base(dy));
      const inputs = [logits as Tensor, labels as Tensor];
      return [
        scale === undefined ? apply1(backward, [...inputs, dy], attributes) : apply1(backward, inputs, { ...attributes, scale }),
        undefined,
      ];
    },
  };
}

const sparseOp = lossOp('sparseCrossEntropy', sparseCrossEntropySource, sparseCrossEntropyGradientSource);
const denseOp = lossOp('crossEntropy', crossEntropySource, crossEntropyGradientSource);

/** -ln softmax(logits) at the label of each row: labels [...lead], logits [...lead, classes] → [...lead]. */
export function sparseCrossEntropy(labels: TensorLike, logits: TensorLike): Tensor {
  const [y, x] = [stored(toTensor(labels)), stored(toTensor(logits))];
  const { rows, columns } = matrix(x.shape);
  if (sizeOf(y.shape) !== rows) {
    throw new RangeError(
      `Cannot take the cross-entropy: labels have shape ${showShape(y.shape)}, logits ${showShape(x.shape)}, one label per row is needed`,
    );
  }
  return reshape(apply1(sparseOp, [reshape(x, [rows, columns]), reshape(y, [rows])], { rows, columns }), x.shape.slice(0, -1));
}

/** -sum of target · ln softmax(logits) over the last axis: both [...lead, classes] → [...lead]. No gradient flows into the target. */
export function crossEntropy(target: TensorLike, logits: TensorLike): Tensor {
  const [y, x] = [stored(toTensor(target)), stored(toTensor(logits))];
  const { rows, columns } = matrix(x.shape);
  if (showShape(y.shape) !== showShape(x.shape)) {
    throw new RangeError(
      `Cannot take the cross-entropy: the target has shape ${showShape(y.shape)}, logits ${showShape(x.shape)}, they must be equal`,
    );
  }
  const flat = apply1(denseOp, [reshape(x, [rows, columns]), reshape(y, [rows, columns])], { rows, columns });
  return reshape(flat, x.shape.slice(0, -1));
}

/** The tensor before a softmax, or `undefined` when the tensor is none. */
export function logitsOf(tensor: Tensor): Tensor | undefined {
  return tensor.node.op.logits?.(tensor.node);
}
