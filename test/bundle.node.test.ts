/** The size of the README's program for the web, and what its shaders are shipped as. */
import { expect, test } from 'vitest';
import { bundleOf } from '../bench/bundle.ts';
import { plainShaders } from '../scripts/plainShaders.ts';

/** Bytes, gzipped, loaded before the first step: a little above what was reached last. The goal is 60 kB. */
const LIMIT = 71_000;

test('the program of the README stays small', async () => {
  const { start, all } = await bundleOf('webgpu-fit');
  expect(start).toBeLessThan(LIMIT);
  expect(start).toBeGreaterThan(20_000); // a build that drops the program weighs nothing
  expect(all).toBeGreaterThan(start); // saving and loading come later
});

test('plainShaders() leaves the code of a shader and none of its comments', () => {
  const { load } = plainShaders() as { load(id: string): string | undefined };
  const file = new URL('./support/double.wgsl', import.meta.url).pathname;
  const text = JSON.parse((load(`${file}?raw`) as string).replace(/^export default |;$/g, '')) as string;
  expect(text.split('\n').slice(0, 3)).toEqual([
    '@group(0) @binding(0) var<storage, read> x: array<f32>;',
    '@group(0) @binding(1) var<storage, read_write> y: array<f32>;',
    '@compute @workgroup_size(64)',
  ]);
  expect(text).toContain('\ny[id.x] = 2.0 * x[id.x];\n');
  expect(load('some/file.ts')).toBeUndefined();
});
