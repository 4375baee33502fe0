/** Reads the bytes of an HDF5 file into plain objects, trusting nothing in them. The layouts in `legacyH5.ts` and `weightsH5.ts` come next. */
import type { Metadata } from 'h5wasm';
import { FileFormatError } from '../errors.ts';
import { crc32 } from './checksum.ts';
import { checkGlobalHeaps } from './globalHeaps.ts';
import { type H5Array, type H5Group, h5Group, unreadable } from './h5.ts';
import { readAttributes } from './h5Attributes.ts';
import { type H5Library, h5Library, withTemporaryFile } from './h5Library.ts';
import { type H5Source, readBytes } from './h5Source.ts';
import { checkSuperblock } from './superblock.ts';

const MAX_DEPTH = 32;
const MAX_OBJECTS = 100_000;
/** Compressed arrays up to this size in bytes are unpacked whatever their ratio. */
const SMALL = 2 ** 28;
const MAX_RATIO = 1000;

/** Everything in a file. Rejects with FileFormatError when it is damaged, cut short, leads outside of itself or declares more than it can hold. */
export async function readH5(path: string, bytes: Uint8Array): Promise<H5Group> {
  checkSuperblock(path, bytes);
  checkGlobalHeaps(path, bytes);
  const library = await h5Library();
  return withTemporaryFile(library, (temporary) => {
    library.module.FS.writeFile(temporary, bytes);
    try {
      return readFile(library, temporary, path, bytes.length);
    } catch (error) {
      throw error instanceof FileFormatError ? error : damaged(path, error);
    }
  });
}

function readFile(library: H5Library, temporary: string, path: string, size: number): H5Group {
  const file = new library.File(temporary, 'r');
  try {
    return readGroup({ library, id: file.file_id, path, size, objects: 0, declared: 0 }, '/', 0);
  } finally {
    file.close();
  }
}

function readGroup(source: H5Source, place: string, depth: number): H5Group {
  if (depth > MAX_DEPTH) throw unreadable(source.path, place, `lies ${depth} groups deep`, `at most ${MAX_DEPTH} are allowed`);
  const { module } = source.library;
  const group = h5Group();
  for (const [name, value] of readAttributes(source, place)) group.attributes.set(name, value);
  for (const name of module.get_names(source.id, place, false)) {
    const child = place === '/' ? `/${name}` : `${place}/${name}`;
    if (kindOf(source, child) === module.H5G_GROUP) group.groups.set(name, readGroup(source, child, depth + 1));
    else group.arrays.set(name, readArray(source, child));
  }
  return group;
}

/** Links are looked at before what they lead to, which may be another file. */
function kindOf(source: H5Source, place: string): number {
  const { module } = source.library;
  if (++source.objects > MAX_OBJECTS) throw unreadable(source.path, 'it', `holds more than ${MAX_OBJECTS} objects`, 'no model has so many');
  if (module.get_symbolic_link(source.id, place) !== null || module.get_external_link(source.id, place).filename !== undefined) {
    throw unreadable(source.path, place, 'is a link', 'links are refused, since they may lead to other files');
  }
  const kind = module.get_type(source.id, place);
  if (kind === module.H5G_GROUP || kind === module.H5G_DATASET) return kind;
  throw unreadable(source.path, place, 'is neither a group nor an array', 'nothing else belongs into a model');
}

function readArray(source: H5Source, place: string): H5Array {
  const { module } = source.library;
  const metadata = module.get_dataset_metadata(source.id, place);
  checkSize(source, place, metadata);
  const bytes = readBytes(source, metadata, (pointer) => module.get_dataset_data(source.id, place, null, null, null, pointer));
  const sum = readAttributes(source, place).get('crc32');
  if (sum !== undefined && sum !== crc32(bytes)) {
    throw unreadable(
      source.path,
      place,
      'does not match its check sum',
      'use another copy, or remove the attribute crc32 if the values were changed on purpose',
    );
  }
  return { shape: metadata.shape ?? [], data: valuesOf(source, place, metadata, bytes) };
}

/** What is not compressed cannot be larger than the file; what is must stay within a ratio that no weights reach. */
function checkSize(source: H5Source, place: string, metadata: Metadata): void {
  if (metadata.virtual_sources)
    throw unreadable(source.path, place, 'is put together from other files', 'all values must lie in the file itself');
  if (metadata.shape === null || metadata.vlen)
    throw unreadable(source.path, place, 'is no array of numbers', 'only those belong into a model');
  const bytes = metadata.size * metadata.total_size;
  source.declared += bytes;
  const limit = metadata.chunks ? Math.max(SMALL, MAX_RATIO * source.size) : source.size;
  if (source.declared <= limit && bytes <= limit) return;
  throw unreadable(source.path, place, `declares ${bytes} bytes`, `a file of ${source.size} bytes cannot hold so many`);
}

function valuesOf(source: H5Source, place: string, { type, size, signed }: Metadata, { buffer }: Uint8Array<ArrayBuffer>): H5Array['data'] {
  const { H5T_FLOAT, H5T_INTEGER } = source.library.module.H5T_class_t;
  if (type === H5T_FLOAT.value && size === 4) return new Float32Array(buffer);
  // Variables here are float32; Keras narrows in the same way when it assigns.
  if (type === H5T_FLOAT.value && size === 8) return Float32Array.from(new Float64Array(buffer));
  if (type === H5T_INTEGER.value && signed && size === 4) return new Int32Array(buffer);
  if (type === H5T_INTEGER.value && signed && size === 8) return new BigInt64Array(buffer);
  const kind =
    type === H5T_FLOAT.value ? `float${size * 8}` : type === H5T_INTEGER.value ? `${signed ? 'int' : 'uint'}${size * 8}` : 'not numbers';
  throw unreadable(source.path, place, `is of another type (${kind})`, 'it must be float32, float64, int32 or int64');
}

function damaged(path: string, cause: unknown): FileFormatError {
  const reason = String(cause instanceof Error ? cause.message : cause);
  const deepest = reason
    .match(/#\d+: .*: (.*)$/gm)
    ?.at(-1)
    ?.replace(/^.*\): /, '');
  return new FileFormatError(`Cannot read ${path}: the file is damaged (${deepest ?? reason}), use another copy`, { cause });
}
