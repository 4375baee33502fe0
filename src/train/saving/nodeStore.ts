/** Files in Node's file system; a kind of `store.ts`. */
import { type FileStore, notFound, splitPath } from './store.ts';

/** Makes a store below the folder `root`, or without one of all files, named as Node names them. */
export function nodeStore(root?: string): FileStore {
  const locate = (path: string) => (root === undefined ? path : [root, ...splitPath(path)].join('/'));
  return {
    read: async (path) => new Uint8Array(await found(path, files().readFile(locate(path)))),
    write: async (path, bytes) => writeWhole(locate(path), bytes),
    list: (prefix = '') => list(root, prefix),
    remove: async (path) => found(path, files().unlink(locate(path))),
  };
}

/** Asked of the process instead of imported, since bundlers for the browser stumble over imports of `node:` modules. */
function files() {
  return process.getBuiltinModule('node:fs/promises');
}

async function found<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw isMissing(error) ? notFound(path, error) : error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

let writes = 0;

/** A rename within a folder is atomic; what is renamed must be on the disk before, and the rename itself after. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const { dirname, basename, join } = process.getBuiltinModule('node:path');
  const folder = dirname(path);
  await files().mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${writes++}.tmp`);
  try {
    await writeThrough(temporary, bytes);
    await files().rename(temporary, path);
  } catch (error) {
    await files().rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

const TEMPORARY = /(^|\/)\.[^/]+\.\d+\.\d+\.tmp$/;

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await files().open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await files().open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows and some network file systems cannot do this to a folder; the file is whole all the same.
  }
}

/** Only the folder that the prefix names is looked through: without a root, everything would be the whole disk. */
async function list(root: string | undefined, prefix: string): Promise<string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const start = root === undefined ? folder || '.' : [root, ...(folder ? splitPath(folder) : [])].join('/');
  const names = await filesBelow(start);
  return names
    .map((name) => folder + name)
    .filter((path) => path.startsWith(prefix) && !TEMPORARY.test(path))
    .sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  const { relative, join, sep } = process.getBuiltinModule('node:path');
  try {
    const entries = await files().readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
    return paths.map((path) => path.replaceAll(sep, '/'));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
