/** How much of an example is trained, by what is asked for and by the adapter. */
import { describe, expect, it } from 'vitest';
import { describeReduction, type Example, extentOf } from '../../demo/examples/example.ts';
import { EXAMPLES, isExampleName } from '../../demo/examples/index.ts';

const cifar10: Example = EXAMPLES.cifar10;
const mnist: Example = EXAMPLES.mnist;
const ALL = { epochs: 20, trainingImages: 50_000, testImages: 10_000 };

describe('extentOf()', () => {
  it.each([
    ['all on a GPU', {}, false, ALL],
    ['less where a software adapter would take hours', {}, true, { epochs: 1, trainingImages: 2000, testImages: 400 }],
    ['the images that are asked for', { limit: 500 }, false, { ...ALL, trainingImages: 500 }],
    ['them and their share of the test images', { limit: 501 }, true, { epochs: 1, trainingImages: 501, testImages: 101 }],
    ['all when they are asked for', { limit: 50_000, epochs: 3 }, true, { ...ALL, epochs: 3 }],
  ])('of CIFAR-10 takes %s', (_, asked, software, extent) => {
    expect(extentOf(cifar10, asked, software)).toEqual(extent);
  });

  it('of MNIST takes the same on every adapter', () => {
    for (const software of [false, true]) {
      expect(extentOf(mnist, {}, software)).toEqual({ epochs: 5, trainingImages: 60_000, testImages: 10_000 });
      expect(extentOf(mnist, { limit: 9, epochs: 2 }, software)).toEqual({ epochs: 2, trainingImages: 9, testImages: 10_000 });
    }
  });
});

describe('describeReduction()', () => {
  it('says what a software adapter leaves out', () => {
    expect(describeReduction(cifar10, extentOf(cifar10, {}, true))).toBe(
      '\nSo it takes 2,000 of 50,000 training images, 400 of 10,000 test images for validation and one epoch; --limit and --epochs ask for more.',
    );
    expect(describeReduction(cifar10, extentOf(cifar10, { epochs: 3 }, true))).toContain('and 3 epochs');
  });

  it('is silent where nothing is left out', () => {
    expect(describeReduction(cifar10, extentOf(cifar10, { limit: 500 }, false))).toBe('');
    expect(describeReduction(mnist, extentOf(mnist, { limit: 500 }, true))).toBe('');
  });
});

describe('isExampleName()', () => {
  it('knows the names of the table only', () => {
    expect(['mnist', 'cifar10', 'toString', ''].map(isExampleName)).toEqual([true, true, false, false]);
  });
});
