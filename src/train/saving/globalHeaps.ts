/** Where an HDF5 file keeps text of variable length, looked at before the library is: it never returns from a damaged one. Next: `h5Reader.ts`. */
import { unreadable } from './h5.ts';

/** The letters GCOL, version 1, three bytes of zero (HDF5 file format specification, section III.E). */
const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];
const HEADER = 16;

/** Throws FileFormatError unless the objects of every global heap follow each other up to its end. */
export function checkGlobalHeaps(path: string, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(0x47); at >= 0; at = bytes.indexOf(0x47, at + 1)) {
    if (SIGNATURE.every((byte, i) => bytes[at + i] === byte) && !isWhole(view, at)) {
      throw unreadable(path, `its heap at byte ${at}`, 'is damaged', 'use another copy');
    }
  }
}

function isWhole(view: DataView, start: number): boolean {
  const end = start + sizeAt(view, start + 8);
  if (end > view.byteLength) return false;
  let at = start + HEADER;
  while (end - at >= HEADER) {
    const isFree = view.getUint16(at, true) === 0;
    const size = sizeAt(view, at + 8);
    // The size of free space counts its header, that of an object does not and is rounded up to 8 bytes.
    const step = isFree ? size : HEADER + Math.ceil(size / 8) * 8;
    if (step < HEADER || step > end - at) return false;
    at += step;
  }
  return true;
}

/** A size in 8 bytes; what is too large for a number is too large for a file. */
function sizeAt(view: DataView, at: number): number {
  return at + 8 <= view.byteLength ? Number(view.getBigUint64(at, true)) : Number.POSITIVE_INFINITY;
}
