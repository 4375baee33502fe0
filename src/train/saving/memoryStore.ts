/** A file store that lasts as long as the program; a kind of `store.ts`. */
import { type FileStore, notFound, splitPath } from './store.ts';

/** Makes an empty store in memory. */
export function memoryStore(): FileStore {
  const files = new Map<string, Uint8Array>();
  const find = (path: string): [key: string, bytes: Uint8Array] => {
    const key = splitPath(path).join('/');
    const bytes = files.get(key);
    if (!bytes) throw notFound(path);
    return [key, bytes];
  };
  return {
    // Copies, as of a disk: what a caller does with its bytes later changes no file.
    read: async (path) => find(path)[1].slice(),
    write: async (path, bytes) => void files.set(splitPath(path).join('/'), bytes.slice()),
    list: async (prefix = '') => [...files.keys()].filter((path) => path.startsWith(prefix)).sort(),
    remove: async (path) => void files.delete(find(path)[0]),
  };
}
