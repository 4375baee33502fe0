/** The command line as the training page sees it: a place for text and a store for files. Used by `train.ts`. */
import { FileNotFoundError, type FileStore } from 'webgpu-fit';

/** Functions that the command line puts into the page; bytes travel as base64. */
export interface Host {
  hostPrint(text: string): Promise<void>;
  hostRead(path: string): Promise<string | null>;
  hostWrite(path: string, base64: string): Promise<void>;
  hostList(prefix: string): Promise<string[]>;
  hostRemove(path: string): Promise<void>;
}

declare global {
  interface Window extends Host {}
}

/** The folder of the command line as a file store; a write is done when the file is on the disk. */
export function hostStore(host: Host): FileStore {
  return {
    read: async (path) => fromBase64(await host.hostRead(path), path),
    write: async (path, bytes) => host.hostWrite(path, await toBase64(bytes)),
    list: (prefix = '') => host.hostList(prefix),
    remove: (path) => host.hostRemove(path),
  };
}

/** The browser's own encoder, since a string built byte by byte takes seconds for a large model. */
async function toBase64(bytes: Uint8Array): Promise<string> {
  const reader = new FileReader();
  const read = new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
  });
  reader.readAsDataURL(new Blob([new Uint8Array(bytes)]));
  await read;
  return String(reader.result).replace(/^[^,]*,/, '');
}

function fromBase64(base64: string | null, path: string): Uint8Array {
  if (base64 === null) throw new FileNotFoundError(`Cannot find ${path}: there is no such file`);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
