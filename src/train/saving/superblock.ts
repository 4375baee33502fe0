/** The first bytes of an HDF5 file, looked at before the library is: other files and files that were cut short end here. Next: `h5Reader.ts`. */
import { unreadable } from './h5.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Where the end of the file is written, by version of the superblock (HDF5 file format specification, section II.A). */
const END_AT = [40, 44, 28, 28] as const;

/** Throws FileFormatError unless the bytes are an HDF5 file with nothing missing at its end. */
export function checkSuperblock(path: string, bytes: Uint8Array): void {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw unreadable(path, 'it', 'does not begin as an HDF5 file', 'it must be one');
  const version = bytes[8] ?? 0;
  const endAt = END_AT[version];
  if (endAt === undefined) throw unreadable(path, 'its superblock', `has the version ${version}`, 'it must be at most 3');
  const offsetSize = bytes[version < 2 ? 13 : 9];
  if (offsetSize !== 8) throw unreadable(path, 'its superblock', `counts in ${offsetSize} bytes`, 'it must be 8');
  const end = endAt + 8 <= bytes.length ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(endAt, true) : undefined;
  if (end !== undefined && end <= bytes.length) return;
  throw unreadable(
    path,
    'it',
    `has ${bytes.length} bytes`,
    end === undefined ? 'it was cut short' : `it was cut short, ${end} were written`,
  );
}
