/** Strings that stand for parts: looked up in the folder's namespace, in Keras's spelling or in camelCase. */
import { camelCase, nearest, snakeCase } from './names.ts';

/** The entry of `table` that `name` means. Throws RangeError with the nearest known name. */
export function lookup<T>(what: string, name: string, table: Readonly<Record<string, T>>): T {
  const found = table[name] ?? table[camelCase(name)] ?? table[camelCase(snakeCase(name))];
  if (found !== undefined) return found;
  const known = Object.keys(table).map(snakeCase);
  const close = nearest(name, known);
  const hint = close ? `did you mean '${close}'?` : `known are ${known.join(', ')}`;
  throw new RangeError(`Cannot find the ${what} '${name}': ${hint}`);
}
