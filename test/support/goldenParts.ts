/** How the golden files describe Keras objects and tensors: `{ class, config }` and `{ shape, data }`. */
import { camelCase } from '../../src/train/names.ts';

/** A Keras object by class name and configuration. */
export interface GoldenPart {
  readonly class: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Row-major values with a shape. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: string;
}

/** Options as this library takes them: the configuration with camelCase keys. */
export function optionsOf({ config }: GoldenPart): Record<string, never> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), value as never]));
}

/** The class of `namespace` that a golden part names, with its options. */
export function makePart<T>(namespace: object, part: GoldenPart): T {
  const Class = (namespace as Readonly<Record<string, new (options: object) => T>>)[part.class];
  if (!Class) throw new Error(`Cannot make ${part.class}: the namespace has no such class`);
  return new Class(optionsOf(part));
}
