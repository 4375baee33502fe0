/** Configurations in files, parsed with nothing taken on trust. Used by the formats; `partFromConfig.ts` makes parts of what comes out. */
import { unreadable } from './h5.ts';

/** Characters. */
const MAX_LENGTH = 2 ** 26;
const MAX_DEPTH = 64;
const REFUSED = ['__proto__', 'constructor', 'prototype'];

/** The object that `text` describes. Throws FileFormatError for anything else, for more than 64 levels, and for keys that reach into JavaScript. */
export function parseJson(path: string, place: string, text: string): Record<string, unknown> {
  if (text.length > MAX_LENGTH) throw unreadable(path, place, `has ${text.length} characters`, `at most ${MAX_LENGTH} are allowed`);
  const value = parse(path, place, text);
  if (!isRecord(value)) throw unreadable(path, place, 'is not an object', 'it must be a configuration');
  checkKeys(path, place, value, 0);
  return value;
}

/** Whether a parsed value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(path: string, place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, place, 'is not JSON', 'the file is damaged, use another copy', cause);
  }
}

function checkKeys(path: string, place: string, value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw unreadable(path, place, `has more than ${MAX_DEPTH} levels`, 'no model needs so many');
  for (const [key, child] of Object.entries(value)) {
    if (REFUSED.includes(key)) throw unreadable(path, place, `has the key '${key}'`, 'it is refused, since no configuration needs it');
    checkKeys(path, place, child, depth + 1);
  }
}
