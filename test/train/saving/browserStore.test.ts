// The origin private file system; what a killed browser leaves in it is in killedBrowser.node.test.ts.
import { afterEach, describe, expect, it } from 'vitest';
import { FileNotFoundError } from '../../../src/train/errors.ts';
import { browserStore } from '../../../src/train/saving/browserStore.ts';
import { fileStore } from '../../../src/train/saving/fileStore.ts';
import { checkFileStore, checkRoot } from '../../support/checkFileStore.ts';

const root = () => navigator.storage.getDirectory();

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.sort();
}

async function beginWriting(name: string): Promise<FileSystemWritableFileStream> {
  const file = await (await root()).getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  await stream.write(Uint8Array.of(1));
  return stream;
}

describe('browserStore()', () => {
  afterEach(async () => {
    const folder = await root();
    for (const name of await namesIn(folder)) await folder.removeEntry(name, { recursive: true });
  });

  checkFileStore(browserStore, 'checks/');
  checkRoot(browserStore);

  it('removes what unfinished writes left, in sub-folders too', async () => {
    await browserStore().write('run/model.h5', Uint8Array.of(1));
    const folder = await (await root()).getDirectoryHandle('run');
    for (const orphan of ['model.h5.crswap', 'model.h5.1.crswap']) await folder.getFileHandle(orphan, { create: true });
    expect(await browserStore().list()).toEqual(['run/model.h5']);
    expect(await namesIn(folder)).toEqual(['model.h5']);
  });

  it('leaves alone what another page is writing', async () => {
    const stream = await beginWriting('busy');
    expect(await browserStore().list()).toEqual([]);
    await stream.close();
    expect(await browserStore().read('busy')).toEqual(Uint8Array.of(1));
  });

  it('counts a file whose first write is unfinished as none', async () => {
    const stream = await beginWriting('first');
    await expect(browserStore().read('first')).rejects.toThrow(FileNotFoundError);
    await stream.abort();
  });

  it('keeps the old file when a write fails', async () => {
    const store = browserStore();
    await store.write('kept', Uint8Array.of(1));
    const write = FileSystemWritableFileStream.prototype.write;
    FileSystemWritableFileStream.prototype.write = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    await expect(store.write('kept', Uint8Array.of(2))).rejects.toThrow('full');
    FileSystemWritableFileStream.prototype.write = write;
    expect(await store.read('kept')).toEqual(Uint8Array.of(1));
    expect(await namesIn(await root())).toEqual(['kept']);
  });

  it('does not take a folder for a file', async () => {
    const store = browserStore();
    await store.write('folder/file', Uint8Array.of(1));
    await store.remove('folder/file');
    await expect(store.remove('folder')).rejects.toThrow();
    expect(await namesIn(await root())).toEqual(['folder']);
  });

  it('is what paths mean in a page', async () => {
    await fileStore().write('through', Uint8Array.of(5));
    expect(await browserStore().read('through')).toEqual(Uint8Array.of(5));
  });
});
