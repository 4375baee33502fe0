/** Arguments of `compile` from what files hold, the other way round than `compileConfig.ts`. Used by `loadModel.ts`. */
import type { CompileOptions } from '../compile.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type CustomObjects, customObject } from './customObjects.ts';
import { isRecord } from './parseJson.ts';
import { isObjectConfig, type Kind, partFromConfig } from './partFromConfig.ts';

/** Options for `compile`. Throws RangeError or TypeError for what cannot be made. */
export function compileFromConfig(config: Readonly<Record<string, unknown>>, custom: CustomObjects): CompileOptions {
  const { optimizer, loss, loss_weights: lossWeights, metrics, weighted_metrics: weighted, steps_per_execution: steps } = config;
  if (!isObjectConfig(optimizer)) throw new TypeError('Cannot compile the model: the file describes no optimizer');
  return {
    optimizer: partFromConfig('optimizer', optimizer, custom) as Optimizer,
    loss: revived('loss', loss, custom) as CompileOptions['loss'],
    lossWeights: (lossWeights ?? null) as CompileOptions['lossWeights'],
    metrics: revived('metric', metrics, custom) as CompileOptions['metrics'],
    weightedMetrics: revived('metric', weighted, custom) as CompileOptions['metrics'],
    ...(typeof steps === 'number' && { stepsPerExecution: steps }),
  };
}

/** Through lists and through objects keyed by output. */
function revived(kind: Kind, value: unknown, custom: CustomObjects): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return customObject(custom, value) ?? value;
  if (isObjectConfig(value))
    return namedFunction(value.config) ?? partFromConfig(kind, { ...value, config: current(value.config) }, custom);
  if (Array.isArray(value)) return value.map((entry) => revived(kind, entry, custom));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, revived(kind, entry, custom)])) : value;
}

/** Keras 2 wrapped its functions: `{ name: 'accuracy', fn: 'sparse_categorical_accuracy' }` is what 'accuracy' had become. */
function namedFunction({ name, fn }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof fn !== 'string') return undefined;
  return name === 'accuracy' || name === 'acc' ? name : fn;
}

/** Keras 2 called the usual reduction 'auto'. */
function current(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return config.reduction === 'auto' ? { ...config, reduction: 'sum_over_batch_size' } : config;
}
