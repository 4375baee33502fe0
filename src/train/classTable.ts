/** A folder's classes as a table of strings: what `resolve.ts` of each folder looks names up in. */
import { kindOf, withArticle } from './describe.ts';
import { lookup } from './identifier.ts';
import { camelCase, snakeCase } from './names.ts';

/** A class that can be made without options. */
export type Default<T> = new () => T;

/** The classes of `namespace` that extend `Base`, by their camelCase names: `GlorotUniform` → `glorotUniform`. */
export function classTable<T>(namespace: object, Base: abstract new (...options: never[]) => T): Readonly<Record<string, Default<T>>> {
  const extending = (value: unknown): value is Default<T> => typeof value === 'function' && value.prototype instanceof Base;
  const classes = Object.entries(namespace).filter((entry): entry is [string, Default<T>] => extending(entry[1]));
  return Object.fromEntries(classes.map(([name, Class]) => [camelCase(snakeCase(name)), Class]));
}

/** A table with each entry changed. */
export function mapped<From, To>(table: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value)]));
}

/**
 * How a folder's parts are found, `what` being the name of one: the part that a string means, with its defaults, or the one given. What is found
 * throws RangeError for unknown strings, TypeError for other kinds. `aliases` are second names.
 */
export function resolver<T>(
  what: string,
  namespace: object,
  Base: abstract new (...options: never[]) => T,
  aliases: Readonly<Record<string, Default<T>>> = {},
): (identifier: string | T) => T {
  const table = { ...classTable(namespace, Base), ...aliases };
  return (identifier) => {
    if (identifier instanceof Base) return identifier;
    if (typeof identifier === 'string') return new (lookup(what, identifier, table))();
    const Kind = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
    throw new TypeError(`Cannot use ${withArticle(what)}: it is ${kindOf(identifier)}, it must be a string or ${withArticle(Kind)}`);
  };
}
