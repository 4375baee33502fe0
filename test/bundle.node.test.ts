/** The size of the README's program for the web, and what its shaders are shipped as. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bundleOf } from '../bench/bundle.ts';
import { plain, plainShaders } from '../scripts/plainShaders.ts';
import { declarations } from '../src/runtime/graph/shader.ts';

/** Bytes, gzipped, loaded before the first step: a little above what was reached last. The goal is 60 kB. */
const LIMIT = 69_200;

test('the program of the README stays small', async () => {
  const { start, all } = await bundleOf('webgpu-fit');
  expect(start).toBeLessThan(LIMIT);
  expect(start).toBeGreaterThan(20_000); // a build that drops the program weighs nothing
  expect(all).toBeGreaterThan(start); // saving and loading come later
});

/** WGSL's tokens, the longest first. */
const TOKEN = /0x[\da-f.]+(?:p[+-]?\d+)?[fhiu]?|[\d.]+(?:e[+-]?\d+)?[fhiu]?|\w+|>>=|<<=|->|--|\+\+|&&|\|\||[-+*/%&|^=!<>]=|<<|>>|\S/g;

test('a shader without blanks has the same tokens and declarations', () => {
  const folder = fileURLToPath(new URL('../src/shaders/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wgsl'));
  const sources = files.map((file) => readFileSync(folder + file, 'utf8'));
  expect(sources.length).toBeGreaterThan(100);
  const tokens = (text: string) => text.replace(/\/\/.*/g, '').match(TOKEN);
  for (const source of sources) {
    expect(tokens(plain(source))).toEqual(tokens(source));
    const names = (text: string) => declarations(text).map(({ kind, name }) => `${kind} ${name}`);
    expect(names(plain(source))).toEqual(names(source));
  }
});

test('plainShaders() leaves the code of a shader and none of its comments', () => {
  const { load } = plainShaders() as { load(id: string): string | undefined };
  const file = new URL('./support/double.wgsl', import.meta.url).pathname;
  const text = JSON.parse((load(`${file}?raw`) as string).replace(/^export default |;$/g, '')) as string;
  expect(text.split(';').slice(0, 2)).toEqual([
    '@group(0) @binding(0) var<storage, read> x: array<f32>',
    '@group(0) @binding(1) var<storage, read_write> y: array<f32>',
  ]);
  expect(text).toContain('{y[id.x]=2.0*x[id.x];}');
  expect(load('some/file.ts')).toBeUndefined();
});
