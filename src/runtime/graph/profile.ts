/** What kernels may know of the device when they choose a variant. Made by `gpu/device.ts` from the adapter. */

/** Traits of a class of devices. */
export interface Profile {
  /** `software`: no workgroup memory, no barriers, register tiles; `gpu`: tiles through workgroup memory. */
  readonly name: 'software' | 'gpu';
  /** Size of a subgroup if the device has subgroups of a fixed known size, else 0. */
  readonly subgroupSize: number;
  /** Most workgroups worth giving an elementwise kernel; more work per invocation beyond that. */
  readonly elementwiseGroups: number;
  /** Seconds that a dispatch may take on the slowest GPU planned for; absent where nothing stops a long one. */
  readonly longestDispatch?: number;
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

/** A GPU of which nothing is known. */
export const GPU_PROFILE: Profile = { name: 'gpu', subgroupSize: 0, elementwiseGroups: 65535, longestDispatch: LONGEST_DISPATCH };

/** Invocations of every workgroup: equal for all kernels, so that independent kernels can share a dispatch. */
export const WORKGROUP_SIZE = 64;

/** Storage buffers that every WebGPU device lets a kernel bind. */
export const MAX_BINDINGS = 8;
