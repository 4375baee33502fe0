/** Which devices have matrix units for f32. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../src/runtime/gpu/device.ts';
import { hasMatrixUnits } from '../../../src/runtime/gpu/matrixUnits.ts';
import { GPU_PROFILE, SOFTWARE_PROFILE } from '../../../src/runtime/graph/profile.ts';

const F32 = { componentType: 'f32', resultComponentType: 'f32', M: 8, N: 8, K: 8 };
const F16 = { ...F32, componentType: 'f16', resultComponentType: 'f16' };

/** An Apple GPU, unless told otherwise. */
function has(
  configs: unknown = [F32, F16],
  features = ['subgroups', 'chromium-experimental-subgroup-matrix'],
  profile = GPU_PROFILE,
  subgroupSize = 32,
) {
  const info = configs === undefined ? {} : { subgroupMatrixConfigs: configs };
  return hasMatrixUnits({ info, gpu: { features: new Set(features) }, profile: { ...profile, subgroupSize } } as unknown as Device);
}

describe('hasMatrixUnits()', () => {
  it('holds where matrices of 8 x 8 in f32 are offered', () => {
    expect(has()).toBe(true);
    expect(has([F16, F32])).toBe(true);
  });

  it.each<[string, unknown]>([
    ['other numbers', [F16]],
    ['sums in other numbers', [{ ...F32, resultComponentType: 'f16' }]],
    ['f16 with f32 sums', [{ ...F32, componentType: 'f16' }]],
    ['more rows', [{ ...F32, M: 16 }]],
    ['more columns', [{ ...F32, N: 16 }]],
    ['longer sums', [{ ...F32, K: 16 }]],
    ['none', []],
  ])('does not hold where %s are offered', (_, configs) => {
    expect(has(configs)).toBe(false);
  });

  it('does not hold where a browser tells nothing of matrices, or the device was made without them', () => {
    expect(hasMatrixUnits({ info: {}, gpu: { features: new Set() }, profile: GPU_PROFILE } as unknown as Device)).toBe(false);
    expect(has([F32], ['subgroups'])).toBe(false);
  });

  it('does not hold on software adapters, nor for subgroups of another size or none that is fixed', () => {
    expect(has([F32], undefined, SOFTWARE_PROFILE)).toBe(false);
    expect(has([F32], undefined, GPU_PROFILE, 16)).toBe(false);
    expect(has([F32], undefined, GPU_PROFILE, 0)).toBe(false);
  });
});
