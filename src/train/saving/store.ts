/** What a file store is and how its paths are read; the one in force is chosen in `fileStore.ts`. */
import { FileNotFoundError } from '../errors.ts';

/** Where models, checkpoints and logs are kept; folders in paths are separated by `/` and made as needed. */
export interface FileStore {
  /** The whole file; rejects with FileNotFoundError when there is none. */
  read(path: string): Promise<Uint8Array>;
  /** Replaces the whole file or makes it; whatever happens meanwhile, a reader finds all of the old or all of the new. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Paths of the files, those in sub-folders too, that start with `prefix`; sorted. */
  list(prefix?: string): Promise<string[]>;
  /** Removes a file; rejects with FileNotFoundError when there is none. */
  remove(path: string): Promise<void>;
}

/** The folders and the name in a path, without `.` and `..`; throws RangeError when it is empty or leaves the root. */
export function splitPath(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) throw new RangeError(outside(path));
    if (!['', '.', '..'].includes(part)) parts.push(part);
  }
  if (parts.length === 0) throw new RangeError(`Cannot use the path "${path}": it is empty, must name a file`);
  return parts;
}

/** The error for a path without a file. */
export function notFound(path: string, cause?: unknown): FileNotFoundError {
  return new FileNotFoundError(`Cannot find ${path}: there is no such file`, { cause });
}

function outside(path: string): string {
  return `Cannot use the path ${path}: it leaves the root of the file store, must stay below it`;
}
