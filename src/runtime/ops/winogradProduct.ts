/** The product of a transformed image and a transformed kernel, transformed back in its main loop: nothing but the output is stored. Used by `winograd.ts`. */
import linesA4 from '../../shaders/matmul/linesA4.wgsl?raw';
import linesB4 from '../../shaders/matmul/linesB4.wgsl?raw';
import rowsB4 from '../../shaders/matmul/rowsB4.wgsl?raw';
import segmentsB from '../../shaders/matmul/segmentsB.wgsl?raw';
import direct from '../../shaders/winograd/direct.wgsl?raw';
import emit from '../../shaders/winograd/emit.wgsl?raw';
import tiled from '../../shaders/winograd/tiled.wgsl?raw';
import tiles from '../../shaders/winograd/tiles.wgsl?raw';
import type { Kernel, Op } from '../graph/op.ts';
import { type Profile, SUBGROUPS, WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';
import { blocks, declared, type Loader } from './product.ts';
import { type Tiling, tileCount, tilingKnobs } from './winogradTiles.ts';
import { COMPONENTS } from './winogradTransforms.ts';

interface ProductAttributes extends Tiling {
  /** The kernel is stored with its channels swapped. */
  readonly transposed: boolean;
}

/** Image [16, tiles, k] by kernel [16, k, n], or [16, n, k] where `transposed` → [batch, y, x, n]. */
export function filteredProduct(image: Tensor, kernel: Tensor, attributes: ProductAttributes): Tensor {
  return apply1(filteredProductOp, [image, kernel], attributes);
}

const filteredProductOp: Op<ProductAttributes> = {
  name: 'winogradProduct',
  infer: ([, kernel], { batch, output, transposed }) => [
    { shape: [batch, ...output, sizesOf(kernel as Tensor, transposed).n], dtype: 'f32' },
  ],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [, kernel], attributes }, profile) =>
      kernelOf(sizesOf(kernel as Tensor, attributes.transposed), attributes, profile),
  },
};

interface Sizes {
  readonly k: number;
  readonly n: number;
}

/** A main loop: tiles and columns of the output that it covers, the k that it takes at once, such blocks per workgroup. */
interface Loop {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly perGroup: number;
  readonly source: string;
}

const LOOPS: Readonly<Record<Profile['name'], Loop>> = {
  software: { m: 8, n: 16, k: 4, perGroup: WORKGROUP_SIZE / 4, source: direct },
  gpu: { m: 32, n: 32, k: 32, perGroup: 1, source: tiled },
};

function kernelOf(sizes: Sizes, attributes: ProductAttributes, profile: Profile): Kernel {
  const { n, k } = sizes;
  const loop = LOOPS[profile.name];
  const m = tileCount(attributes);
  const columns = Math.ceil(n / loop.n);
  const [a, b] = [imageLines(m, k), attributes.transposed ? kernelLines(sizes) : kernelRows(sizes)];
  const sources = [tiles, loop.source, ...blocks(a, b, profile), ...a.sources, ...b.sources, emit];
  const exact = { A_EXACT: k % loop.k === 0, B_EXACT: k % loop.k === 0 && n % loop.n === 0 };
  const knobs = { ...tilingKnobs(attributes, n, 'output'), ...a.knobs, ...b.knobs, ...exact, N: n, SEGMENT: k, COLUMN_TILES: columns };
  return {
    sources,
    knobs: declared(knobs, sources),
    inputs: [...a.inputs, ...b.inputs],
    outputs: [],
    width: 4,
    workgroups: Math.ceil((Math.ceil(m / loop.m) * columns) / loop.perGroup),
    directives: profile.name === 'software' ? SUBGROUPS : undefined,
    operations: 2 * COMPONENTS * m * n * k,
  };
}

function sizesOf({ shape }: Tensor, transposed: boolean): Sizes {
  const [first, last] = shape.slice(1) as [number, number];
  return transposed ? { n: first, k: last } : { k: first, n: last };
}

function imageLines(m: number, k: number): Loader {
  return { along: 'lines', sources: [linesA4], knobs: { A_LINES: m, A_LENGTH: k, A_BATCH: m * k }, inputs: ['a'] };
}

function kernelRows({ n, k }: Sizes): Loader {
  return { along: 'rows', sources: [rowsB4], knobs: { B_LENGTH: n, B_BATCH: n * k, B_TOTAL: COMPONENTS * n * k }, inputs: ['b'] };
}

function kernelLines({ n, k }: Sizes): Loader {
  return {
    along: 'lines',
    sources: [linesB4, segmentsB],
    knobs: { B_LENGTH: k, B_BATCH: n * k, B_TOTAL: COMPONENTS * n * k },
    inputs: ['b'],
  };
}
