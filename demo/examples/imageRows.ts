/** Reads pictures each of whose rows is an image of its own; `cifar10.ts` trains on them. */

/**
 * The pixels of a PNG as they are stored, red, green and blue, row after row. The browser decodes it: told to convert no colours, and with every
 * pixel opaque, it gives back the very bytes. Throws RangeError when a row has not `pixels` pixels.
 */
export async function readImageRows(picture: Blob, pixels: number): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(picture, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  if (width !== pixels) throw new RangeError(`Cannot read images: a row of the picture has ${width} pixels, it must have ${pixels}`);
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('Cannot read images: the browser gives no 2D canvas');
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return withoutAlpha(pen.getImageData(0, 0, width, height).data);
}

/** `[pixels, 4] → [pixels, 3]`. */
function withoutAlpha(data: Uint8ClampedArray): Uint8Array {
  const colours = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    colours[to] = data[from]!;
    colours[to + 1] = data[from + 1]!;
    colours[to + 2] = data[from + 2]!;
  }
  return colours;
}
