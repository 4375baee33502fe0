/** What users add to the classes and functions that files may name. Looked into before the library's own by `partFromConfig.ts`. */

/** Classes of layers, losses, metrics, optimizers and their like, and functions, by the names that files hold. */
export type CustomObjects = Readonly<Record<string, object>>;

/** A class whose objects a file describes: made by its static `fromConfig(config)`, or of its options in camelCase. */
export interface ConfigurableClass {
  new (options: Record<string, unknown>): object;
  fromConfig?(config: Record<string, unknown>): object;
}

/** The entry of a name, which files may precede with a package: `my_package>Linear`. */
export function customObject(objects: CustomObjects, name: string): object | undefined {
  const short = name.split('>').at(-1) ?? name;
  const key = [name, short].find((candidate) => Object.hasOwn(objects, candidate));
  return key === undefined ? undefined : objects[key];
}

/** Whether a value can be called with `new`. */
export function isClass(value: unknown): value is ConfigurableClass {
  return typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
}
