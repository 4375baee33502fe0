/** The attributes of groups and arrays in an HDF5 file: text, lists of text, single numbers. Used by `h5Reader.ts`. */
import type { Metadata } from 'h5wasm';
import { textSum } from './checksum.ts';
import { type H5Attribute, unreadable } from './h5.ts';
import { type H5Source, readBytes } from './h5Source.ts';

/** All attributes of an object. Others than text and numbers, which Keras never writes, are left out. */
export function readAttributes(source: H5Source, place: string): Map<string, H5Attribute> {
  const attributes = new Map<string, H5Attribute>();
  for (const name of source.library.module.get_attribute_names(source.id, place)) {
    const value = readAttribute(source, place, name);
    if (value !== undefined) attributes.set(name, value);
  }
  for (const name of [...attributes.keys()]) checkSum(source, place, name, attributes);
  return attributes;
}

/** Long text comes with a check sum under its name, which is taken out. */
function checkSum(source: H5Source, place: string, name: string, attributes: Map<string, H5Attribute>): void {
  const sum = attributes.get(`${name}.crc32`);
  const value = attributes.get(name);
  if (sum === undefined || value === undefined || typeof value === 'number') return;
  attributes.delete(`${name}.crc32`);
  if (sum === textSum(typeof value === 'string' ? [value] : value)) return;
  const cure = `use another copy, or remove the attribute ${name}.crc32 if the text was changed on purpose`;
  throw unreadable(source.path, `${name} of ${place}`, 'does not match its check sum', cure);
}

function readAttribute(source: H5Source, place: string, name: string): H5Attribute | undefined {
  const { module } = source.library;
  const { H5T_STRING, H5T_INTEGER } = module.H5T_class_t;
  const metadata = module.get_attribute_metadata(source.id, place, name);
  const { type, size, shape, total_size: total, vlen } = metadata;
  if (!shape) return undefined;
  if (total === 0) return []; // h5py writes empty lists of text as numbers
  if (size * total > source.size)
    throw unreadable(source.path, `${name} of ${place}`, `declares ${size * total} bytes`, 'the file is shorter');
  const fill = (pointer: bigint) => module.get_attribute_data(source.id, place, name, pointer);
  if (type === H5T_INTEGER.value && size === 4 && shape.length === 0) return new Uint32Array(readBytes(source, metadata, fill).buffer)[0];
  if (type !== H5T_STRING.value) return undefined;
  const texts = vlen ? readTexts(source, place, name, metadata) : fixedTexts(readBytes(source, metadata, fill), metadata);
  return shape.length === 0 ? texts[0] : texts;
}

/** Text is UTF-8 whatever its declaration says: h5py declares Python's bytes as ASCII. */
function fixedTexts(bytes: Uint8Array, { size, total_size: total }: Metadata): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: total }, (_, i) => {
    const text = bytes.subarray(i * size, (i + 1) * size);
    const end = text.indexOf(0);
    return decoder.decode(end < 0 ? text : text.subarray(0, end));
  });
}

/** Text of variable length lies elsewhere in the library's memory, which must be given back. */
function readTexts(source: H5Source, place: string, name: string, metadata: Metadata): string[] {
  const { module } = source.library;
  let texts: string[] = [];
  readBytes(source, metadata, (pointer) => {
    module.get_attribute_data(source.id, place, name, pointer);
    const pointers = module.HEAPU8.slice(Number(pointer), Number(pointer) + metadata.size * metadata.total_size);
    texts = Array.from(new Uint32Array(pointers.buffer), (text) => (text === 0 ? '' : module.UTF8ToString(text)));
    module.reclaim_vlen_memory(source.id, place, name, pointer);
  });
  return texts;
}
