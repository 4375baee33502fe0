/** Matrix product, all transpositions, batched. Bias, activation and updates run in its epilogue, joined by the planner. Next: `product.ts` makes the kernel. */
import linesA1 from '../../shaders/matmul/linesA1.wgsl?raw';
import linesA4 from '../../shaders/matmul/linesA4.wgsl?raw';
import linesAGathered from '../../shaders/matmul/linesAGathered.wgsl?raw';
import linesAGatheredBytes from '../../shaders/matmul/linesAGatheredBytes.wgsl?raw';
import linesB1 from '../../shaders/matmul/linesB1.wgsl?raw';
import linesB4 from '../../shaders/matmul/linesB4.wgsl?raw';
import rowsA1 from '../../shaders/matmul/rowsA1.wgsl?raw';
import rowsA4 from '../../shaders/matmul/rowsA4.wgsl?raw';
import rowsB1 from '../../shaders/matmul/rowsB1.wgsl?raw';
import rowsB4 from '../../shaders/matmul/rowsB4.wgsl?raw';
import segmentsB from '../../shaders/matmul/segmentsB.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { OPEN } from '../graph/choices.ts';
import { base } from '../graph/group.ts';
import { readVariable, type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Affine, Op } from '../graph/op.ts';
import type { Profile } from '../graph/profile.ts';
import { apply1, bytesPerElement, type Node, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { filledOperands } from './filledOperands.ts';
import { cropOrPad } from './filledRows.ts';
import { narrowMatmul } from './narrowMatmul.ts';
import { type Loader, type Multiplication, type Product, productKernel } from './product.ts';
import { decide, UNDECIDED, type Variant, variantsOf } from './productVariants.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { stored } from './stored.ts';

/** Which operands are stored with their last two axes swapped. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** `rows`: those of the product, where A is stored with more. */
interface MatmulAttributes extends Required<MatmulOptions>, Variant {
  readonly rows?: number;
}

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Leading axes of the product. */
  readonly lead: Shape;
}

/** a [..., m, k] · b [..., k, n] → [..., m, n]; leading axes of a and b are equal, or b has none. Throws RangeError otherwise. */
export function matmul(a: TensorLike, b: TensorLike, { transposeA = false, transposeB = false }: MatmulOptions = {}): Tensor {
  const left = toTensor(a);
  const right = toTensor(b);
  const options = { transposeA, transposeB };
  const { lead, m, n } = sizes(left.shape, right.shape, options);
  if (lead.length && right.shape.length === 2 && !transposeA) {
    const rows = reshape(left, [sizeOf(lead) * m, left.shape.at(-1) as number]);
    return reshape(matmul(rows, right, options), [...lead, m, n]);
  }
  return apply1(matmulOp, [stored(left), stored(right)], { ...options, ...UNDECIDED });
}

const matmulOp: Op<MatmulAttributes> = {
  name: 'matmul',
  infer: ([a, b], options) => [{ shape: outputShape((a as Tensor).shape, (b as Tensor).shape, options), dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [a, b], attributes }, profile) => {
      return productKernel(multiplication((a as Tensor).shape, (b as Tensor).shape, attributes), profile, attributes.tile);
    },
  },
  affine: ({ inputs: [x, weight], attributes }) => affine(x as Tensor, weight as Tensor, attributes),
  variants: ({ inputs: [a, b], attributes }, profile) =>
    variantsOf(divisible((a as Tensor).shape, (b as Tensor).shape, attributes), profile),
  lower: ({ inputs, attributes }, profile) => lowered(inputs, attributes, profile),
  gradient: ({ inputs: [a, b], attributes }, [dy]) => gradients(a as Tensor, b as Tensor, dy as Tensor, attributes),
};

function affine(x: Tensor, weight: Tensor, { transposeA, transposeB, parts }: MatmulAttributes): Affine | undefined {
  return transposeA || transposeB || parts > 1 || weight.shape.length > 2 ? undefined : { x, weight };
}

/**
 * C = A B: dA = dC Bᵀ, dB = Aᵀ dC, and their transposes where an operand is stored transposed. Those of a weight with a layout are made beside the other operand
 * of C, which tells whether rows are filled up.
 */
function gradients(a: Tensor, b: Tensor, dy: Tensor, { transposeA, transposeB }: MatmulAttributes): readonly [Tensor, Tensor] {
  if (!transposeA && !transposeB && readVariable(b)?.layout) {
    const options = { ...UNDECIDED, transposeA, transposeB };
    return [
      apply1(matmulOp, [stored(dy), b, a], { ...options, transposeB: true }),
      apply1(matmulOp, [a, stored(dy), b], { ...options, transposeA: true }),
    ];
  }
  const da = transposeA ? matmul(b, dy, { transposeA: transposeB, transposeB: true }) : matmul(dy, b, { transposeB: !transposeB });
  const db = transposeB ? matmul(dy, a, { transposeA: true, transposeB: transposeA }) : matmul(a, dy, { transposeA: !transposeA });
  return [da, db];
}

/** Takes rows that are filled up, decides how k is split, or takes a product that needs fewer dispatches. */
function lowered([a, b, beside]: readonly Tensor[], options: MatmulAttributes, profile: Profile): readonly Tensor[] | undefined {
  if (!a || !b || options.parts) return undefined;
  const filled = filledProduct(a, b, beside, options);
  if (filled) return [filled];
  const joined = joinedProduct(a, b, options);
  if (joined) return [joined];
  if (profile.choices === OPEN) return undefined;
  const attributes = { ...options, ...decide(divisible(a.shape, b.shape, options), profile) };
  const rows = gatheredRows(a, b, options, profile);
  const product = rows
    ? apply1(gatheredMatmulOp, [rows.data, rows.order, rows.offset, b], { ...attributes, a: a.shape, scale: rows.scale })
    : apply1(matmulOp, [a, b], attributes);
  return [attributes.parts > 1 ? sum(product, { axis: 0 }) : product];
}

/** The product of operands with filled-up rows, cut off again; `undefined` where neither has such. */
function filledProduct(a: Tensor, b: Tensor, beside: Tensor | undefined, options: MatmulAttributes): Tensor | undefined {
  const operands = filledOperands(a, b, beside, options);
  if (operands[0] === a && operands[1] === b) return undefined;
  const { m, n, lead } = sizes(a.shape, b.shape, options);
  const rows = options.transposeA ? { rows: m } : {};
  return cropOrPad(apply1(matmulOp, operands, { ...options, ...rows }), [...lead, m, n]);
}

/** A product that the kernel of its operand computes, or one in whose epilogue more can run. */
function joinedProduct(a: Tensor, b: Tensor, { transposeA, transposeB, rows }: MatmulAttributes): Tensor | undefined {
  if (transposeA) return transposeB ? undefined : narrowMatmul(a, b, rows);
  const { node } = base(a);
  return transposeB ? node.op.throughWeight?.(node, b) : undefined;
}

function multiplication(a: Shape, b: Shape, options: MatmulAttributes): Multiplication {
  return { product: productOf(a, b, options), a: loaderA(a, options), b: loaderB(b, options) };
}

/** The product before it is decided into how many parts k is split, with k in pieces that a part may consist of. */
function divisible(a: Shape, b: Shape, options: MatmulAttributes): Multiplication {
  const { product, ...loaders } = multiplication(a, b, { ...options, parts: 1 });
  return { ...loaders, product: { ...product, segments: piecesOf(product.segment), segment: SPLIT } };
}

/** Pieces of k that parts consist of; of many a multiple of 4, since the number of parts divides it: the last piece may be of nothing. */
function piecesOf(k: number): number {
  const pieces = Math.ceil(k / SPLIT);
  return pieces < 16 ? pieces : Math.ceil(pieces / 4) * 4;
}

/** Parts of k are multiples of this. */
const SPLIT = 64;

/**
 * The rows that a product of few gathered rows loads itself, so that it need not wait for the batch to be written. Of many rows unpacking them again for
 * every column of tiles would cost more; and a weight gradient reads the written batch, which is long there by then, while the place in the data may
 * have moved on.
 */
function gatheredRows(a: Tensor, b: Tensor, { transposeA }: MatmulAttributes, profile: Profile) {
  const few = !transposeA && (a.shape[0] as number) <= profile.gatheredRows;
  return few && a.shape.length === 2 && b.shape.length === 2 && (a.shape[1] as number) % 4 === 0 ? a.node.op.gathered?.(a.node) : undefined;
}

interface GatheredAttributes extends MatmulAttributes {
  readonly a: Shape;
  readonly scale: number;
}

const gatheredMatmulOp: Op<GatheredAttributes> = {
  name: 'gatheredMatmul',
  infer: (inputs, attributes) => [{ shape: outputShape(attributes.a, (inputs[3] as Tensor).shape, attributes), dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: (node, profile) => {
      const { a, tile } = node.attributes;
      const b = (node.inputs[3] as Tensor).shape;
      const bytesRead = sizeOf(a) * bytesPerElement((node.inputs[0] as Tensor).dtype) + sizeOf(b) * 4;
      const call = multiplication(a, b, node.attributes);
      return { ...productKernel({ ...call, a: gatheredLoader(node, call.a) }, profile, tile), bytesRead };
    },
  },
};

/** `loader`: that of the rows if they were written. */
function gatheredLoader({ inputs: [data], attributes: { scale } }: Node<GatheredAttributes>, loader: Loader): Loader {
  const source = (data as Tensor).dtype === 'u8' ? linesAGatheredBytes : linesAGathered;
  return { ...loader, sources: [source], knobs: { ...loader.knobs, A_SCALE: literal(scale) }, inputs: ['a', 'order', 'offset'] };
}

function loaderA(shape: Shape, { transposeA, parts }: MatmulAttributes): Loader {
  const [lines, length] = lastTwo(shape, false);
  const vectors = length % 4 === 0;
  const source = transposeA ? (vectors ? rowsA4 : rowsA1) : vectors ? linesA4 : linesA1;
  const knobs = { A_LINES: lines, A_LENGTH: length, A_BATCH: matrixSize(shape), A_EXACT: isWhole(transposeA ? lines : length, parts) };
  return { along: transposeA ? 'rows' : 'lines', sources: [source], knobs, inputs: ['a'] };
}

function loaderB(shape: Shape, { transposeB, parts }: MatmulAttributes): Loader {
  const [lines, length] = lastTwo(shape, false);
  const vectors = length % 4 === 0;
  const sources = transposeB ? [vectors ? linesB4 : linesB1, segmentsB] : [vectors ? rowsB4 : rowsB1];
  const k = transposeB ? length : lines;
  const knobs = {
    B_LENGTH: length,
    B_BATCH: matrixSize(shape),
    B_TOTAL: sizeOf(shape),
    B_SEGMENT: segmentOf(k, parts),
    B_EXACT: isWhole(k, parts),
  };
  return { along: transposeB ? 'lines' : 'rows', sources, knobs, inputs: ['b'] };
}

function productOf(a: Shape, b: Shape, options: MatmulAttributes): Product {
  const { m, n, k, lead } = sizes(a, b, options);
  const batches = sizeOf(lead);
  const { parts } = options;
  const strides = { row: n, batch: m * n, part: batches * m * n };
  return { m, n, segments: parts, segment: segmentOf(k, parts), batches, parts, strides };
}

function segmentOf(k: number, parts: number): number {
  return parts === 1 ? k : Math.ceil(k / parts / SPLIT) * SPLIT;
}

/** Whether the parts of k are all whole. */
function isWhole(k: number, parts: number): boolean {
  return segmentOf(k, parts) * parts === k;
}

function outputShape(a: Shape, b: Shape, options: MatmulAttributes): Shape {
  const { lead, m, n } = sizes(a, b, options);
  return [...(options.parts > 1 ? [options.parts] : []), ...lead, m, n];
}

function sizes(a: Shape, b: Shape, { transposeA, transposeB, rows }: MatmulOptions & Pick<MatmulAttributes, 'rows'>): Sizes {
  if (a.length < 2 || b.length < 2) {
    throw new RangeError(`Cannot matmul ${showShape(a)} by ${showShape(b)}: both need at least 2 axes`);
  }
  const [m, k] = lastTwo(a, transposeA);
  const [inner, n] = lastTwo(b, transposeB);
  const leadA = a.slice(0, -2);
  const leadB = b.slice(0, -2);
  if (k !== inner)
    throw new RangeError(`Cannot matmul ${showShape(a)} by ${showShape(b)}: inner sizes are ${k} and ${inner}, they must be equal`);
  const fits = leadA.length === 0 || leadB.length === 0 || showShape(leadA) === showShape(leadB);
  if (!fits) throw new RangeError(`Cannot matmul ${showShape(a)} by ${showShape(b)}: leading axes must be equal, or one operand has none`);
  return { m: rows ?? m, n, k, lead: leadA.length ? leadA : leadB };
}

function lastTwo(shape: Shape, transposed: boolean | undefined): readonly [number, number] {
  const rows = shape.at(-2) as number;
  const columns = shape.at(-1) as number;
  return transposed ? [columns, rows] : [rows, columns];
}

/** Elements between the matrices of a batch; 0 where one matrix serves all. */
function matrixSize(shape: Shape): number {
  return shape.length > 2 ? sizeOf(shape.slice(-2)) : 0;
}
