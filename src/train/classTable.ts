/** A folder's classes as a table of strings: what `resolve.ts` of each folder looks names up in. */
import { camelCase, snakeCase } from './names.ts';

/** A class that can be made without options. */
export type Default<T> = new () => T;

/** The classes of `namespace` that extend `Base`, by their camelCase names: `GlorotUniform` → `glorotUniform`. */
export function classTable<T>(namespace: object, Base: abstract new (...options: never[]) => T): Readonly<Record<string, Default<T>>> {
  const extending = (value: unknown): value is Default<T> => typeof value === 'function' && value.prototype instanceof Base;
  const classes = Object.entries(namespace).filter((entry): entry is [string, Default<T>] => extending(entry[1]));
  return Object.fromEntries(classes.map(([name, Class]) => [camelCase(snakeCase(name)), Class]));
}
