/** Takes apart the paths of `modelCheckpoint.ts`, which hold Python's placeholders: `model-{epoch:02d}-{val_loss:.2f}.h5`. Filled in by `formatPath.ts`. */

/** A piece of a path: text, or a value to be put in. */
export type PathPart = string | Placeholder;

/** `{key:[+][0][width][.precision][type]}`. */
export interface Placeholder {
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
