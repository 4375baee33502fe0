/** What a file format is: one file in this folder each, listed in `formats.ts`. */
import type { SavedModel } from './savedModel.ts';

/** A way to hold a model in a file. */
export interface FileFormat {
  readonly extensions: readonly string[];
  /** What a file of it holds at most. */
  readonly holds: 'model' | 'weights';
  /** Rejects with FileFormatError when the bytes are damaged or of another format; `path` is for messages. */
  read(path: string, bytes: Uint8Array): Promise<SavedModel>;
  write(saved: SavedModel): Promise<Uint8Array>;
}
