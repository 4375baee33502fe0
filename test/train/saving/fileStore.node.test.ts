// Which store paths mean.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FileNotFoundError } from '../../../src/train/errors.ts';
import { fileStore, memoryStore, setFileStore } from '../../../src/train/saving/fileStore.ts';

describe('fileStore()', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    setFileStore(undefined);
  });

  it('is the file system in Node', async () => {
    const bytes = await fileStore().read('package.json');
    expect(JSON.parse(new TextDecoder().decode(bytes)).name).toBe('webgpu-fit');
  });

  it('is what setFileStore() was given, until it is given nothing', async () => {
    const store = memoryStore();
    setFileStore(store);
    expect(fileStore()).toBe(store);
    setFileStore(undefined);
    expect(fileStore()).not.toBe(store);
  });

  it('lasts as long as the program where there are no files', async () => {
    vi.stubGlobal('process', undefined);
    vi.stubGlobal('navigator', undefined);
    await expect(fileStore().read('package.json')).rejects.toThrow(FileNotFoundError);
    await fileStore().write('a', Uint8Array.of(1));
    expect(await fileStore().list()).toEqual(['a']);
  });
});
