/** Tells streams of batches from arrays; the streams themselves are read by `streams.ts`. */
import type { StreamSource } from './streams.ts';

/** Whether `x` is a stream: an iterable, async iterable or function, but no array. */
export function isStream(x: unknown): x is StreamSource {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || Array.isArray(x) || ArrayBuffer.isView(x)) return false;
  return Symbol.iterator in x || Symbol.asyncIterator in x;
}
