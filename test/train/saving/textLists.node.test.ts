import { expect, test } from 'vitest';
import { h5Group } from '../../../src/train/saving/h5.ts';
import { readTexts, writeTexts } from '../../../src/train/saving/textLists.ts';

const names = Array.from({ length: 1200 }, (_, i) => `${'größe'.repeat(12)}_${i}`);

test('writeTexts() cuts lists of more than 64512 bytes as Keras does, each text as wide as the longest', () => {
  const group = h5Group();
  writeTexts(group, 'layer_names', names);
  const parts = [...group.attributes.values()] as string[][];
  expect([...group.attributes.keys()]).toEqual(['layer_names0', 'layer_names1']);
  expect(parts.flat()).toEqual(names);
  const width = new TextEncoder().encode(names[1199]).length;
  for (const part of parts) expect(part.length * width).toBeLessThanOrEqual(64512);
});

test('writeTexts() keeps short lists whole', () => {
  const group = h5Group();
  writeTexts(group, 'layer_names', ['a', 'b']);
  writeTexts(group, 'weight_names', []);
  expect(group.attributes).toEqual(
    new Map([
      ['layer_names', ['a', 'b']],
      ['weight_names', []],
    ]),
  );
});

test('readTexts() joins the parts in their order', () => {
  const group = h5Group();
  writeTexts(group, 'layer_names', names);
  expect(readTexts('a.h5', 'the root', group, 'layer_names')).toEqual(names);
  expect(() => readTexts('a.h5', 'the root', group, 'other')).toThrow('Cannot read a.h5: the root has no list other');
});
