/** Configurations as legacy `.h5` files hold them, made of those that Keras 3 writes elsewhere; written by `legacyH5.ts`. */
import { isRecord } from './parseJson.ts';
import type { ObjectConfig } from './savedModel.ts';

/** A model's configuration with its layers described by class alone, which is how Keras tells these files from others. */
export function legacyModelConfig({ class_name, config }: ObjectConfig): ObjectConfig {
  return { class_name, config: { ...config, ...(Array.isArray(config.layers) && { layers: config.layers.map(legacyLayer) }) } };
}

/** Names of losses that Keras does not find again when it reads them in these files. */
const FULL_NAMES: Readonly<Record<string, string>> = {
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  msle: 'mean_squared_logarithmic_error',
  bce: 'binary_crossentropy',
  kld: 'kl_divergence',
};

/** Arguments of `compile` with the optimizer under the name that these files use. */
export function legacyCompileConfig({ optimizer, loss, ...others }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rest = withoutModules(others) as Record<string, unknown>;
  return { loss: inFull(withoutModules(loss)), ...rest, optimizer_config: withoutModule(optimizer) };
}

function legacyLayer(layer: ObjectConfig & { readonly name?: string; readonly inbound_nodes?: unknown }): Record<string, unknown> {
  const { name, inbound_nodes } = layer;
  return { ...legacyModelConfig(layer), ...(name !== undefined && { name }), ...(inbound_nodes !== undefined && { inbound_nodes }) };
}

/** Through lists and through objects keyed by output. */
function withoutModules(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutModules);
  if (!isRecord(value)) return value;
  if ('class_name' in value) return withoutModule(value);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutModules(child)]));
}

function inFull(loss: unknown): unknown {
  if (typeof loss === 'string') return FULL_NAMES[loss.toLowerCase()] ?? loss;
  if (Array.isArray(loss)) return loss.map(inFull);
  if (!isRecord(loss) || 'class_name' in loss) return loss;
  return Object.fromEntries(Object.entries(loss).map(([output, entry]) => [output, inFull(entry)]));
}

function withoutModule(value: unknown): unknown {
  return isRecord(value) ? { class_name: value.class_name, config: value.config } : value;
}
