/** Fills the placeholders of a path as Python does; fetched with the rest of what files need. */
import type { Logs } from '../run.ts';
import { exponential, fixed } from './formatNumber.ts';
import type { PathPart, Placeholder } from './parsePath.ts';
import { general, pythonNumber } from './pythonNumber.ts';

/** Puts values into a path: counts are whole numbers, logs are not. Throws RangeError for a key that neither holds. */
export function formatPath(parts: readonly PathPart[], counts: Logs, logs: Logs): string {
  return parts.map((part) => (typeof part === 'string' ? part : fill(part, counts, logs))).join('');
}

function fill(placeholder: Placeholder, counts: Logs, logs: Logs): string {
  const { key, plus, zeros, width } = placeholder;
  const value = counts[key] ?? logs[key];
  if (typeof value !== 'number') throw new RangeError(missing(key, { ...counts, ...logs }));
  const text = digitsOf(placeholder, value, Object.hasOwn(counts, key));
  const sign = text.startsWith('-') ? '-' : plus ? '+' : '';
  const digits = text.replace(/^-/, '');
  return zeros ? sign + digits.padStart(width - sign.length, '0') : (sign + digits).padStart(width);
}

function digitsOf({ key, type, precision }: Placeholder, value: number, isCount: boolean): string {
  switch (type) {
    case 'f':
      return fixed(value, precision);
    case 'e':
      return exponential(value, precision);
    case 'g':
      return general(value, precision);
    case '%':
      return `${fixed(value * 100, precision)}%`;
  }
  if (isCount) return String(value);
  if (type === 'd') throw new RangeError(`Cannot put ${key} into a path with format d: it is ${value}, must be the epoch or batch`);
  return pythonNumber(value);
}

function missing(key: string, values: Logs): string {
  return `Cannot put ${key} into a path: it is not there, must be one of ${Object.keys(values).join(', ')}`;
}
