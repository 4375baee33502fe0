/** The example of MNIST: the bytes of its files as they are, and the network for them, which both pages train. */
import { adam, dense, dropout, type Model, readIdx, rescaling, sequential } from 'webgpu-fit';
import { loadFile } from './dataFile.ts';
import type { LabelledImages } from './example.ts';

/** Pixels of an image: 28 rows of 28. */
export const PIXELS = 784;

/** The first `limit` of the 60,000 training images, or all: `[count, 784]`, 0 is paper and 255 ink, with labels 0 to 9. */
export function loadTraining(limit?: number): Promise<LabelledImages> {
  return loadDigits('train', limit);
}

/** The first `limit` of the 10,000 test images, or all. */
export function loadTest(limit?: number): Promise<LabelledImages> {
  return loadDigits('t10k', limit);
}

/** Makes and compiles the network of 784 pixels, 128 hidden units and ten digits; the pixels come as bytes and are scaled on the GPU. */
export function makeNetwork(learningRate = 0.001): Model {
  const model = sequential([
    rescaling(1 / 255, { inputShape: [PIXELS] }),
    dense(128, { activation: 'relu' }),
    dropout(0.2),
    dense(10, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: adam({ learningRate }), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

async function loadDigits(part: 'train' | 't10k', limit = Number.POSITIVE_INFINITY): Promise<LabelledImages> {
  const [images, labels] = await Promise.all([loadIdx(`${part}-images-idx3-ubyte`), loadIdx(`${part}-labels-idx1-ubyte`)]);
  const count = Math.min(limit, labels.length);
  return { images: images.subarray(0, count * PIXELS), labels: labels.subarray(0, count), count };
}

async function loadIdx(name: string): Promise<Uint8Array> {
  return readIdx(await (await loadFile(`mnist/${name}`)).arrayBuffer()).data;
}
