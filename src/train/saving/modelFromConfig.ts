/** Makes models of their configurations in files. Used by `loadModel.ts`; functional models are wired in `functionalFromConfig.ts`. */
import { Layer } from '../layers/layer.ts';
import type { Model } from '../model.ts';
import { Sequential } from '../sequential.ts';
import type { CustomObjects } from './customObjects.ts';
import { functionalFromConfig, modelOptions } from './functionalFromConfig.ts';
import { isObjectConfig, partFromConfig } from './partFromConfig.ts';
import type { ObjectConfig } from './savedModel.ts';

/** The model that a configuration describes, built but for its values. Throws RangeError or TypeError for what cannot be made. */
export function modelFromConfig({ class_name: name, config }: ObjectConfig, custom: CustomObjects): Model {
  const makeLayer = (description: unknown) => layerFromConfig(description, custom);
  if (name === 'Sequential') return sequentialFromConfig(config, makeLayer);
  if (name === 'Functional' || name === 'Model') return functionalFromConfig(config, makeLayer);
  throw new RangeError(`Cannot make the model '${name}': its class is unknown, it must be Sequential or Functional`);
}

function layerFromConfig(description: unknown, custom: CustomObjects): Layer {
  if (!isObjectConfig(description)) throw new TypeError('Cannot make a layer: its description has no class_name or no config');
  const isModel = ['Sequential', 'Functional', 'Model'].includes(description.class_name);
  const layer = isModel ? modelFromConfig(description, custom) : partFromConfig('layer', description, custom);
  if (layer instanceof Layer) return layer;
  throw new TypeError(`Cannot make the layer '${description.class_name}': its class in customObjects is no layer, it must extend Layer`);
}

function sequentialFromConfig(config: Readonly<Record<string, unknown>>, makeLayer: (description: unknown) => Layer): Model {
  const { layers, name, trainable, build_input_shape: shape } = config;
  if (!Array.isArray(layers)) throw new TypeError('Cannot make a sequential model: its configuration has no list of layers');
  const model = new Sequential(layers.map(makeLayer), modelOptions({ name, trainable }));
  if (!model.built && Array.isArray(shape)) model.build(shape);
  return model;
}
