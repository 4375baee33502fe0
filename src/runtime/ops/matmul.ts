/** Matrix product, all transpositions, batched. Bias, activation and updates run in its epilogue, joined by the planner. */
import direct from '../../shaders/matmul/direct.wgsl?raw';
import directColumns from '../../shaders/matmul/directColumns.wgsl?raw';
import directTransposed from '../../shaders/matmul/directTransposed.wgsl?raw';
import directTransposedWide from '../../shaders/matmul/directTransposedWide.wgsl?raw';
import directWide from '../../shaders/matmul/directWide.wgsl?raw';
import emit1 from '../../shaders/matmul/emit1.wgsl?raw';
import emit4 from '../../shaders/matmul/emit4.wgsl?raw';
import fragmentA1 from '../../shaders/matmul/fragmentA1.wgsl?raw';
import fragmentA4 from '../../shaders/matmul/fragmentA4.wgsl?raw';
import fragmentAGathered from '../../shaders/matmul/fragmentAGathered.wgsl?raw';
import fragmentAGatheredBytes from '../../shaders/matmul/fragmentAGatheredBytes.wgsl?raw';
import fragmentB1 from '../../shaders/matmul/fragmentB1.wgsl?raw';
import fragmentB4 from '../../shaders/matmul/fragmentB4.wgsl?raw';
import loadBFromColumns from '../../shaders/matmul/loadBColumns.wgsl?raw';
import loadBRows from '../../shaders/matmul/loadBRows.wgsl?raw';
import stageAColumns from '../../shaders/matmul/stageAColumns.wgsl?raw';
import stageARows from '../../shaders/matmul/stageARows.wgsl?raw';
import stageBColumns from '../../shaders/matmul/stageBColumns.wgsl?raw';
import stageBRows from '../../shaders/matmul/stageBRows.wgsl?raw';
import tiled from '../../shaders/matmul/tiled.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import type { Profile } from '../graph/profile.ts';
import { apply1, bytesPerElement, type Node, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { reshape } from './reshape.ts';
import { stored } from './stored.ts';

/** Which operands are stored with their last two axes swapped. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
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
  return apply1(matmulOp, [stored(left), stored(right)], options);
}

const matmulOp: Op<Required<MatmulOptions>> = {
  name: 'matmul',
  infer: ([a, b], options) => {
    const { lead, m, n } = sizes((a as Tensor).shape, (b as Tensor).shape, options);
    return [{ shape: [...lead, m, n], dtype: 'f32' }];
  },
  form: { kind: 'kernel', kernel },
  lower: ({ inputs: [a, b], attributes }) => gatheredProduct(a as Tensor, b as Tensor, attributes),
  gradient: ({ inputs: [a, b], attributes }, [dy]) => {
    const [da, db] = gradients(a as Tensor, b as Tensor, dy as Tensor, attributes);
    return [da, db];
  },
};

/** C = A B: dA = dC Bᵀ, dB = Aᵀ dC, and their transposes where an operand is stored transposed. */
function gradients(a: Tensor, b: Tensor, dy: Tensor, { transposeA, transposeB }: Required<MatmulOptions>): readonly [Tensor, Tensor] {
  const da = transposeA ? matmul(b, dy, { transposeA: transposeB, transposeB: true }) : matmul(dy, b, { transposeB: !transposeB });
  const db = transposeB ? matmul(dy, a, { transposeA: true, transposeB: transposeA }) : matmul(a, dy, { transposeA: !transposeA });
  return [da, db];
}

function sizes(a: Shape, b: Shape, { transposeA, transposeB }: MatmulOptions): Sizes {
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
  return { m, n, k, lead: leadA.length ? leadA : leadB };
}

function lastTwo(shape: Shape, transposed: boolean | undefined): readonly [number, number] {
  const rows = shape.at(-2) as number;
  const columns = shape.at(-1) as number;
  return transposed ? [columns, rows] : [rows, columns];
}

function kernel({ inputs: [a, b], attributes }: Node<Required<MatmulOptions>>, profile: Profile): Kernel {
  const left = (a as Tensor).shape;
  const loader = { source: (left.at(-1) as number) % 4 ? fragmentA1 : fragmentA4, knobs: batchStride('A', left), inputs: ['a'] };
  return product(left, (b as Tensor).shape, attributes, profile, loader);
}

/** How a kernel loads its first operand. */
interface LoaderA {
  readonly source: string;
  readonly knobs: Readonly<Record<string, number | string>>;
  readonly inputs: readonly string[];
}

function product(a: Shape, b: Shape, options: Required<MatmulOptions>, profile: Profile, loaderA: LoaderA): Kernel {
  const { m, n, k, lead } = sizes(a, b, options);
  const software = profile.name === 'software';
  const wide = software && !options.transposeB && occupies(m, n, sizeOf(lead));
  const tile = software ? (wide ? WIDE : NARROW) : STAGED;
  const tilesOf = { COLUMN_TILES: Math.ceil(n / tile.n), ROW_TILES: Math.ceil(m / tile.m), BATCHES: sizeOf(lead) };
  const tiles = tilesOf.COLUMN_TILES * tilesOf.ROW_TILES * tilesOf.BATCHES;
  const width = n % 4 === 0 ? 4 : 1;
  const loaderB = (b.at(-1) as number) % 4 ? fragmentB1 : fragmentB4;
  const operands = { ...lines('A', a), ...lines('B', b), ...loaderA.knobs, ...batchStride('B', b) };
  const edges = { ...exact('A', a, options.transposeA, tile.m, tile.k), ...exact('B', b, !options.transposeB, tile.n, tile.k) };
  return {
    sources: [...(software ? directSources(options, wide) : tiledSources(options)), loaderA.source, loaderB, width === 4 ? emit4 : emit1],
    knobs: { M: m, N: n, K: k, ...tilesOf, ...operands, ...edges },
    inputs: [...loaderA.inputs, 'b'],
    outputs: [],
    width,
    workgroups: software ? Math.ceil((tiles * 4) / 64) : tiles,
    subgroups: software,
    operations: 2 * m * n * k * sizeOf(lead),
  };
}

interface GatheredOptions extends Required<MatmulOptions> {
  readonly a: Shape;
  readonly scale: number;
}

const gatheredMatmulOp: Op<GatheredOptions> = {
  name: 'gatheredMatmul',
  infer: (inputs, options) => {
    const { m, n } = sizes(options.a, (inputs[3] as Tensor).shape, options);
    return [{ shape: [m, n], dtype: 'f32' }];
  },
  form: {
    kind: 'kernel',
    kernel: ({ inputs, attributes }, profile) => {
      const source = (inputs[0] as Tensor).dtype === 'u8' ? fragmentAGatheredBytes : fragmentAGathered;
      const loader = { source, knobs: { A_SCALE: literal(attributes.scale) }, inputs: ['a', 'order', 'offset'] };
      const bytesRead = sizeOf(attributes.a) * bytesPerElement((inputs[0] as Tensor).dtype) + sizeOf((inputs[3] as Tensor).shape) * 4;
      return { ...product(attributes.a, (inputs[3] as Tensor).shape, attributes, profile, loader), bytesRead };
    },
  },
};

/** A product whose first operand is a gathered batch loads the rows itself: the batch is never written. */
function gatheredProduct(a: Tensor, b: Tensor, options: Required<MatmulOptions>): readonly Tensor[] | undefined {
  const rows = a.node.op.gathered?.(a.node);
  if (!rows || a.shape.length !== 2 || b.shape.length !== 2 || (a.shape[1] as number) % 4) return undefined;
  const attributes = { ...options, a: a.shape, scale: rows.scale };
  return [apply1(gatheredMatmulOp, [rows.data, rows.order, rows.offset, b], attributes)];
}

/** Rows and columns of C that a tile covers, and the k that it takes at once. */
const NARROW = { m: 8, n: 16, k: 4 };
const WIDE = { m: 16, n: 32, k: 4 };
const STAGED = { m: 32, n: 32, k: 16 };

/** Workgroups below which wide tiles would leave processors without work. */
const FEW_WORKGROUPS = 4;

/** Whether wide tiles cover C exactly and are enough for several workgroups of 16 subgroups. */
function occupies(m: number, n: number, batches: number): boolean {
  return m % WIDE.m === 0 && n % WIDE.n === 0 && (m / WIDE.m) * (n / WIDE.n) * batches >= 16 * FEW_WORKGROUPS;
}

function directSources({ transposeA, transposeB }: Required<MatmulOptions>, wide: boolean): readonly string[] {
  if (wide) return [transposeA ? directTransposedWide : directWide, loadBRows];
  if (transposeA && transposeB) return [directTransposed, loadBFromColumns];
  if (transposeA) return [directTransposed, loadBRows];
  return transposeB ? [directColumns] : [direct, loadBRows];
}

function tiledSources({ transposeA, transposeB }: Required<MatmulOptions>): readonly string[] {
  return [tiled, transposeA ? stageAColumns : stageARows, ...(transposeB ? [stageBColumns] : [stageBRows, loadBRows])];
}

/** An operand as the loaders see it: lines of its last axis. */
function lines(name: 'A' | 'B', shape: Shape): Record<string, number> {
  return { [`${name}_LINES`]: shape.at(-2) as number, [`${name}_LENGTH`]: shape.at(-1) as number };
}

/** Elements between the matrices of a batch; 0 where one matrix serves all. */
function batchStride(name: 'A' | 'B', shape: Shape): Record<string, number> {
  return { [`${name}_BATCH`]: shape.length > 2 ? (shape.at(-2) as number) * (shape.at(-1) as number) : 0 };
}

/** Whether tiles of `outer` by `inner` cover an operand exactly, so that its loader need not clamp. Only whole vectors are read unclamped. */
function exact(name: 'A' | 'B', shape: Shape, innerMajor: boolean, outer: number, inner: number): Record<string, boolean> {
  const count = shape.at(-2) as number;
  const length = shape.at(-1) as number;
  if (length % 4) return {};
  return { [`${name}_EXACT`]: innerMajor ? count % inner === 0 && length % outer === 0 : count % outer === 0 && length % inner === 0 };
}
