/** An HDF5 file as plain objects: what `legacyH5.ts` and `weightsH5.ts` lay out, `h5Reader.ts` reads and `h5Writer.ts` writes. */
import { FileFormatError } from '../errors.ts';

/** An attribute's value: Keras stores text, lists of text, and nothing else. */
export type H5Attribute = string | number | readonly string[];

/** A dataset: row-major values of a shape. */
export interface H5Array {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

/** A group with all that is below it. */
export interface H5Group {
  readonly attributes: Map<string, H5Attribute>;
  readonly groups: Map<string, H5Group>;
  readonly arrays: Map<string, H5Array>;
}

/** An empty group. */
export function h5Group(attributes: Readonly<Record<string, H5Attribute>> = {}): H5Group {
  return { attributes: new Map(Object.entries(attributes)), groups: new Map(), arrays: new Map() };
}

/** The group at a path like `layers/dense/vars`, made with those above it where there is none. */
export function makeGroup(root: H5Group, path: string): H5Group {
  return partsOf(path).reduce((group, name) => {
    const next = group.groups.get(name) ?? h5Group();
    group.groups.set(name, next);
    return next;
  }, root);
}

/** The group at a path, or `undefined`. */
export function findGroup(root: H5Group, path: string): H5Group | undefined {
  return partsOf(path).reduce((group: H5Group | undefined, name) => group?.groups.get(name), root);
}

/** The array at a path, or `undefined`. */
export function findArray(root: H5Group, path: string): H5Array | undefined {
  const parts = partsOf(path);
  const name = parts.pop() ?? '';
  return findGroup(root, parts.join('/'))?.arrays.get(name);
}

/** Puts an array at a path. */
export function putArray(root: H5Group, path: string, array: H5Array): void {
  const parts = partsOf(path);
  const name = parts.pop() ?? '';
  makeGroup(root, parts.join('/')).arrays.set(name, array);
}

/** The error for a file that is not what it should be: `place` in it, what `is` there, and what `must` be. */
export function unreadable(path: string, place: string, is: string, must: string, cause?: unknown): FileFormatError {
  return new FileFormatError(`Cannot read ${path}: ${place} ${is}, ${must}`, { cause });
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
