/** Whether a device has matrix units that kernels in f32 can use. Asked by `train/autotuner.ts`. */
import { type Device, MATRIX_FEATURE } from './device.ts';

/** What Chromium tells of matrices that subgroups multiply: an extension that no standard has yet. */
interface MatrixInfo {
  readonly subgroupMatrixConfigs?: Iterable<{
    readonly componentType: string;
    readonly resultComponentType: string;
    readonly M: number;
    readonly N: number;
    readonly K: number;
  }>;
}

/**
 * Whether `ops/matrices.ts` runs: for matrices of 8 x 8 in f32 with f32 sums, and subgroups of 32. Apple's GPUs have them since 2020; those of others
 * multiply f16 or integers, which would change results.
 */
export function hasMatrixUnits({ gpu, info, profile }: Device): boolean {
  const { subgroupMatrixConfigs = [] } = info as MatrixInfo;
  const fits = [...subgroupMatrixConfigs].some(
    ({ componentType, resultComponentType, M, N, K }) =>
      componentType === 'f32' && resultComponentType === 'f32' && M === 8 && N === 8 && K === 8,
  );
  return fits && gpu.features.has(MATRIX_FEATURE) && profile.name === 'gpu' && profile.subgroupSize === 32;
}
