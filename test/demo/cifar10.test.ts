/** The example of CIFAR-10 on pictures made up for the test: its loader, and a few steps of its network. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadTest, loadTraining, makeNetwork } from '../../demo/examples/cifar10.ts';
import { type Model, type NDArray, setRandomSeed } from '../../src/index.ts';
import fiveImages from './pictures/fiveImages.png?url';
import threeImages from './pictures/threeImages.png?url';

const PIXELS = 32 * 32;

describe('the loader', () => {
  const fetchFile = globalThis.fetch;
  const asked: string[] = [];
  let labels: number[] = [];
  const PICTURES: Record<string, string> = {
    'data_batch_1.png': fiveImages,
    'data_batch_2.png': threeImages,
    'test_batch.png': threeImages,
  };

  beforeEach(() => {
    asked.length = 0;
    labels = [6, 9, 9, 4, 1, 1, 2, 7];
    vi.stubGlobal('fetch', async (url: URL) => {
      const [, name = ''] = /\/data\/cifar10\/(.+)$/.exec(url.href) ?? [];
      asked.push(name);
      if (name.endsWith('.json')) return Response.json(labels);
      const picture = PICTURES[name];
      return picture ? fetchFile(picture) : new Response(null, { status: 404 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('joins the pictures in their order', async () => {
    const { images, labels: kinds, count } = await loadTraining(8);
    expect([count, images.length, [...kinds]]).toEqual([8, 8 * 3 * PIXELS, labels]);
    // The first channel of the first pixel by the formula of pictures/make.py, whose images count on from file to file.
    expect(labels.map((_, image) => images[image * 3 * PIXELS])).toEqual(labels.map((_, image) => (image * 67) % 256));
    expect(asked).toEqual(['train_lables.json', 'data_batch_1.png', 'data_batch_2.png']);
  });

  it('reads no more pictures than it takes', async () => {
    const { images, labels: kinds, count } = await loadTraining(4);
    expect([count, images.length, [...kinds]]).toEqual([4, 4 * 3 * PIXELS, [6, 9, 9, 4]]);
    expect(asked).toEqual(['train_lables.json', 'data_batch_1.png']);
  });

  it('reads the test images', async () => {
    labels = [3, 8, 8];
    const { images, labels: kinds } = await loadTest();
    expect([images[0], [...kinds]]).toEqual([(5 * 67) % 256, labels]);
    expect(asked).toEqual(['test_lables.json', 'test_batch.png']);
  });

  it('refuses fewer images than labels, and a file that is not there', async () => {
    labels = [3, 8, 8, 0];
    await expect(loadTest()).rejects.toThrow('Cannot read CIFAR-10: there are 4 labels, but fewer images');
    labels = Array<number>(9).fill(0);
    await expect(loadTraining()).rejects.toThrow('Cannot load cifar10/data_batch_3.png: the server answered 404');
  });
});

describe('the network', () => {
  let model: Model;
  beforeAll(() => {
    setRandomSeed(1);
    model = makeNetwork();
  });

  it('is a residual network of three stages', () => {
    expect(model.countParams()).toBe(78_426);
    const counts = new Map<string, number>();
    for (const { className } of model.layers) counts.set(className, (counts.get(className) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toMatchObject({ Conv2D: 9, BatchNormalization: 7, Add: 3, GlobalAveragePooling2D: 1, Dense: 1 });
  });

  it('learns to tell red pictures from blue ones in a few steps', { timeout: 3 * 60_000 }, async () => {
    const { images, labels } = colouredPictures(8);
    const { history } = await model.fit(images, labels, { batchSize: 4, epochs: 4, verbose: 0, shuffle: false });
    const [first = 0, , , last = 0] = history.loss ?? [];
    expect(first).toBeGreaterThan(0.5);
    expect(last).toBeLessThan(first / 2);
    expect(history.accuracy?.at(-1)).toBe(1);
  });

  it('gives ten probabilities for each image', async () => {
    const { data, shape } = (await model.predict(colouredPictures(3).images)) as NDArray;
    expect(shape).toEqual([3, 10]);
    for (const row of [0, 1, 2]) {
      const sum = [...data.slice(10 * row, 10 * row + 10)].reduce((total, share) => total + Number(share), 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });
});

/** Images of one colour with some grain: even ones are red and of kind 0, odd ones blue and of kind 1. */
function colouredPictures(count: number): { images: Uint8Array; labels: Uint8Array } {
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 2);
  const images = Uint8Array.from({ length: count * 3 * PIXELS }, (_, index) => {
    const kind = Math.floor(index / (3 * PIXELS)) % 2;
    const isBright = index % 3 === 2 * kind;
    return (isBright ? 180 : 30) + ((index * 37) % 50);
  });
  return { images, labels };
}
