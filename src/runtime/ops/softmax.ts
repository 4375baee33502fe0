/** Softmax, log-softmax and cross-entropies from logits, each row by row over the last axis. */
import constantScale from '../../shaders/softmax/constantScale.wgsl?raw';
import crossEntropySource from '../../shaders/softmax/crossEntropy.wgsl?raw';
import exponentials from '../../shaders/softmax/exponentials.wgsl?raw';
import gradient from '../../shaders/softmax/gradient.wgsl?raw';
import gradientQuadRows from '../../shaders/softmax/gradientQuadRows.wgsl?raw';
import gradientQuads from '../../shaders/softmax/gradientQuads.wgsl?raw';
import gradientRows from '../../shaders/softmax/gradientRows.wgsl?raw';
import gradientThroughWeight from '../../shaders/softmax/gradientThroughWeight.wgsl?raw';
import gradientThroughWeightRows from '../../shaders/softmax/gradientThroughWeightRows.wgsl?raw';
import logSoftmaxSource from '../../shaders/softmax/logSoftmax.wgsl?raw';
import rowScale from '../../shaders/softmax/rowScale.wgsl?raw';
import softmaxSource from '../../shaders/softmax/softmax.wgsl?raw';
import sparseCrossEntropySource from '../../shaders/softmax/sparseCrossEntropy.wgsl?raw';
import sparseGradient from '../../shaders/softmax/sparseGradient.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { base } from '../graph/group.ts';
import { constantValue, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import type { Profile } from '../graph/profile.ts';
import { apply1, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { exp, multiply, subtract } from './elementwise.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { lowerRows, type Rows, type RowWork, rowKernel, rowsOf, withPitch } from './rows.ts';
import { stored } from './stored.ts';

/** Operations per element of a row: maximum, difference, exponential, sum, quotient. */
const OPERATIONS = 5;

function softmaxKernel(rows: Rows, { opening = [], ...work }: Omit<RowWork, 'operations'>, profile: Profile): Kernel {
  return rowKernel(rows, { ...work, opening: [[exponentials], ...opening], operations: OPERATIONS }, profile);
}

interface ShapedRows extends Rows {
  readonly shape: Shape;
}

/** An op on rows whose output has the shape of its input. */
function rowOp(name: string, source: string, more: Pick<Op<ShapedRows>, 'logits' | 'monotone' | 'gradient'>): Op<ShapedRows> {
  const op: Op<ShapedRows> = {
    name,
    infer: (_, { shape }) => [{ shape, dtype: 'f32' }],
    form: { kind: 'kernel', kernel: ({ attributes }, profile) => softmaxKernel(attributes, { sources: [source] }, profile) },
    onFilledRows: (node, fill) => withPitch(op, node, fill),
    lower: (node, profile) => lowerRows(op, node, profile),
    ...more,
  };
  return op;
}

const softmaxOp = rowOp('softmax', softmaxSource, {
  logits: ({ inputs: [x] }) => x as Tensor,
  monotone: ({ inputs: [x] }) => x as Tensor,
  gradient: ({ outputs: [y] }, [dy]) => {
    if (!dy || !y) return [undefined];
    return [multiply(y, subtract(dy, sum(multiply(dy, y), { axis: -1, keepDims: true })))];
  },
});

const logSoftmaxOp = rowOp('logSoftmax', logSoftmaxSource, {
  monotone: ({ inputs: [x] }) => x as Tensor,
  gradient: ({ outputs: [y] }, [dy]) => {
    if (!dy || !y) return [undefined];
    return [subtract(dy, multiply(exp(y), sum(dy, { axis: -1, keepDims: true })))];
  },
});

/** exp(x) / sum of exp(x) over the last axis; a cross-entropy computed from it uses x. */
export function softmax(x: TensorLike): Tensor {
  return onRows(softmaxOp, x);
}

/** ln(softmax(x)) over the last axis. */
export function logSoftmax(x: TensorLike): Tensor {
  return onRows(logSoftmaxOp, x);
}

function onRows(op: Op<ShapedRows>, x: TensorLike): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(op, [tensor], { ...rowsOf(tensor.shape), shape: tensor.shape });
}

/** `scale`: a dy that is the same for all rows, which is written into the kernel's text. */
interface Scaled extends Rows {
  readonly scale?: number;
}

/** A loss per row, from logits and labels. `gradientSource` says how its gradient is computed. */
function lossOp(name: string, source: string, gradientSource: string): Op<Rows> {
  const backward = gradientOp(name, gradientSource);
  const op: Op<Rows> = {
    name,
    infer: (_, { rows }) => [{ shape: [rows], dtype: 'f32' }],
    form: {
      kind: 'kernel',
      kernel: ({ attributes }, profile) => softmaxKernel(attributes, { sources: [source], inputs: ['labels'] }, profile),
    },
    onFilledRows: (node, fill) => withPitch(op, node, fill),
    lower: (node, profile) => lowerRows(op, node, profile),
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
  return op;
}

/** The gradient of a loss per row with respect to logits [rows, columns], and through the weight that made them where they are a small product. */
function gradientOp(name: string, source: string): Op<Scaled> {
  const through: Op<Scaled> = {
    name: `${name}GradientThroughWeight`,
    infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
    form: { kind: 'kernel', kernel: ({ attributes }, profile) => throughKernel(attributes, source, profile) },
  };
  const op: Op<Scaled> = {
    name: `${name}Gradient`,
    infer: (_, { rows, columns, pitch = columns }) => [{ shape: [rows, pitch], dtype: 'f32' }],
    form: { kind: 'kernel', kernel: ({ attributes }, profile) => gradientKernel(attributes, source, profile) },
    onFilledRows: (node, fill) => withPitch(op, node, fill),
    lower: (node, profile) => lowerRows(op, node, profile),
    throughWeight: ({ inputs, attributes }, weight) =>
      attributes.inner && base(inputs[1] as Tensor) === base(weight) ? apply1(through, inputs, attributes) : undefined,
  };
  return op;
}

/** The kernel of a loss's gradient, whose formula is `source`. What it does with a row, `own`, finds the gradient at hand where rows are a product. */
function gradientKernel(
  { scale, ...rows }: Scaled,
  source: string,
  profile: Profile,
  own = rows.inner ? gradientQuadRows : gradientRows,
): Kernel {
  const formula = [scale === undefined ? rowScale : constantScale, source];
  const files = rows.inner ? { opening: [[...formula, gradientQuads]], sources: [own] } : { sources: [...formula, own] };
  return scale === undefined
    ? softmaxKernel(rows, { ...files, inputs: ['labels', 'dy'] }, profile)
    : softmaxKernel(rows, { ...files, inputs: ['labels'], knobs: { SCALE: literal(scale) } }, profile);
}

/** On a GPU a workgroup for each row; a software adapter would compute the row over and over. */
function throughKernel(rows: Scaled, source: string, profile: Profile): Kernel {
  if (profile.name === 'software') return { ...gradientKernel(rows, source, profile, gradientThroughWeightRows), width: 4 };
  const { opening = [], sources, ...kernel } = gradientKernel(rows, source, profile, gradientThroughWeight);
  return { ...kernel, sources: [...opening.flat(), ...sources], workgroups: rows.rows };
}

const sparseOp = lossOp('sparseCrossEntropy', sparseCrossEntropySource, sparseGradient);
const denseOp = lossOp('crossEntropy', crossEntropySource, gradient);

/** -ln softmax(logits) at the label of each row: labels [...lead], logits [...lead, classes] → [...lead]. */
export function sparseCrossEntropy(labels: TensorLike, logits: TensorLike): Tensor {
  const [y, x] = [stored(toTensor(labels)), stored(toTensor(logits))];
  const { rows, columns } = rowsOf(x.shape);
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
  const { rows, columns } = rowsOf(x.shape);
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
