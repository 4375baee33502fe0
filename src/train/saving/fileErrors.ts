/** What goes wrong with files; public by way of `errors.ts`. */

/** A file is damaged, cut short, or of another format. */
export class FileFormatError extends Error {
  override readonly name = 'FileFormatError';
}

/** No file of that path is in the store. */
export class FileNotFoundError extends Error {
  override readonly name = 'FileNotFoundError';
}
