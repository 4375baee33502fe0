/** The package h5wasm, loaded when the first `.h5` file is read or written; used by `h5Reader.ts` and `h5Writer.ts`. */
import { FileFormatError } from '../errors.ts';

type Package = typeof import('h5wasm');

/** The HDF5 library with its file system in memory. */
export interface H5Library {
  readonly module: Awaited<Package['ready']>;
  readonly File: Package['File'];
}

let loading: Promise<H5Library> | undefined;

/** Loads the library once. Rejects with FileFormatError when the package is not installed, or when the page may not run WebAssembly. */
export function h5Library(): Promise<H5Library> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

let files = 0;

/** Gives `use` the path of a file in memory that nobody else has, and removes the file afterwards. */
export function withTemporaryFile<T>({ module }: H5Library, use: (path: string) => T): T {
  const path = `/webgpu-fit-${files++}.h5`;
  try {
    return use(path);
  } finally {
    if (module.FS.analyzePath(path).exists) module.FS.unlink(path);
  }
}

async function load(): Promise<H5Library> {
  // The build for browsers, in Node too: it has only files in memory, so that a link in a hostile file leads nowhere.
  const { ready, File } = await import('h5wasm').catch((cause: unknown) => {
    throw new FileFormatError('Cannot use .h5 files: the package h5wasm could not be loaded, install it with: npm install h5wasm', {
      cause,
    });
  });
  const module = await ready.catch((cause: unknown) => {
    throw new FileFormatError(refusal(cause), { cause });
  });
  // Without this, a damaged file or a missing filter gives whatever was in memory.
  module.activate_throwing_error_handler();
  return { module, File };
}

function refusal(cause: unknown): string {
  const forbidden = /Content Security Policy|CompileError|unsafe-eval/.test(String(cause));
  if (!forbidden) return `Cannot use .h5 files: h5wasm did not start (${String(cause)})`;
  return "Cannot use .h5 files: the page's Content Security Policy forbids WebAssembly, its script-src must allow 'wasm-unsafe-eval'";
}
