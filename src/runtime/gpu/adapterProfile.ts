/** The kernel profile of an adapter: the one of its vendor's typical devices, since browsers tell neither model nor number of processors. Used by `device.ts`. */
import { GPU_PROFILE, gpuProfile, type Profile, type Rates, SOFTWARE_PROFILE } from '../graph/profile.ts';

/** Adapters that a profile is for, how many processors it plans for, and the slowest of them where none is among the slowest of all. */
interface DeviceClass {
  readonly vendor: RegExp;
  readonly architecture?: RegExp;
  readonly processors: number;
  readonly slowest?: Rates;
}

/**
 * Rough numbers of typical devices, and of the slowest ones planned for at half of what they do on paper, from general knowledge. The rules that use
 * them were measured on one device (`bench/results/h100/tiles.md`). What a plan loses on a device with half or twice as many processors is little: a
 * tile size or a split that the tuner may correct. Of the limits only that of buffers counts: no kernel needs more of the others than WebGPU
 * guarantees.
 */
const CLASSES: readonly DeviceClass[] = [
  // Base models have 8 to 10 cores, Pro 14 to 20, Max up to 40, phones 4 to 6: of those an A13 has 0.7 TFLOP/s and 34 GB/s.
  { vendor: /apple/i, processors: 16, slowest: { operations: 300e9, bytes: 15e9 } },
  // Laptops have 16 to 40 multiprocessors, desktop cards 24 to 170, data centres 108 to 148; of those still supplied with drivers a GeForce 930M has 3,
  // 0.7 TFLOP/s and 16 GB/s.
  { vendor: /nvidia|geforce/i, processors: 48, slowest: { operations: 300e9, bytes: 8e9 } },
  // Processors of two compute units each: 1 to 8 beside a CPU, 16 to 48 on cards.
  { vendor: /\bamd\b|\bati\b|radeon/i, processors: 24 },
  // Arc cards have 6 to 32 Xe cores, the slowest 3 TFLOP/s and 120 GB/s; the architectures of cards end in hp or hpg.
  { vendor: /intel/i, architecture: /hpg?$/i, processors: 20, slowest: { operations: 1e12, bytes: 60e9 } },
  // Beside a CPU there are the equivalent of 2 to 8.
  { vendor: /intel/i, processors: 6 },
];

/** An adapter in words: `google swiftshader`. */
export function describeAdapter({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device || description].filter(Boolean).join(' ') || 'unnamed adapter';
}

/** Whether the adapter computes on the CPU. */
export function isSoftware(info: GPUAdapterInfo): boolean {
  return (
    info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${info.architecture} ${info.device} ${info.description}`)
  );
}

/** The kernel profile that suits an adapter. */
export function profileOf(gpu: GPUDevice, info: GPUAdapterInfo): Profile {
  const { maxStorageBufferBindingSize, maxBufferSize } = gpu.limits;
  return { ...familyOf(gpu, info), largestBuffer: Math.min(maxStorageBufferBindingSize, maxBufferSize) };
}

function familyOf({ features }: GPUDevice, info: GPUAdapterInfo): Profile {
  const fixed = info.subgroupMinSize === info.subgroupMaxSize ? (info.subgroupMinSize ?? 0) : 0;
  const subgroupSize = features.has('subgroups') ? fixed : 0;
  // The software kernels exchange values within subgroups of 4.
  if (isSoftware(info)) return subgroupSize === SOFTWARE_PROFILE.subgroupSize ? SOFTWARE_PROFILE : { ...GPU_PROFILE, subgroupSize };
  const known = classOf(info);
  return { ...(known ? gpuProfile(known.processors, known.slowest) : GPU_PROFILE), subgroupSize };
}

/** Some browsers name the vendor in the description alone. */
function classOf({ vendor, architecture, description }: GPUAdapterInfo): DeviceClass | undefined {
  return CLASSES.find((each) => each.vendor.test(`${vendor} ${description}`) && (each.architecture?.test(architecture) ?? true));
}
