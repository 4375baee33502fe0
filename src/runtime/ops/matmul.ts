/** Matrix product, all transpositions, batched. Bias, activation and updates run in its epilogue, joined by the planner. */
import direct from '../../shaders/matmul/direct.wgsl?raw';
import directColumns from '../../shaders/matmul/directColumns.wgsl?raw';
import directTransposed from '../../shaders/matmul/directTransposed.wgsl?raw';
import emit1 from '../../shaders/matmul/emit1.wgsl?raw';
import emit4 from '../../shaders/matmul/emit4.wgsl?raw';
import fragmentA1 from '../../shaders/matmul/fragmentA1.wgsl?raw';
import fragmentA4 from '../../shaders/matmul/fragmentA4.wgsl?raw';
import fragmentB1 from '../../shaders/matmul/fragmentB1.wgsl?raw';
import fragmentB4 from '../../shaders/matmul/fragmentB4.wgsl?raw';
import loadBFromColumns from '../../shaders/matmul/loadBColumns.wgsl?raw';
import loadBRows from '../../shaders/matmul/loadBRows.wgsl?raw';
import stageAColumns from '../../shaders/matmul/stageAColumns.wgsl?raw';
import stageARows from '../../shaders/matmul/stageARows.wgsl?raw';
import stageBColumns from '../../shaders/matmul/stageBColumns.wgsl?raw';
import stageBRows from '../../shaders/matmul/stageBRows.wgsl?raw';
import tiled from '../../shaders/matmul/tiled.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import type { Profile } from '../graph/profile.ts';
import { apply1, type Node, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
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
  const left = a as Tensor;
  const right = b as Tensor;
  const { m, n, k, lead } = sizes(left.shape, right.shape, attributes);
  const batches = sizeOf(lead);
  const software = profile.name === 'software';
  const tile = software ? { m: 8, n: 16, k: 4 } : { m: 32, n: 32, k: 16 };
  const columnTiles = Math.ceil(n / tile.n);
  const rowTiles = Math.ceil(m / tile.m);
  const width = n % 4 === 0 ? 4 : 1;
  const tiles = columnTiles * rowTiles * batches;
  return {
    sources: [...(software ? directSources(attributes) : tiledSources(attributes)), ...loaders(left, right), width === 4 ? emit4 : emit1],
    knobs: {
      M: m,
      N: n,
      K: k,
      COLUMN_TILES: columnTiles,
      ROW_TILES: rowTiles,
      BATCHES: batches,
      ...lines('A', left),
      ...lines('B', right),
      ...exact('A', left, attributes.transposeA, tile.m, tile.k),
      ...exact('B', right, !attributes.transposeB, tile.n, tile.k),
    },
    inputs: ['a', 'b'],
    outputs: [],
    width,
    workgroups: software ? Math.ceil((tiles * 4) / 64) : tiles,
    subgroups: software,
  };
}

function directSources({ transposeA, transposeB }: Required<MatmulOptions>): readonly string[] {
  if (transposeA && transposeB) return [directTransposed, loadBFromColumns];
  if (transposeA) return [directTransposed, loadBRows];
  return transposeB ? [directColumns] : [direct, loadBRows];
}

function tiledSources({ transposeA, transposeB }: Required<MatmulOptions>): readonly string[] {
  return [tiled, transposeA ? stageAColumns : stageARows, ...(transposeB ? [stageBColumns] : [stageBRows, loadBRows])];
}

function loaders(a: Tensor, b: Tensor): readonly string[] {
  return [(a.shape.at(-1) as number) % 4 ? fragmentA1 : fragmentA4, (b.shape.at(-1) as number) % 4 ? fragmentB1 : fragmentB4];
}

/** An operand as the loaders see it: lines of its last axis. */
function lines(name: 'A' | 'B', { shape }: Tensor): Record<string, number> {
  const count = shape.at(-2) as number;
  const length = shape.at(-1) as number;
  return { [`${name}_LINES`]: count, [`${name}_LENGTH`]: length, [`${name}_BATCH`]: shape.length > 2 ? count * length : 0 };
}

/** Whether tiles of `outer` by `inner` cover an operand exactly, so that its loader need not clamp. Only whole vectors are read unclamped. */
function exact(name: 'A' | 'B', { shape }: Tensor, innerMajor: boolean, outer: number, inner: number): Record<string, boolean> {
  const count = shape.at(-2) as number;
  const length = shape.at(-1) as number;
  if (length % 4) return {};
  return { [`${name}_EXACT`]: innerMajor ? count % inner === 0 && length % outer === 0 : count % outer === 0 && length % inner === 0 };
}
