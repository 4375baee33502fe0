/** Writes plain objects as the bytes of an HDF5 file that h5py and Keras read. Stored by `saveModel.ts`. */
import type { Group } from 'h5wasm';
import { crc32, textSum } from './checksum.ts';
import type { H5Array, H5Attribute, H5Group } from './h5.ts';
import { h5Library, withTemporaryFile } from './h5Library.ts';

/** The bytes of a file that holds `root`. Rejects with FileFormatError when the library is missing or may not run. */
export async function writeH5(root: H5Group): Promise<Uint8Array> {
  const library = await h5Library();
  return withTemporaryFile(library, (temporary) => {
    const file = new library.File(temporary, 'w');
    try {
      writeGroup(file, root);
    } finally {
      file.close();
    }
    return library.module.FS.readFile(temporary);
  });
}

function writeGroup(group: Group, { attributes, groups, arrays }: H5Group): void {
  for (const [name, value] of attributes) writeAttribute(group, name, value);
  for (const [name, array] of arrays) writeArray(group, name, array);
  for (const [name, child] of groups) writeGroup(group.create_group(name), child);
}

/** Bytes of an attribute that HDF5 keeps with its own structures, protected by their check sums. */
const SMALL = 2 ** 16 - 1024;

/** Text of fixed length, which lies with HDF5's own structures; text of variable length does not. */
function writeAttribute(group: Group, name: string, value: H5Attribute): void {
  if (typeof value === 'number') {
    group.create_attribute(name, value);
    return;
  }
  const texts = typeof value === 'string' ? [value] : [...value];
  const width = Math.max(1, ...texts.map(byteLength));
  group.create_attribute(name, texts, typeof value === 'string' ? [] : [texts.length], `S${width}`);
  if (width * texts.length > SMALL) group.create_attribute(`${name}.crc32`, new Uint32Array([textSum(texts)]), []);
}

function writeArray(group: Group, name: string, { shape, data }: H5Array): void {
  const dataset = group.create_dataset({ name, data, shape: [...shape] });
  const sum = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  dataset.create_attribute('crc32', new Uint32Array([sum]), []);
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
