/** Makes layers, initializers, losses and their like of their descriptions in files, by classes of the library and of the user only. Used by `modelFromConfig.ts` and `compileFromConfig.ts`. */
import * as constraints from '../constraints/classes.ts';
import * as initializers from '../initializers/classes.ts';
import * as layers from '../layers/index.ts';
import * as losses from '../losses/classes.ts';
import * as metrics from '../metrics/classes.ts';
import { camelCase, nearest } from '../names.ts';
import * as optimizers from '../optimizers/classes.ts';
import * as regularizers from '../regularizers/classes.ts';
import { type ConfigurableClass, type CustomObjects, customObject, isClass } from './customObjects.ts';
import { isRecord } from './parseJson.ts';
import type { ObjectConfig } from './savedModel.ts';

/** What a description can be of, and where Keras has it. */
export type Kind = 'layer' | 'initializer' | 'regularizer' | 'constraint' | 'optimizer' | 'loss' | 'metric';

const CLASSES: Readonly<Record<Kind, ReadonlyMap<string, ConfigurableClass>>> = {
  layer: classesOf(layers),
  initializer: classesOf(initializers),
  regularizer: classesOf(regularizers),
  constraint: classesOf(constraints),
  optimizer: classesOf(optimizers),
  loss: classesOf(losses),
  metric: classesOf(metrics),
};

/** Names that Keras 2 used for today's options. */
const RENAMED: Readonly<Record<string, string>> = {
  'LeakyReLU.alpha': 'negative_slope',
  'Adam.lr': 'learning_rate',
  'SGD.lr': 'learning_rate',
};

/** Whether a value describes an object. */
export function isObjectConfig(value: unknown): value is ObjectConfig {
  return isRecord(value) && typeof value.class_name === 'string' && isRecord(value.config);
}

/** The object of a description. Throws RangeError for classes that are neither the library's nor among `custom`. */
export function partFromConfig(kind: Kind, { class_name: name, config }: ObjectConfig, custom: CustomObjects): object {
  const own = customObject(custom, name);
  if (isClass(own)) return customPart(name, own, config, custom);
  const Class = CLASSES[kind].get(name.split('>').at(-1) ?? name);
  if (Class) return new Class(optionsOf(name, config, custom));
  const close = nearest(name, [...CLASSES[kind].keys()]);
  throw new RangeError(
    `Cannot make the ${kind} '${name}': its class is unknown${close ? ` (the nearest is '${close}')` : ''}, a class of your own must be given in customObjects`,
  );
}

/** Options in camelCase: without those that are null, which stands for the default, and with the parts that they describe. */
export function optionsOf(className: string, config: Readonly<Record<string, unknown>>, custom: CustomObjects): Record<string, unknown> {
  const entries = Object.entries(config).filter(([key, value]) => value !== null && key !== 'dtype');
  const options = entries.map(([key, value]) => [camelCase(RENAMED[`${className}.${key}`] ?? key), optionOf(key, value, custom)]);
  return { ...Object.fromEntries(options), ...inputShapeOf(className, config) };
}

function optionOf(key: string, value: unknown, custom: CustomObjects): unknown {
  const kind = (['initializer', 'regularizer', 'constraint'] as const).find((ending) => key.endsWith(ending));
  if (isObjectConfig(value) && kind) return partFromConfig(kind, value, custom);
  if (typeof value === 'string' && /(activation|initializer|regularizer|constraint)$/.test(key))
    return customObject(custom, value) ?? value;
  return value;
}

/** Keras 2 told the shape of a layer's input with the batch. */
function inputShapeOf(className: string, { batch_input_shape: shape }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (!Array.isArray(shape)) return {};
  return className === 'InputLayer' ? { batchShape: shape } : { inputShape: shape.slice(1) };
}

function customPart(name: string, Class: ConfigurableClass, config: Readonly<Record<string, unknown>>, custom: CustomObjects): object {
  const part = Class.fromConfig ? Class.fromConfig({ ...config }) : new Class(optionsOf(name, config, custom));
  if (!('name' in part) || typeof config.name !== 'string' || part.name === config.name) return part;
  throw new TypeError(
    `Cannot make '${name}': its constructor did not take the options of the file, it must take them as one object, or the class must have a static fromConfig(config)`,
  );
}

function classesOf(namespace: object): ReadonlyMap<string, ConfigurableClass> {
  const classes = Object.entries(namespace).filter(
    (entry): entry is [string, ConfigurableClass] => isClass(entry[1]) && /^[A-Z]/.test(entry[0]),
  );
  return new Map(classes);
}
