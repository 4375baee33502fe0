/** What kernels may know of the device when they choose a variant. Made by `gpu/device.ts` from the adapter. */

/** Traits of a class of devices. */
export interface Profile {
  /** `software`: no workgroup memory, no barriers, register tiles; `gpu`: tiles through workgroup memory. */
  readonly name: 'software' | 'gpu';
  /** Size of a subgroup if the device has subgroups of a fixed known size, else 0. */
  readonly subgroupSize: number;
  /** Most workgroups worth giving an elementwise kernel; more work per invocation beyond that. */
  readonly elementwiseGroups: number;
}

/** Invocations of every workgroup: equal for all kernels, so that independent kernels can share a dispatch. */
export const WORKGROUP_SIZE = 64;

/** Storage buffers that every WebGPU device lets a kernel bind. */
export const MAX_BINDINGS = 8;
