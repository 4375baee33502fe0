/** Adapter info in, profile out. */
import { describe, expect, it } from 'vitest';
import { isSoftware, profileOf } from '../../../src/runtime/gpu/adapterProfile.ts';
import { GPU_PROFILE, gpuProfile, SLOWEST_GPU, SOFTWARE_PROFILE } from '../../../src/runtime/graph/profile.ts';

type Info = Partial<Omit<GPUAdapterInfo, '__brand'>>;

function infoOf(info: Info): GPUAdapterInfo {
  const empty = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false };
  return { ...empty, subgroupMinSize: 4, subgroupMaxSize: 128, ...info } as GPUAdapterInfo;
}

function profile(info: Info, features: readonly GPUFeatureName[] = ['subgroups']) {
  const limits = { maxStorageBufferBindingSize: 2000, maxBufferSize: 3000 };
  const gpu = { features: new Set(features), limits } as unknown as GPUDevice;
  return profileOf(gpu, infoOf(info));
}

const PROCESSORS: readonly (readonly [string, Info, number])[] = [
  ['Apple', { vendor: 'apple', architecture: 'metal-3' }, 16],
  ['NVIDIA', { vendor: 'nvidia', architecture: 'ampere' }, 48],
  ['NVIDIA, named in the description alone', { description: 'NVIDIA GeForce RTX 3060' }, 48],
  ['AMD', { vendor: 'amd', architecture: 'rdna-3' }, 24],
  ['AMD, named in the description alone', { description: 'Radeon RX 6600 (radeonsi)' }, 24],
  ['Intel beside the CPU', { vendor: 'intel', architecture: 'gen-12lp' }, 6],
  ['Intel, a newer one beside the CPU', { vendor: 'intel', architecture: 'xe-2lpg' }, 6],
  ['an Intel card', { vendor: 'intel', architecture: 'gen-12hp' }, 20],
  ['a newer Intel card', { vendor: 'intel', architecture: 'xe-2hpg' }, 20],
  ['Qualcomm', { vendor: 'qualcomm', architecture: 'adreno-7xx' }, 32],
  ['a browser that tells nothing', {}, 32],
];

describe('profileOf()', () => {
  it.each(PROCESSORS)('of %s', (_, info, processors) => {
    const { slowest, ...rest } = profile(info);
    expect(rest).toEqual({ ...gpuProfile(processors), slowest: undefined, largestBuffer: 2000 });
    expect(slowest.operations).toBeGreaterThanOrEqual(SLOWEST_GPU.operations);
    expect(slowest.bytes).toBeGreaterThan(5e9);
    expect(gpuProfile(processors)).toMatchObject({
      invocations: processors * 512,
      tiles: { small: processors * 2, parts: processors * 16, big: processors * 5 },
    });
  });

  it('plans for the slowest devices of a vendor, where these are known', () => {
    expect(profile({ vendor: 'nvidia' }).slowest).toEqual({ operations: 300e9, bytes: 8e9 });
    expect(profile({ vendor: 'intel', architecture: 'gen-12hp' }).slowest).toEqual({ operations: 1e12, bytes: 60e9 });
    expect(profile({ vendor: 'intel', architecture: 'gen-9' }).slowest).toBe(SLOWEST_GPU);
    expect(profile({ vendor: 'qualcomm' }).slowest).toBe(SLOWEST_GPU);
  });

  it('of a GPU of which nothing is known is the usual one', () => {
    expect(profile({})).toEqual({ ...GPU_PROFILE, largestBuffer: 2000 });
  });

  it('tells the size of subgroups where it is fixed and the device has them', () => {
    const fixed = { vendor: 'nvidia', subgroupMinSize: 32, subgroupMaxSize: 32 };
    expect(profile(fixed).subgroupSize).toBe(32);
    expect(profile(fixed, []).subgroupSize).toBe(0);
    expect(profile({ vendor: 'intel', subgroupMinSize: 8, subgroupMaxSize: 32 }).subgroupSize).toBe(0);
  });

  const SOFTWARE: readonly Info[] = [
    { vendor: 'google', architecture: 'swiftshader' },
    { vendor: 'mesa', description: 'llvmpipe (LLVM 18.1.3, 256 bits)' },
    { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
    { vendor: 'nvidia', isFallbackAdapter: true },
  ];

  it.each(SOFTWARE)('of the software adapter %o', (info) => {
    const four = { ...info, subgroupMinSize: 4, subgroupMaxSize: 4 };
    expect(isSoftware(infoOf(info))).toBe(true);
    expect(profile(four)).toEqual({ ...SOFTWARE_PROFILE, largestBuffer: 2000 });
    // Its kernels need subgroups of 4; those for GPUs run everywhere.
    expect(profile(four, [])).toEqual({ ...GPU_PROFILE, largestBuffer: 2000 });
    expect(profile({ ...info, subgroupMinSize: 8, subgroupMaxSize: 8 })).toEqual({ ...GPU_PROFILE, subgroupSize: 8, largestBuffer: 2000 });
  });

  it('does not take a GPU for software', () => {
    expect(isSoftware(infoOf({ vendor: 'apple', architecture: 'metal-3' }))).toBe(false);
  });
});
