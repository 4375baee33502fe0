/** The check sum that our `.h5` files carry for each array, since HDF5 protects only its own structures; written by `h5Writer.ts`, compared by `h5Reader.ts`. */

const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** CRC-32 of the bytes, as in ISO 3309 and zip files: a u32. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ (TABLE[(rest ^ byte) & 0xff] as number);
  return (rest ^ 0xffffffff) >>> 0;
}

/** CRC-32 of texts as JSON in UTF-8. */
export function textSum(texts: readonly string[]): number {
  return crc32(new TextEncoder().encode(JSON.stringify(texts)));
}
