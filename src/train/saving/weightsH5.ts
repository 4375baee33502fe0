/** Keras 3's `.weights.h5`: weights and optimizer state in one HDF5 file, found by the classes of the layers. One of the formats in `formats.ts`. */
import type { FileFormat } from './fileFormat.ts';
import { type H5Group, h5Group, makeGroup, putArray, unreadable } from './h5.ts';
import { readH5 } from './h5Reader.ts';
import { writeH5 } from './h5Writer.ts';
import { readLegacy } from './legacyH5.ts';
import { type NamedArray, namedValues, type SavedLayer, type SavedModel } from './savedModel.ts';
import { withState, writeState } from './stateGroup.ts';

/** The format of `.weights.h5` files. */
export const weightsH5: FileFormat = {
  extensions: ['.weights.h5'],
  holds: 'weights',
  read: async (path, bytes) => readWeights(path, await readH5(path, bytes)),
  write: (saved) => writeH5(writeWeights(saved)),
};

/** The layout of weights as HDF5 groups. */
export function writeWeights({ name, layers, optimizer }: SavedModel): H5Group {
  const root = h5Group();
  writePart(root, '', name, []);
  for (const layer of layers) writePart(root, layer.path ?? '', layer.name, layer.weights);
  if (optimizer) {
    writePart(root, 'optimizer', optimizer.name, optimizer.variables);
    writeState(root, optimizer);
  }
  return root;
}

/** The weights in a file of this layout, or of the older one under this name. Throws FileFormatError when something is missing in it. */
export function readWeights(path: string, root: H5Group): SavedModel {
  // Keras 2 wrote its legacy layout whatever came before `.h5`.
  if (root.attributes.has('layer_names') || root.groups.has('model_weights')) return readLegacy(path, root);
  const parts = [...findParts(path, root, '')];
  if (parts.length === 0) throw unreadable(path, 'it', 'holds no weights', 'it must be a file that Keras or this library wrote');
  const optimizer = parts.find((part) => part.path === 'optimizer');
  return {
    name: parts.find((part) => part.path === '')?.name ?? '',
    layers: parts
      .filter((part) => part.path.startsWith('layers/') || part.weights.length > 0)
      .filter((part) => !/^optimizer(\/|$)/.test(part.path)),
    ...(optimizer && { optimizer: withState(root, { name: optimizer.name, variables: optimizer.weights }) }),
  };
}

function writePart(root: H5Group, path: string, name: string, weights: readonly NamedArray[]): void {
  makeGroup(root, `${path}/vars`).attributes.set('name', name);
  weights.forEach(({ shape, data }, i) => {
    putArray(root, `${path}/vars/${i}`, { shape, data });
  });
}

function* findParts(path: string, group: H5Group, place: string): Generator<SavedLayer & { readonly path: string }> {
  for (const [name, child] of group.groups) {
    if (name === 'vars') yield readPart(path, child, place);
    else yield* findParts(path, child, place ? `${place}/${name}` : name);
  }
}

function readPart(path: string, vars: H5Group, place: string): SavedLayer & { readonly path: string } {
  const label = vars.attributes.get('name');
  const name = typeof label === 'string' ? label : (place.split('/').at(-1) ?? '');
  const weights = Array.from({ length: vars.arrays.size }, (_, i): NamedArray => {
    const array = vars.arrays.get(String(i));
    if (!array)
      throw unreadable(
        path,
        `${place}/vars`,
        `has ${vars.arrays.size} arrays but none named ${i}`,
        'the file is damaged, use another copy',
      );
    return { name: String(i), path: `${place}/vars/${i}`, shape: array.shape, ...namedValues(array.data) };
  });
  return { name, path: place, weights };
}
