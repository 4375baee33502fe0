/** The main loop of products for devices with matrix units: `product.ts` has the others. It becomes part of a profile where the device can run it (`train/autotuner.ts`). */
import bands from '../../shaders/matmul/bands.wgsl?raw';
import matrices from '../../shaders/matmul/matrices.wgsl?raw';
import type { Tile } from '../graph/profile.ts';

/**
 * `subgroup_matrix_uniformity`: which subgroup an invocation belongs to follows from its number, so the places of its matrices are the same for all of a
 * subgroup. Compilers cannot know.
 */
const DIRECTIVES = 'diagnostic(off, chromium.subgroup_matrix_uniformity);\nenable chromium_experimental_subgroup_matrix;';

/** Tiles of 64 x 64. */
export const MATRICES: Tile = {
  m: 64,
  n: 64,
  k: 8,
  perGroup: 1,
  sources: { lines: [matrices, bands], rows: [matrices, bands] },
  directives: DIRECTIVES,
};
