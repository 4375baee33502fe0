/** What a caller can catch beside RangeError (values, shapes) and TypeError (kinds); the GPU's own failures come from the runtime. */
export { DeviceLostError, OutOfMemoryError, ShaderError } from '../runtime/errors.ts';

/** Something was asked of a model that only a compiled one can do. */
export class NotCompiledError extends Error {
  override readonly name = 'NotCompiledError';
}

/** A second `fit` or `trainOnBatch` was started on a model that is already training. */
export class FitRunningError extends Error {
  override readonly name = 'FitRunningError';
}

/** A file is damaged, cut short, or of another format. */
export class FileFormatError extends Error {
  override readonly name = 'FileFormatError';
}

/** A model was used after `dispose()`, or was disposed of while it worked. */
export class DisposedError extends Error {
  override readonly name = 'DisposedError';
}

/** No file of that path is in the store. */
export class FileNotFoundError extends Error {
  override readonly name = 'FileNotFoundError';
}
