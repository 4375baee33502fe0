/** Runs graphs in tests: a shared device in each kernel profile, inputs by placeholder, outputs read back. */
import { acquireDevice, Device, Usage } from '../../src/runtime/gpu/device.ts';
import { Program } from '../../src/runtime/gpu/program.ts';
import { readBuffer } from '../../src/runtime/gpu/readback.ts';
import { VariableStore } from '../../src/runtime/gpu/store.ts';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import { plan } from '../../src/runtime/graph/plan.ts';
import { GPU_PROFILE, type Profile, SOFTWARE_PROFILE } from '../../src/runtime/graph/profile.ts';
import type { Shape, Tensor } from '../../src/runtime/graph/tensor.ts';

/** Both kernel profiles, by name. */
export const PROFILES: Readonly<Record<'software' | 'gpu', Profile>> = {
  software: SOFTWARE_PROFILE,
  gpu: GPU_PROFILE,
};

/** That of a GPU for large products: without tiles for few results, and with channels filled up. */
export const TILED: Profile = { ...GPU_PROFILE, fewProducts: 0, filledProducts: 0 };

/** The profile with one choice for all kernels: those that have no such variant run as usual. */
export function forced(profile: Profile, name: string): Profile {
  return { ...profile, choices: { get: () => name } };
}

let acquired: Promise<Device> | undefined;

/** The tests' device, under a profile of choice. */
export async function testDevice(profile?: Profile): Promise<Device> {
  acquired ??= acquireDevice();
  const device = await acquired;
  return profile ? new Device(device.gpu, device.info, profile) : device;
}

/** Values with a shape. */
export interface Values {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

/** Evaluates what `build` makes of placeholders that hold `inputs`. */
export async function evaluate(
  build: (...tensors: Tensor[]) => readonly Tensor[],
  inputs: readonly Values[],
  profile: Profile = PROFILES.software,
): Promise<Float32Array[]> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  const tensors = inputs.map(({ shape }, i) => placeholder(`p${i}`, shape));
  const outputs = build(...tensors);
  const program = await Program.build(device, store, plan({ outputs, profile, placeOf: store.placeOf }));
  const buffers = inputs.map(({ data }, i) => upload(device, `p${i}`, new Float32Array(data)));
  program.bind(Object.fromEntries(buffers.map((buffer, i) => [`p${i}`, buffer])));
  program.run();
  const results = await readOutputs(program, outputs);
  program.dispose();
  for (const buffer of buffers) device.freeBuffer(buffer);
  return results;
}

/** Outputs of a program that has run, as f32, in the order given. */
export async function readOutputs(program: Program, tensors: readonly Tensor[]): Promise<Float32Array[]> {
  const ranges = tensors.map((tensor) => program.rangeOf(tensor));
  return (await readBuffer(program.device, ranges)).map((bytes) => new Float32Array(bytes));
}

/** A storage buffer that holds `data`. */
export function upload(
  device: Device,
  label: string,
  data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
): GPUBuffer {
  const buffer = device.createBuffer(label, data.byteLength, Usage.storage | Usage.copyTarget | Usage.copySource);
  device.gpu.queue.writeBuffer(buffer, 0, data);
  return buffer;
}
