/** The example of CIFAR-10: 60,000 photographs of ten kinds, read from the pictures of `imageRows.ts`, and a small residual network for them. */
import {
  activation,
  add,
  batchNormalization,
  conv2D,
  dense,
  functional,
  globalAveragePooling2D,
  input,
  type Model,
  rescaling,
  type SymbolicTensor,
} from 'webgpu-fit';
import { loadFile } from './dataFile.ts';
import type { LabelledImages } from './example.ts';
import { readImageRows } from './imageRows.ts';

const SIZE = 32;
const CHANNELS = 3;
/** Moving means that follow in a few steps: with Keras's 0.99, the 63 steps of a small training would leave them near their start. */
const MOMENTUM = 0.9;
const TRAINING_FILES = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.png`);

/** The first `limit` of the 50,000 training images, or all: `[count, 32, 32, 3]` in red, green and blue, with labels 0 to 9. */
export function loadTraining(limit?: number): Promise<LabelledImages> {
  return load(TRAINING_FILES, 'train_lables.json', limit);
}

/** The first `limit` of the 10,000 test images, or all. */
export function loadTest(limit?: number): Promise<LabelledImages> {
  return load(['test_batch.png'], 'test_lables.json', limit);
}

/**
 * Makes and compiles a residual network of 8 layers with weights on its longest way (K. He et al., Deep Residual Learning for Image Recognition, 2015,
 * section 4.2, with n = 1 and strided convolutions on the skips).
 */
export function makeNetwork(): Model {
  const images = input([SIZE, SIZE, CHANNELS]);
  let x = rectify(convolve(rescaling(1 / 255).apply(images), 16));
  x = block(x, 16, 1);
  x = block(x, 32, 2);
  x = block(x, 64, 2);
  const outputs = dense(10, { activation: 'softmax' }).apply(globalAveragePooling2D().apply(x));
  const model = functional({ inputs: images, outputs, name: 'resnet' });
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** Two convolutions whose result is added to what came in: `[batch, rows, columns, channels] → [batch, rows / strides, columns / strides, filters]`. */
function block(x: SymbolicTensor, filters: number, strides: number): SymbolicTensor {
  const residual = convolve(rectify(convolve(x, filters, strides)), filters);
  const skip = strides === 1 ? x : conv2D(filters, 1, { strides }).apply(x);
  return rectify(add().apply([residual, skip]));
}

function convolve(x: SymbolicTensor, filters: number, strides = 1): SymbolicTensor {
  const options = { strides, padding: 'same', useBias: false, kernelInitializer: 'he_normal' } as const;
  return batchNormalization({ momentum: MOMENTUM }).apply(conv2D(filters, 3, options).apply(x));
}

function rectify(x: SymbolicTensor): SymbolicTensor {
  return activation('relu').apply(x);
}

/** Reads no more of the files than it takes, one after the other: unpacked, each has 40 MB. */
async function load(files: readonly string[], labelFile: string, limit = Number.POSITIVE_INFINITY): Promise<LabelledImages> {
  const all: number[] = await (await loadFile(`cifar10/${labelFile}`)).json();
  const labels = Uint8Array.from(all.slice(0, limit));
  const images = new Uint8Array(labels.length * SIZE * SIZE * CHANNELS);
  let filled = 0;
  for (const file of files) {
    if (filled === images.length) break;
    const rows = await readImageRows(await (await loadFile(`cifar10/${file}`)).blob(), SIZE * SIZE);
    const wanted = rows.subarray(0, images.length - filled);
    images.set(wanted, filled);
    filled += wanted.length;
  }
  if (filled < images.length) throw new Error(`Cannot read CIFAR-10: there are ${labels.length} labels, but fewer images`);
  return { images, labels, count: labels.length };
}
