/** The file store in force: Node's files (`nodeStore.ts`), a page's own (`browserStore.ts`), or what `setFileStore` was given. */
import { browserStore } from './browserStore.ts';
import { memoryStore } from './memoryStore.ts';
import { nodeStore } from './nodeStore.ts';
import type { FileStore } from './store.ts';

export type { FileStore } from './store.ts';
export { browserStore, memoryStore, nodeStore };

let current: FileStore | undefined;

/** The store that paths mean; where there is neither a file system nor a page's own, one that lasts as long as the program. */
export function fileStore(): FileStore {
  current ??= usualStore();
  return current;
}

/** Makes paths mean another store; `undefined` brings the usual one back. */
export function setFileStore(store: FileStore | undefined): void {
  current = store;
}

function usualStore(): FileStore {
  if (typeof process === 'object' && process.versions?.node) return nodeStore();
  const hasOwnFiles = typeof navigator === 'object' && typeof navigator.storage?.getDirectory === 'function';
  return hasOwnFiles ? browserStore() : memoryStore();
}
