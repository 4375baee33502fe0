/** What kernels may know of the device when they choose a variant. Made by `gpu/adapterProfile.ts` from the adapter. */
import type { Choices } from './choices.ts';

/** Traits of a class of devices. */
export interface Profile {
  /** `software`: no workgroup memory, no barriers, register tiles; `gpu`: tiles through workgroup memory. */
  readonly name: 'software' | 'gpu';
  /** Size of a subgroup if the device has subgroups of a fixed known size, else 0. */
  readonly subgroupSize: number;
  /** Most workgroups worth giving an elementwise kernel; more work per invocation beyond that. */
  readonly elementwiseGroups: number;
  /**
   * Workgroups that a kernel gets beside others, each of which then does the work of several; absent: as many as it has. A software adapter runs the code of
   * all kernels in every workgroup, with the stores of the others masked: most of what a short kernel of many workgroups would take among long ones.
   */
  readonly workgroupsBeside?: number;
  /** Invocations that occupy the device: fewer leave processors without work. */
  readonly invocations: number;
  /**
   * Tiles of a product that occupy it. With fewer small ones its results are few: it runs in tiles of few results, or its sum is split so that there are
   * `parts` tiles. With fewer big ones small ones are taken.
   */
  readonly tiles: { readonly small: number; readonly parts: number; readonly big: number };
  /** Multiplications from which on tiles of few results, which load each operand more often, take longer than processors without work. */
  readonly fewProducts: number;
  /** Multiplications for each element of an image from which on channels that are no whole vectors are filled up with zeros. */
  readonly filledProducts: number;
  /** Most rows of a batch that a product gathers itself: one dispatch less, for rows that are unpacked again for every column of tiles. */
  readonly gatheredRows: number;
  /** The slowest device that the profile is for. */
  readonly slowest: Rates;
  /** Seconds that a dispatch may take on the slowest device; absent where nothing stops a long one. */
  readonly longestDispatch?: number;
  /** The main loop for the device's matrix units; absent where it has none for f32, or nobody asked. */
  readonly matrices?: Tile;
  /** Variants that were measured to be the fastest; absent: the usual ones. */
  readonly choices?: Choices;
  /** Bytes that a kernel may bind of one buffer; absent where nothing is known. */
  readonly largestBuffer?: number;
}

/** A main loop of products: rows and columns of the result that a tile covers, the k that it takes at once, tiles per workgroup. */
export interface Tile {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly perGroup: number;
  /** WGSL by how the left operand is loaded: four neighbours along k at once, or along the other axis. */
  readonly sources: Readonly<Record<'lines' | 'rows', readonly string[]>>;
  /** WGSL directives that it needs. */
  readonly directives?: string;
}

/** Work per second. */
export interface Rates {
  /** f32 operations, a multiplication and an addition being two. */
  readonly operations: number;
  /** Bytes read and written. */
  readonly bytes: number;
}

/**
 * The slowest GPUs that plans must run on: small integrated and mobile ones, such as Intel's UHD 600, Arm's Mali-G52 with two cores or
 * Qualcomm's Adreno 610. On paper they do roughly 80 to 250 billion operations and move 10 to 20 billion bytes per second, in memory that they
 * share with the CPU; tiled kernels reach about half of that. A device slower by a factor of 4 still stays below the 2 s of `LONGEST_DISPATCH`.
 */
export const SLOWEST_GPU: Rates = { operations: 50e9, bytes: 10e9 };

/**
 * Seconds for one dispatch on a GPU. Systems reset a GPU that does not answer: Windows after 2 s, some phones sooner, and what else must be
 * drawn waits. A software adapter runs as a program among others, which nothing watches, so its profile has no limit.
 */
export const LONGEST_DISPATCH = 0.25;

/** A software adapter with subgroups of 4: a handful of processor cores, each of which runs one workgroup after the other. */
export const SOFTWARE_PROFILE: Profile = {
  name: 'software',
  subgroupSize: 4,
  elementwiseGroups: 64,
  workgroupsBeside: 16,
  invocations: 1024,
  tiles: { small: 32, parts: 32, big: Number.POSITIVE_INFINITY },
  fewProducts: 0,
  filledProducts: 0,
  gatheredRows: 0,
  slowest: SLOWEST_GPU,
};

/**
 * A GPU with so many processors of about 128 lanes that run workgroups independently: Apple's cores, NVIDIA's multiprocessors, AMD's workgroup
 * processors, Intel's Xe cores. Loads take hundreds of cycles, which a lane spends on other invocations: four of them per lane. A small tile is a
 * workgroup of 64 invocations, so two give every lane an invocation, each with many independent loads and sums of its own; a sum that is split anyway is
 * split so that there are enough to spend the time of loads and barriers on. A big tile does four times the work of a small one with half the
 * loads; five per processor leave none idle for long when the last ones run. Measured on an H100 (`bench/results/h100/tiles.md`).
 */
export function gpuProfile(processors: number, slowest: Rates = SLOWEST_GPU): Profile {
  return {
    name: 'gpu',
    subgroupSize: 0,
    elementwiseGroups: 65535,
    invocations: 512 * processors,
    tiles: { small: 2 * processors, parts: 16 * processors, big: 5 * processors },
    fewProducts: 1.25e6 * processors,
    filledProducts: 64,
    gatheredRows: 64,
    slowest,
    longestDispatch: LONGEST_DISPATCH,
  };
}

/** A GPU of which nothing is known. */
export const GPU_PROFILE: Profile = gpuProfile(32);

/** The directive of kernels with subgroup operations. */
export const SUBGROUPS = 'enable subgroups;';

/** Invocations of every workgroup: equal for all kernels, so that independent kernels can share a dispatch. */
export const WORKGROUP_SIZE = 64;

/** Storage buffers that every WebGPU device lets a kernel bind. */
export const MAX_BINDINGS = 8;
