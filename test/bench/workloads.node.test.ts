/** The benchmark's networks: sizes that Keras reports for them, layouts for engines that have channels first, data without ties. */
import { expect, test } from 'vitest';
import { channelsFirst, imagesFirst } from '../../bench/engines/channelsFirst.ts';
import { cnn, mlp, networkData, normalizedCnn, withoutDropout } from '../../bench/workloads/network.ts';
import { type Part, partsOf } from '../../bench/workloads/weights.ts';

test('partsOf() makes as many weights as Keras counts', () => {
  const count = (parts: Part[]) => parts.flatMap(({ weights }) => weights).reduce((sum, { values }) => sum + values.length, 0);
  expect(count(partsOf(mlp(1)))).toBe(101_770);
  expect(count(partsOf(cnn(1)))).toBe(1_199_882);
  expect(count(partsOf(normalizedCnn(1)))).toBe(95_434);
});

test('partsOf() gives every layer numbers of its own, within the range of Glorot', () => {
  const [first, second] = partsOf(cnn(1)).map(({ weights }) => weights[0]?.values ?? []);
  expect(Array.from(first?.slice(0, 9) ?? [])).not.toEqual(Array.from(second?.slice(0, 9) ?? []));
  const largest = Math.max(...(first ?? []).map(Math.abs));
  expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / (9 * 33)));
  expect(largest).toBeGreaterThan(0.95 * Math.sqrt(6 / (9 * 33)));
});

test('withoutDropout() leaves everything else', () => {
  expect(withoutDropout(cnn(8)).layers.map(({ kind }) => kind)).toEqual(['conv2D', 'conv2D', 'maxPooling2D', 'flatten', 'dense', 'dense']);
});

test('networkData() has no dark margins, where a pool or a relu would tie', () => {
  const { images, labels } = networkData(cnn(2));
  expect(images.length).toBe(labels.length * 784);
  const rows = Array.from({ length: images.length / 28 }, (_, i) => images.subarray(28 * i, 28 * (i + 1)).join());
  expect(new Set(rows).size).toBe(rows.length);
});

test('imagesFirst() moves channels before the image', () => {
  const { values, shape } = imagesFirst(Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40), 1, [2, 2, 2]);
  expect(shape).toEqual([1, 2, 2, 2]);
  expect([...values]).toEqual([1, 2, 3, 4, 10, 20, 30, 40]);
});

test('channelsFirst() orders kernels, and the rows after a flattened image', () => {
  const kernel = { values: Float32Array.from({ length: 12 }, (_, i) => i), shape: [1, 2, 2, 3] };
  const conv: Part = {
    layer: { kind: 'conv2D', filters: 3, kernelSize: 2, padding: 'valid', activation: 'relu' },
    inputShape: [],
    weights: [kernel],
  };
  expect(channelsFirst(conv, undefined)[0]?.shape).toEqual([3, 2, 1, 2]);
  expect([...(channelsFirst(conv, undefined)[0]?.values ?? [])]).toEqual([0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]);
  const flatten: Part = { layer: { kind: 'flatten' }, inputShape: [1, 2, 2], weights: [] };
  const rows = { values: Float32Array.of(0, 1, 2, 3), shape: [4, 1] };
  const dense: Part = { layer: { kind: 'dense', units: 1, activation: 'relu' }, inputShape: [4], weights: [rows] };
  expect([...(channelsFirst(dense, flatten)[0]?.values ?? [])]).toEqual([0, 2, 1, 3]);
  expect(channelsFirst(dense, conv)[0]).toBe(rows);
});
