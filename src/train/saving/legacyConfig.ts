/** Configurations as legacy `.h5` files hold them, made of those that Keras 3 writes elsewhere; written by `legacyH5.ts`. */
import { isRecord } from './parseJson.ts';
import type { ObjectConfig } from './savedModel.ts';

/** A model's configuration with its layers described by class alone, which is how Keras tells these files from others. */
export function legacyModelConfig({ class_name, config }: ObjectConfig): ObjectConfig {
  return { class_name, config: { ...config, ...(Array.isArray(config.layers) && { layers: config.layers.map(legacyLayer) }) } };
}

/** Arguments of `compile` with the optimizer under the name that these files use. */
export function legacyCompileConfig({ optimizer, ...others }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...(withoutModules(others) as Record<string, unknown>), optimizer_config: withoutModule(optimizer) };
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

function withoutModule(value: unknown): unknown {
  return isRecord(value) ? { class_name: value.class_name, config: value.config } : value;
}
