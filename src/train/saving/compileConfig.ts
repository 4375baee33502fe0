/** What `compile` was given, as Keras writes it; the other way round is `compileFromConfig.ts`. Used by `captureModel.ts`. */
import { Loss } from '../losses/loss.ts';
import { ofNamespace } from '../losses/resolve.ts';
import { Metric } from '../metrics/metric.ts';
import { snakeCase } from '../names.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type SerializedObject, serializeObject } from '../serialization.ts';
import { isRecord } from './parseJson.ts';
import type { CompiledWith } from './savable.ts';

/** Keras's compile configuration. Functions of users are named, and must be given again by these names when the file is read. */
export function compileConfig({ optimizer, options }: CompiledWith): Record<string, unknown> {
  return {
    optimizer: inModule('keras.optimizers', optimizer),
    loss: described(options.loss),
    loss_weights: options.lossWeights ?? null,
    metrics: described(options.metrics),
    weighted_metrics: described(options.weightedMetrics),
    run_eagerly: false,
    steps_per_execution: options.stepsPerExecution ?? 1,
    jit_compile: false,
  };
}

/** Through lists and through objects keyed by output; Keras knows names in snake_case only. */
function described(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return /^[a-z]+[A-Z]/.test(value) ? snakeCase(value) : value;
  if (typeof value === 'function') return ofFunction(value as Parameters<typeof ofNamespace>[0]);
  if (value instanceof Loss) return inModule('keras.losses', value);
  if (value instanceof Metric) return inModule('keras.metrics', value);
  if (Array.isArray(value)) return value.map(described);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, described(entry)])) : value;
}

function ofFunction(value: Parameters<typeof ofNamespace>[0]): unknown {
  const loss = ofNamespace(value);
  return loss ? snakeCase(loss.className) : value.name;
}

function inModule(module: string, part: Loss | Metric | Optimizer): SerializedObject {
  const object = serializeObject(part);
  return object.registered_name === null ? { ...object, module } : object;
}
