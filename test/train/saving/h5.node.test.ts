import type { Dataset } from 'h5wasm';
import { describe, expect, test } from 'vitest';
import { FileFormatError } from '../../../src/train/errors.ts';
import { findArray, findGroup, type H5Group, h5Group, makeGroup, putArray } from '../../../src/train/saving/h5.ts';
import { h5Library } from '../../../src/train/saving/h5Library.ts';
import { readH5 } from '../../../src/train/saving/h5Reader.ts';
import { writeH5 } from '../../../src/train/saving/h5Writer.ts';
import { golden, goldenBytes } from './goldenFile.ts';

const NAMES = ['mlp.h5', 'functional.h5', 'mlp.weights.h5', 'functional.weights.h5'];

function example(): H5Group {
  const root = h5Group({ text: 'naïve 名前', empty: [], list: ['a', 'größer', ''] });
  putArray(root, 'a/b/floats', { shape: [2, 3], data: Float32Array.of(1, -0, Number.NaN, 1e-45, 3e38, 0.1) });
  putArray(root, 'a/scalar', { shape: [], data: Int32Array.of(-7) });
  putArray(root, 'a/long', { shape: [1], data: BigInt64Array.of(2n ** 60n) });
  makeGroup(root, 'nothing/in here');
  return root;
}

/** Bytes of a file that `build` makes with h5wasm itself. */
async function made(build: (file: InstanceType<Awaited<ReturnType<typeof h5Library>>['File']>) => void): Promise<Uint8Array> {
  const { File, module } = await h5Library();
  const file = new File('/made.h5', 'w');
  build(file);
  file.close();
  const bytes = module.FS.readFile('/made.h5');
  module.FS.unlink('/made.h5');
  return bytes;
}

/** A small generator, so that the same places are damaged in every run. */
function* damages(length: number, count: number): Generator<{ place: number; bit: number }> {
  for (let i = 1; i <= count; i++) yield { place: (Math.imul(i, 0x9e3779b1) >>> 0) % length, bit: 1 << (i % 8) };
}

describe('readH5()', () => {
  test.each(NAMES)('reads every group, attribute and array of %s', async (name) => {
    const root = await readH5(name, goldenBytes(name));
    for (const { path, attributes = {}, shape } of golden(name).tree) {
      if (shape) expect(findArray(root, path)?.shape, path).toEqual(shape);
      else expect(Object.keys(attributes).sort(), path).toEqual([...(findGroup(root, path)?.attributes.keys() ?? [])].sort());
      const texts = Object.entries(shape ? {} : attributes).filter(([, value]) => !String(value).endsWith('characters)'));
      for (const [key, value] of texts) expect(findGroup(root, path)?.attributes.get(key), path).toEqual(value);
    }
  });

  test('gives back what writeH5() wrote, bit for bit', async () => {
    const root = example();
    const again = await readH5('example.h5', await writeH5(root));
    expect(again).toEqual(root);
    expect(Object.is(findArray(again, 'a/b/floats')?.data[1], -0)).toBe(true);
  });

  test('leaves no file in memory', async () => {
    const { module } = await h5Library();
    const before = module.FS.readdir('/');
    await readH5('example.h5', await writeH5(example()));
    await readH5('bad.h5', goldenBytes('mlp.h5').fill(1, 2000, 3000)).catch(() => undefined);
    expect(module.FS.readdir('/')).toEqual(before);
  });

  test('refuses what is no HDF5 file', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(4000), new TextEncoder().encode('PK\x03\x04 a zip file')]) {
      await expect(readH5('some.h5', bytes)).rejects.toThrow(FileFormatError);
    }
    await expect(readH5('some.h5', new Uint8Array(100))).rejects.toThrow('Cannot read some.h5: it does not begin as an HDF5 file');
  });

  test.each(['mlp.h5', 'mlp.weights.h5', 'example'])('says that %s was cut short, whatever its length', async (name) => {
    const bytes = name === 'example' ? await writeH5(example()) : goldenBytes(name);
    for (let i = 0; i < 50; i++) {
      const length = Math.floor((i / 50) * bytes.length);
      await expect(readH5(name, bytes.slice(0, length)), String(length)).rejects.toThrow(FileFormatError);
    }
    await expect(readH5(name, bytes.slice(0, -1))).rejects.toThrow('cut short');
  });

  test('finds flipped bits in long text, which HDF5 does not protect', async () => {
    const bytes = await writeH5(h5Group({ long: 'x'.repeat(100_000) }));
    expect((await readH5('long.h5', bytes)).attributes).toEqual(new Map([['long', 'x'.repeat(100_000)]]));
    bytes[bytes.indexOf(120, bytes.length / 2)] = 121;
    await expect(readH5('long.h5', bytes)).rejects.toThrow('Cannot read long.h5: long of / does not match its check sum');
  });

  test('finds every flipped bit in a file of its own', async () => {
    const root = example();
    const bytes = await writeH5(root);
    const sound = JSON.stringify(plain(await readH5('example.h5', bytes)));
    let refused = 0;
    for (const { place, bit } of damages(bytes.length, 400)) {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] ?? 0) ^ bit;
      const result = await readH5('example.h5', damaged).then(
        (group) => JSON.stringify(plain(group)),
        (error: unknown) => error,
      );
      if (typeof result === 'string') expect(result === sound, `place ${place}, bit ${bit}`).toBe(true);
      else expect(result).toBeInstanceOf(FileFormatError);
      refused += typeof result === 'string' ? 0 : 1;
    }
    expect(refused).toBeGreaterThan(200);
  });

  test.each(NAMES)('survives flipped bits in %s', async (name) => {
    const bytes = goldenBytes(name);
    for (const { place, bit } of damages(bytes.length, 200)) {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] ?? 0) ^ bit;
      const start = performance.now();
      const error = await readH5(name, damaged).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) expect(error, `place ${place}, bit ${bit}`).toBeInstanceOf(FileFormatError);
      expect(performance.now() - start).toBeLessThan(2000);
    }
    await expect(readH5(name, bytes)).resolves.toBeDefined();
  });

  test('refuses a heap that the HDF5 library would never come back from', async () => {
    const bytes = goldenBytes('mlp.weights.h5');
    bytes[2104] = (bytes[2104] ?? 0) ^ 1;
    await expect(readH5('a.h5', bytes)).rejects.toThrow(/its heap at byte \d+ is damaged/);
  });

  test('refuses links, which lead to other files', async () => {
    const soft = await made((file) => file.create_soft_link('/somewhere', 'soft'));
    const external = await made((file) => file.create_external_link('/etc/passwd', '/', 'external'));
    await expect(readH5('a.h5', soft)).rejects.toThrow('Cannot read a.h5: /soft is a link');
    await expect(readH5('a.h5', external)).rejects.toThrow('Cannot read a.h5: /external is a link');
  });

  test('refuses groups within themselves', async () => {
    const loop = await made((file) => {
      file.create_group('a');
      file.create_hard_link('/a', 'a/again');
    });
    await expect(readH5('a.h5', loop)).rejects.toThrow('groups deep');
  });

  test('refuses arrays that declare more than the file can hold', async () => {
    const bomb = await made((file) => {
      file.create_dataset({ name: 'bomb', data: new Float32Array(16), shape: [4, 4], maxshape: [null, null], chunks: [4, 4] });
      (file.get('bomb') as Dataset).resize([100_000, 100_000]);
    });
    await expect(readH5('bomb.h5', bomb)).rejects.toThrow('/bomb declares 40000000000 bytes');
  });

  test('refuses other types than numbers of Keras', async () => {
    const doubles = await made((file) => file.create_dataset({ name: 'x', data: Float64Array.of(0.1, 2) }));
    expect((await readH5('a.h5', doubles)).arrays.get('x')?.data).toEqual(Float32Array.of(0.1, 2));
    const bytes = await made((file) => file.create_dataset({ name: 'x', data: Uint8Array.of(1, 2) }));
    await expect(readH5('a.h5', bytes)).rejects.toThrow('/x is of another type (uint8)');
    const texts = await made((file) => file.create_dataset({ name: 'x', data: ['a', 'b'] }));
    await expect(readH5('a.h5', texts)).rejects.toThrow(FileFormatError);
  });
});

function plain({ attributes, groups, arrays }: H5Group): unknown {
  return {
    attributes: [...attributes],
    groups: [...groups].map(([name, group]) => [name, plain(group)]),
    arrays: [...arrays].map(([name, { shape, data }]) => [name, shape, [...new Uint8Array(data.buffer)]]),
  };
}
