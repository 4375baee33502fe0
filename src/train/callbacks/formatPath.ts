/** Fills Python's placeholders in the paths of `modelCheckpoint.ts`: `model-{epoch:02d}-{val_loss:.2f}.h5`. */
import type { Logs } from '../run.ts';
import { exponential, fixed, general, pythonNumber } from './formatNumber.ts';

/** A piece of a path: text, or a value to be put in. */
export type PathPart = string | Placeholder;

interface Placeholder {
  readonly key: string;
  readonly plus: boolean;
  readonly zeros: boolean;
  readonly width: number;
  readonly precision: number;
  readonly type: string;
}

/** Takes a path apart; `{{` and `}}` stand for braces. Throws RangeError for a lone brace or a format other than `[+][0][width][.precision][d|f|e|g|%]`. */
export function parsePath(path: string): PathPart[] {
  const pieces = path.match(/\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+/g) ?? [];
  return pieces.map((piece) => {
    if (piece === '{{' || piece === '}}') return piece.charAt(0);
    if (piece === '{' || piece === '}')
      throw new RangeError(`Cannot read the path ${path}: it has a lone ${piece}, must be written ${piece}${piece}`);
    return piece.startsWith('{') ? parsePlaceholder(piece) : piece;
  });
}

/** Puts values into a path: counts are whole numbers, logs are not. Throws RangeError for a key that neither holds. */
export function formatPath(parts: readonly PathPart[], counts: Logs, logs: Logs): string {
  return parts.map((part) => (typeof part === 'string' ? part : fill(part, counts, logs))).join('');
}

function parsePlaceholder(text: string): Placeholder {
  const match = /^\{([^:]+)(?::(\+?)(0?)(\d*)(?:\.(\d+))?([dfeg%]?))?\}$/.exec(text);
  const [, key = '', plus = '', zero = '', width = '', precision, type = ''] = match ?? [];
  // Python gives a precision without a type a meaning of its own, and none to one of whole numbers.
  if (!match || (precision !== undefined && (type === '' || type === 'd'))) throw new RangeError(unreadable(text));
  return { key, plus: plus !== '', zeros: zero !== '', width: Number(width), precision: Number(precision ?? 6), type };
}

function unreadable(text: string): string {
  return `Cannot read the placeholder ${text}: its format must be [+][0][width][.precision] and one of d f e g %, as in {epoch:02d} or {val_loss:.2f}`;
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
