/** An HDF5 file that is being read; passed along in `h5Reader.ts` and `h5Attributes.ts`. */
import type { Metadata } from 'h5wasm';
import type { H5Library } from './h5Library.ts';

/** An open file with what has been seen of it. */
export interface H5Source {
  readonly library: H5Library;
  readonly id: bigint;
  /** The user's name for it. */
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Groups and arrays seen so far. */
  objects: number;
  /** Bytes that arrays declared so far. */
  declared: number;
}

/** The bytes of an array or attribute, which `fill` puts at an address of the library's memory. Throws RangeError when there is no room. */
export function readBytes({ library: { module } }: H5Source, metadata: Metadata, fill: (pointer: bigint) => void): Uint8Array<ArrayBuffer> {
  const length = metadata.size * metadata.total_size;
  if (length === 0) return new Uint8Array();
  const pointer = module._malloc(length);
  if (pointer === 0) throw new RangeError(`${length} bytes are more than there is memory for`);
  try {
    fill(BigInt(pointer));
    return new Uint8Array(module.HEAPU8.slice(pointer, pointer + length));
  } finally {
    module._free(pointer);
  }
}
