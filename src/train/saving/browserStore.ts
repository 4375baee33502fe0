/** Files in the origin private file system of a page or worker; a kind of `store.ts`. */
import { type FileStore, notFound, splitPath } from './store.ts';

/** Makes a store of the files that this origin keeps; an empty file counts as none, since that is what a killed first write leaves. */
export function browserStore(): FileStore {
  let opened: Promise<FileSystemDirectoryHandle> | undefined;
  const root = () => {
    opened ??= openRoot();
    return opened;
  };
  return {
    read: async (path) => readWhole(await findFile(await root(), path), path),
    write: async (path, bytes) => writeWhole(await makeFile(await root(), path), bytes),
    list: async (prefix = '') => (await filesBelow(await root())).filter((path) => path.startsWith(prefix)).sort(),
    remove: async (path) => removeFile(await root(), path),
  };
}

async function openRoot(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  await sweep(root);
  return root;
}

/** What a browser that was killed left of unfinished writes; the system never removes it, and it counts against the quota. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const [name, entry] of folder.entries()) {
    if (isFolder(entry)) await sweep(entry);
    // One that another page is writing just now is locked, and stays.
    else if (name.endsWith(SWAP)) await folder.removeEntry(name).catch(() => undefined);
  }
}

const SWAP = '.crswap';

async function readWhole(handle: FileSystemFileHandle, path: string): Promise<Uint8Array> {
  const file = await handle.getFile();
  if (file.size === 0) throw notFound(path);
  return new Uint8Array(await file.arrayBuffer());
}

/** The browser writes to a file beside the old one, which `close` puts in its place. */
async function writeWhole(file: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  const stream = await file.createWritable();
  try {
    await stream.write(isUnshared(bytes) ? bytes : new Uint8Array(bytes));
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
}

function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer;
}

async function removeFile(root: FileSystemDirectoryHandle, path: string): Promise<void> {
  await findFile(root, path); // else an empty folder of that name would go
  const { folder, name } = await locate(root, path, false);
  await folder.removeEntry(name);
}

async function findFile(root: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  try {
    const { folder, name } = await locate(root, path, false);
    return await folder.getFileHandle(name);
  } catch (error) {
    throw isMissing(error) ? notFound(path, error) : error;
  }
}

async function makeFile(root: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  const { folder, name } = await locate(root, path, true);
  return folder.getFileHandle(name, { create: true });
}

async function locate(root: FileSystemDirectoryHandle, path: string, create: boolean) {
  const folders = splitPath(path);
  const name = folders.pop() ?? '';
  let folder = root;
  for (const part of folders) folder = await folder.getDirectoryHandle(part, { create });
  return { folder, name };
}

async function filesBelow(folder: FileSystemDirectoryHandle, path = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const [name, entry] of folder.entries()) {
    if (isFolder(entry)) found.push(...(await filesBelow(entry, `${path}${name}/`)));
    else if (!name.endsWith(SWAP) && (await sizeOf(folder, name)) > 0) found.push(path + name);
  }
  return found;
}

async function sizeOf(folder: FileSystemDirectoryHandle, name: string): Promise<number> {
  return (await (await folder.getFileHandle(name)).getFile()).size;
}

function isFolder(entry: FileSystemHandle): entry is FileSystemDirectoryHandle {
  return entry.kind === 'directory';
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
