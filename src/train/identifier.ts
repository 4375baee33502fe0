/** Strings that stand for parts: looked up in the folder's namespace, in Keras's spelling or in camelCase. */
import { camelCase, nearest, snakeCase } from './names.ts';

/** The entry of `table` that `name` means. Throws RangeError with the nearest known name. */
export function lookup<T>(what: string, name: string, table: Readonly<Record<string, T>>): T {
  // Own entries only: 'constructor' in a file must not find what every object inherits.
  const spelling = [name, camelCase(name), camelCase(snakeCase(name))].find((key) => Object.hasOwn(table, key));
  if (spelling !== undefined) return table[spelling]!;
  const known = Object.keys(table).map(snakeCase);
  const close = nearest(name, known);
  const hint = close ? `did you mean '${close}'?` : `known are ${known.join(', ')}`;
  throw new RangeError(`Cannot find the ${what} '${name}': ${hint}`);
}
