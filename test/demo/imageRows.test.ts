/** Pictures whose rows are images: the bytes are those that Pillow reads from the same files (`pictures/make.py`). */
import { describe, expect, it } from 'vitest';
import { readImageRows } from '../../demo/examples/imageRows.ts';
import fiveImages from './pictures/fiveImages.png?url';
import threeImages from './pictures/threeImages.png?url';

const PILLOW = [
  { url: fiveImages, count: 5, hash: '32e4239a00309d5577e97c23b173b7e603ea98eee1a52c58ec3a30bd76045a8a' },
  { url: threeImages, count: 3, hash: '4edc8d35e7f00deb668a0d54c7a291d8b98fe75a92476c2a9ce8ca181d7ca90f' },
];

async function blobAt(url: string): Promise<Blob> {
  return (await fetch(url)).blob();
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A picture of that size; opaque black. */
function blank(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { alpha: false })?.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/png' });
}

describe('readImageRows()', () => {
  it('gives the stored bytes, whatever filter a row has', async () => {
    for (const { url, count, hash } of PILLOW) {
      const bytes = await readImageRows(await blobAt(url), 1024);
      expect(bytes).toHaveLength(count * 3072);
      expect(await sha256(bytes)).toBe(hash);
    }
  });

  it('has images one after the other, pixels in rows, red before green before blue', async () => {
    const bytes = await readImageRows(await blobAt(threeImages), 1024);
    const at = (image: number, row: number, column: number) => {
      const start = ((image * 32 + row) * 32 + column) * 3;
      return [...bytes.subarray(start, start + 3)];
    };
    // The formula of make.py, whose images count from 5 in this file.
    expect(at(0, 0, 0)).toEqual([(5 * 67) % 256, (5 * 67 + 101) % 256, (5 * 67 + 202) % 256]);
    expect(at(2, 3, 7)).toEqual([0, 1, 2].map((channel) => (7 * 67 + 103 * (channel + 1) + 3 * 29 + channel * 101) % 256));
  });

  it('reads as many rows as CIFAR-10 has in a file', async () => {
    const bytes = await readImageRows(await blank(1024, 10_000), 1024);
    expect(bytes).toHaveLength(30_720_000);
  });

  it('refuses a picture of another width', async () => {
    await expect(readImageRows(await blank(1023, 2), 1024)).rejects.toThrow(
      new RangeError('Cannot read images: a row of the picture has 1023 pixels, it must have 1024'),
    );
  });
});
