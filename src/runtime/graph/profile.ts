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
  /** Tiles of a product that occupy it: with fewer small ones the sum is split, with fewer big ones small ones are taken. */
  readonly tiles: { readonly small: number; readonly big: number };
  /** Most rows of a batch that a product gathers itself: one dispatch less, for rows that are unpacked again for every column of tiles. */
  readonly gatheredRows: number;
  /** Terms of a sum below which a part of it is not worth a pass of its own. */
  readonly shortestPart: number;
  /** Seconds that a dispatch may take on the slowest GPU planned for; absent where nothing stops a long one. */
  readonly longestDispatch?: number;
  /** Variants that were measured to be the fastest; absent: the usual ones. */
  readonly choices?: Choices;
  /** Bytes that a kernel may bind of one buffer; absent where nothing is known. */
  readonly largestBuffer?: number;
}

/**
 * The slowest GPUs that plans must run on: small integrated and mobile ones, such as Intel's UHD 600, Arm's Mali-G52 with two cores or
 * Qualcomm's Adreno 610. On paper they do roughly 80 to 250 billion operations and move 10 to 20 billion bytes per second, in memory that they
 * share with the CPU; tiled kernels reach about half of that. A device slower by a factor of 4 still stays below the 2 s of `LONGEST_DISPATCH`.
 */
export const SLOWEST_GPU = {
  /** f32 operations per second. */
  operations: 50e9,
  /** Bytes read and written per second. */
  bytes: 10e9,
} as const;

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
  tiles: { small: 32, big: Number.POSITIVE_INFINITY },
  gatheredRows: 0,
  shortestPart: 1024,
};

/**
 * A GPU with so many processors of about 128 lanes that run workgroups independently: Apple's cores, NVIDIA's multiprocessors, AMD's workgroup
 * processors, Intel's Xe cores. Loads take hundreds of cycles, which a lane spends on other invocations: four of them per lane. A small tile is a
 * workgroup of 64 invocations, so two give every lane an invocation, each with many independent loads and sums of its own. A big tile does four
 * times the work of a small one with half the loads; eight per processor leave none idle for long when the last ones run.
 */
export function gpuProfile(processors: number): Profile {
  return {
    name: 'gpu',
    subgroupSize: 0,
    elementwiseGroups: 65535,
    invocations: 512 * processors,
    tiles: { small: 2 * processors, big: 8 * processors },
    gatheredRows: 64,
    shortestPart: 512,
    longestDispatch: LONGEST_DISPATCH,
  };
}

/** A GPU of which nothing is known. */
export const GPU_PROFILE: Profile = gpuProfile(32);

/** Invocations of every workgroup: equal for all kernels, so that independent kernels can share a dispatch. */
export const WORKGROUP_SIZE = 64;

/** Storage buffers that every WebGPU device lets a kernel bind. */
export const MAX_BINDINGS = 8;
