/** The kernels of every product C = A B, matrices and convolutions alike: a main loop by device and size, joined with loaders of the operands. Used by `matmul.ts` and `convolution.ts`. */
import bands from '../../shaders/matmul/bands.wgsl?raw';
import blockALines from '../../shaders/matmul/blockALines.wgsl?raw';
import blockARows from '../../shaders/matmul/blockARows.wgsl?raw';
import blockLines from '../../shaders/matmul/blockLines.wgsl?raw';
import blockRows from '../../shaders/matmul/blockRows.wgsl?raw';
import direct from '../../shaders/matmul/direct.wgsl?raw';
import directTransposed from '../../shaders/matmul/directTransposed.wgsl?raw';
import emit1 from '../../shaders/matmul/emit1.wgsl?raw';
import emit4 from '../../shaders/matmul/emit4.wgsl?raw';
import outer from '../../shaders/matmul/outer.wgsl?raw';
import placesC from '../../shaders/matmul/placesC.wgsl?raw';
import runs from '../../shaders/matmul/runs.wgsl?raw';
import tiled from '../../shaders/matmul/tiled.wgsl?raw';
import tiledBig from '../../shaders/matmul/tiledBig.wgsl?raw';
import tiledFew from '../../shaders/matmul/tiledFew.wgsl?raw';
import type { Kernel } from '../graph/op.ts';
import { type Profile, SUBGROUPS, type Tile, WORKGROUP_SIZE } from '../graph/profile.ts';
import { largestDivisor } from './largestDivisor.ts';

/** How a kernel loads an operand. */
export interface Loader {
  /** `lines`: four neighbours along k at once; `rows`: four along the other axis. */
  readonly along: 'lines' | 'rows';
  readonly sources: readonly string[];
  readonly knobs: Readonly<Record<string, number | string | boolean>>;
  /** Names of its bindings, in the order of the op's inputs. */
  readonly inputs: readonly string[];
}

/** A product C[m, n] = sum over k of A B, with k in `segments` runs of `segment`. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly segments: number;
  readonly segment: number;
  /** Products side by side: a batch, or the groups of a convolution. */
  readonly batches: number;
  /** Runs of segments that are summed up apart: C has this many parts, one after another. Divides `segments`. */
  readonly parts: number;
  /** Elements of C between rows, batches and parts. */
  readonly strides: { readonly row: number; readonly batch: number; readonly part: number };
}

/** A product with the loaders of its operands. */
export interface Multiplication {
  readonly product: Product;
  readonly a: Loader;
  readonly b: Loader;
  /** Where rows of C are; absent: where the product's strides say. */
  readonly c?: Pick<Loader, 'sources' | 'knobs'>;
}

/** Which of a device's main loops runs; `few` is for few results, `matrices` for matrix units. */
export type TileName = 'small' | 'few' | 'big' | 'matrices';

/** A main loop of products whose sums may be split. */
interface PartTile extends Tile {
  /** Terms of a sum below which a part of it is not worth a pass of its own. */
  readonly shortestPart: number;
}

/** The tiles of each kind of device. Big ones would spill registers where there is no workgroup memory. */
const TILES: Readonly<Record<Profile['name'], { readonly small: PartTile; readonly few?: PartTile; readonly big?: Tile }>> = {
  software: {
    small: {
      m: 8,
      n: 16,
      k: 4,
      perGroup: WORKGROUP_SIZE / 4,
      shortestPart: 1024,
      sources: { lines: [direct], rows: [directTransposed] },
      directives: SUBGROUPS,
    },
  },
  gpu: {
    small: { m: 32, n: 32, k: 32, perGroup: 1, shortestPart: 256, sources: { lines: [tiled], rows: [tiled] } },
    few: { m: 4, n: 16, k: 64, perGroup: 1, shortestPart: 1024, sources: { lines: [tiledFew], rows: [tiledFew] } },
    big: { m: 64, n: 64, k: 16, perGroup: 1, sources: { lines: [tiledBig, bands], rows: [tiledBig, bands] } },
  },
};

/** Largest share of a big tile's work that may fall beyond C. */
const WASTE = 1.15;

/** The kernel of a product in tiles of one size. `A_EXACT` and `B_EXACT` are set where no tile goes beyond an operand. */
export function productKernel(
  { product, a, b, c = { sources: [placesC], knobs: {} } }: Multiplication,
  profile: Profile,
  tileName: TileName,
): Kernel {
  const { m, n, segments, segment, batches, parts, strides } = product;
  const tile = tileOf(tileName, profile);
  const columns = Math.ceil(n / tile.n);
  const rows = Math.ceil(m / tile.m);
  const width = n % 4 === 0 && strides.row % 4 === 0 ? 4 : 1;
  const sources = [
    ...tile.sources[a.along],
    ...blocks(a, b, profile),
    ...a.sources,
    ...b.sources,
    ...c.sources,
    width === 4 ? emit4 : emit1,
  ];
  const sizes = { M: m, N: n, SEGMENT: segment, PART_SEGMENTS: segments / parts, BATCHES: batches, PARTS: parts };
  const places = { C_ROW: strides.row, C_BATCH: strides.batch, C_PART: strides.part, COLUMN_TILES: columns, ROW_TILES: rows };
  const exactK = segment % 4 === 0 && ((segments / parts) * segment) % tile.k === 0;
  const exact = { A_EXACT: exactK && a.knobs.A_EXACT !== false, B_EXACT: exactK && n % tile.n === 0 && b.knobs.B_EXACT !== false };
  return {
    sources,
    knobs: declared({ ...sizes, ...places, ...a.knobs, ...b.knobs, ...c.knobs, ...exact }, sources),
    inputs: [...a.inputs, ...b.inputs],
    outputs: [],
    width,
    workgroups: Math.ceil((columns * rows * batches * parts) / tile.perGroup),
    directives: tile.directives,
    operations: 2 * multiplicationsOf(product),
  };
}

/** Into how many parts to split k so that a product with few results but long sums occupies the device; 1: not at all. */
export function partsFor(product: Product, profile: Profile): number {
  const { segments, segment } = product;
  const { small, few = small } = TILES[profile.name];
  const tile = isFew(product, profile) ? few : small;
  const tiles = tilesOf(product, tile);
  if (tiles >= profile.tiles.small) return 1;
  const most = Math.floor((segments * segment) / tile.shortestPart);
  return largestDivisor(segments, Math.min(Math.ceil(profile.tiles.parts / tiles), most));
}

/** Tiles of few results where these are few, big tiles where the device has them and enough of them fill C. */
export function tileFor(product: Product, profile: Profile): TileName {
  if (isFew(product, profile)) return 'few';
  const pays = wasteOf(product, 'big', profile) <= WASTE && tilesOf(product, tileOf('big', profile)) >= profile.tiles.big;
  return pays && tileNames(profile).includes('big') ? 'big' : 'small';
}

/**
 * Few rows, so that larger tiles would be of nothing for the most part; or few results, for which loads matter less than processors without work. Where
 * there are so few that this would not help, and the sum is long, it is split instead.
 */
function isFew(product: Product, profile: Profile): boolean {
  const { few, small } = TILES[profile.name];
  if (!few || product.m <= few.m) return few !== undefined;
  const tiles = (tile: Tile) => tilesOf({ ...product, parts: 1 }, tile);
  const { small: enough } = profile.tiles;
  const isSplit = tiles(few) < enough / 2 && product.segments * product.segment >= 2 * small.shortestPart;
  return tiles(small) < enough && !isSplit && multiplicationsOf(product) <= profile.fewProducts;
}

/** Multiplications of a product. */
export function multiplicationsOf({ m, n, segments, segment, batches }: Product): number {
  return m * n * segments * segment * batches;
}

/** The tiles that a device has. */
export function tileNames(profile: Profile): readonly TileName[] {
  return Object.keys(tilesOn(profile)) as TileName[];
}

/** How much more than C its tiles cover: 1 when nothing falls beyond. */
export function wasteOf({ m, n }: Product, tileName: TileName, profile: Profile): number {
  const tile = tileOf(tileName, profile);
  return (Math.ceil(m / tile.m) * tile.m * Math.ceil(n / tile.n) * tile.n) / (m * n);
}

function tileOf(name: TileName, profile: Profile): Tile {
  const tiles = tilesOn(profile);
  return tiles[name] ?? tiles.small;
}

function tilesOn({ name, matrices }: Profile): Readonly<Partial<Record<TileName, Tile>>> & { readonly small: Tile } {
  return matrices ? { ...TILES[name], matrices } : TILES[name];
}

function tilesOf({ m, n, batches, parts }: Product, tile: Tile): number {
  return Math.ceil(m / tile.m) * Math.ceil(n / tile.n) * batches * parts;
}

/** The files that join loaders with the main loops of a device. */
export function blocks(a: Loader, b: Loader, { name }: Profile): readonly string[] {
  const ofB = b.along === 'lines' ? blockLines : blockRows;
  if (name === 'software') return [ofB];
  return [runs, outer, a.along === 'lines' ? blockALines : blockARows, ofB];
}

/** The knobs that the files declare: loaders differ in what they need to know. */
export function declared<T>(knobs: Readonly<Record<string, T>>, sources: readonly string[]): Record<string, T> {
  const text = sources.join('\n');
  return Object.fromEntries(Object.entries(knobs).filter(([name]) => text.includes(`const ${name}:`)));
}
