/** What every file store must do; called by the test of each kind, in Node and in the browser. */
import { expect, it } from 'vitest';
import { FileNotFoundError } from '../../src/train/errors.ts';
import type { FileStore } from '../../src/train/saving/store.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

/** Registers the tests; `prefix` is where the test may write, and ends in `/`. */
export function checkFileStore(makeStore: () => FileStore, prefix: string): void {
  it('reads what was written, and again after it was replaced', async () => {
    const store = makeStore();
    await store.write(`${prefix}a.h5`, bytes(1, 2, 3));
    expect(await store.read(`${prefix}a.h5`)).toEqual(bytes(1, 2, 3));
    await store.write(`${prefix}a.h5`, bytes(4));
    expect(await store.read(`${prefix}a.h5`)).toEqual(bytes(4));
  });

  it('writes just the part of a buffer that was given', async () => {
    const store = makeStore();
    await store.write(`${prefix}part`, bytes(1, 2, 3, 4).subarray(1, 3));
    expect(await store.read(`${prefix}part`)).toEqual(bytes(2, 3));
  });

  it('makes folders as needed and lists files below them', async () => {
    const store = makeStore();
    for (const name of ['list/b', 'list/deep/er/c', 'list/a', 'list-other']) await store.write(prefix + name, bytes(1));
    expect(await store.list(`${prefix}list/`)).toEqual(['list/a', 'list/b', 'list/deep/er/c'].map((name) => prefix + name));
    expect(await store.list(`${prefix}list/d`)).toEqual([`${prefix}list/deep/er/c`]);
    expect(await store.list(`${prefix}nothing/`)).toEqual([]);
  });

  it('removes files', async () => {
    const store = makeStore();
    await store.write(`${prefix}gone`, bytes(1));
    await store.remove(`${prefix}gone`);
    expect(await store.list(`${prefix}gone`)).toEqual([]);
  });

  it('names a file that is not there', async () => {
    const store = makeStore();
    for (const path of [`${prefix}missing`, `${prefix}no/folder`]) {
      await expect(store.read(path)).rejects.toThrow(FileNotFoundError);
      await expect(store.read(path)).rejects.toThrow(path);
      await expect(store.remove(path)).rejects.toThrow(FileNotFoundError);
    }
  });

  it('keeps what is written at the same time whole', async () => {
    const store = makeStore();
    const contents = [1, 2, 3, 4].map((value) => new Uint8Array(1 << 20).fill(value));
    await Promise.all(contents.map((content) => store.write(`${prefix}race`, content)));
    const read = await store.read(`${prefix}race`);
    expect(contents.some((content) => content[0] === read[0])).toBe(true);
    expect(read.length === 1 << 20 && read.every((value) => value === read[0])).toBe(true);
  });
}

/** Registers the tests of a store that has a root which paths must not leave. */
export function checkRoot(makeStore: () => FileStore): void {
  it.each(['../a', 'a/../../b', '/..', 'a/b/../../../c'])('refuses %s, which leaves the root', async (path) => {
    const store = makeStore();
    await expect(store.write(path, bytes(1))).rejects.toThrow(RangeError);
    await expect(store.read(path)).rejects.toThrow(RangeError);
    await expect(store.remove(path)).rejects.toThrow(RangeError);
  });

  it.each(['', '/', 'a/..', './'])('refuses "%s", which names no file', async (path) => {
    await expect(makeStore().write(path, bytes(1))).rejects.toThrow(RangeError);
  });

  it('takes several spellings for one file', async () => {
    const store = makeStore();
    await store.write('/folder/./x/../spelled', bytes(7));
    expect(await store.read('folder//spelled')).toEqual(bytes(7));
    expect(await store.list('folder/')).toEqual(['folder/spelled']);
  });
}
