/** What a caller can catch beside RangeError (values, shapes) and TypeError (kinds); the GPU's own failures come from the runtime. */
export { DeviceLostError, OutOfMemoryError, ShaderError } from '../runtime/errors.ts';
export { FileFormatError, FileNotFoundError } from './saving/fileErrors.ts';

/** Something was asked of a model that only a compiled one can do. */
export class NotCompiledError extends Error {
  override readonly name = 'NotCompiledError';
}

/** A second `fit` or `trainOnBatch` was started on a model that is already training. */
export class FitRunningError extends Error {
  override readonly name = 'FitRunningError';
}

/** A model was used after `dispose()`, or was disposed of while it worked. */
export class DisposedError extends Error {
  override readonly name = 'DisposedError';
}
