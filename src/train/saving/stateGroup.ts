/** Numbers that only this library keeps, in a group of their own that Keras passes over. Used by `legacyH5.ts` and `weightsH5.ts`. */
import { findGroup, type H5Group, putArray } from './h5.ts';
import { type NamedArray, namedValues, type SavedOptimizer } from './savedModel.ts';

const PLACE = 'webgpu_fit/optimizer';

/** Writes the numbers that an optimizer carries on. */
export function writeState(root: H5Group, { state = [] }: SavedOptimizer): void {
  for (const { name, shape, data } of state) putArray(root, `${PLACE}/${name}`, { shape, data });
}

/** The optimizer with the numbers that it carried on, where the file has them. */
export function withState(root: H5Group, optimizer: SavedOptimizer): SavedOptimizer {
  const arrays = findGroup(root, PLACE)?.arrays;
  if (!arrays) return optimizer;
  const state = [...arrays].map(([name, { shape, data }]): NamedArray => ({ name, path: name, shape, ...namedValues(data) }));
  return { ...optimizer, state };
}
