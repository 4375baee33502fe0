/** Reads IDX files, the format of MNIST: big-endian header, then bytes. Its arrays enter `fit` through `array.ts`. */
import { FileFormatError } from '../errors.ts';

const UNSIGNED_BYTE = 0x08;

/**
 * The values and the shape of an IDX file of unsigned bytes, as a view of the same memory (format: Y. LeCun's MNIST page). Throws FileFormatError for
 * anything else, and for files whose length is not what the header says.
 */
export function readIdx(file: ArrayBuffer | Uint8Array): { data: Uint8Array; shape: number[] } {
  const bytes = file instanceof Uint8Array ? file : new Uint8Array(file);
  const axes = readMagic(bytes);
  const start = 4 + 4 * axes;
  if (bytes.length < start) throw unreadable(`it has ${bytes.length} bytes, the header of ${axes} axes takes ${start}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  const left = bytes.length - start;
  if (left !== size) throw unreadable(`${left} bytes follow the header, shape [${shape.join(',')}] needs ${size}`);
  return { data: bytes.subarray(start), shape };
}

/** Two zeros, the type of the values, and the number of axes. */
function readMagic(bytes: Uint8Array): number {
  const [first, second, type, axes] = bytes;
  if (first === 0x1f && second === 0x8b) throw unreadable('it is compressed with gzip, it must be unpacked');
  if (first !== 0 || second !== 0 || type === undefined || !axes)
    throw unreadable('its first bytes are no IDX header, they must be 0, 0, a type and a number of axes');
  if (type !== UNSIGNED_BYTE) throw unreadable(`its values have type ${type}, they must be unsigned bytes (type ${UNSIGNED_BYTE})`);
  return axes;
}

function unreadable(what: string): FileFormatError {
  return new FileFormatError(`Cannot read IDX file: ${what}`);
}
