/** A model's parts that have weights of their own, each with its place as Keras 3 writes it; read by `captureModel.ts`, filled by `restoreWeights.ts`. */
import { Layer } from '../layers/layer.ts';
import { countedName, snakeCase } from '../names.ts';
import type { Weight } from '../weight.ts';
import type { Savable } from './savable.ts';

/** A layer, or a layer within one. */
export interface ModelPart {
  readonly layer: Layer;
  /** `layers/dense_1`, `layers/lstm/cell`: by class or field, numbered where they repeat. */
  readonly path: string;
  /** Names from the outside on, as Keras joins them: `lstm/lstm_cell`, in a sequential model `sequential/dense`. Functional models add none. */
  readonly names: string;
  /** Its own weights, without those of layers within it. */
  readonly weights: readonly Weight[];
}

/** All layers of a model and the layers within them; what is used twice stands where it is found first. */
export function modelParts({ layers, name, className }: Pick<Savable, 'layers' | 'name' | 'className'>): readonly ModelPart[] {
  const seen = new Set<Layer>();
  const prefix = className === 'Functional' ? '' : `${name}/`;
  return numbered(layers).flatMap(([place, layer]) => partsOf(layer, `layers/${place}`, prefix + layer.name, seen));
}

function partsOf(layer: Layer, path: string, names: string, seen: Set<Layer>): readonly ModelPart[] {
  if (seen.has(layer)) return [];
  seen.add(layer);
  const inner = new Set(layer.layers.flatMap(({ weights }) => weights));
  const own = { layer, path, names, weights: layer.weights.filter((weight) => !inner.has(weight)) };
  const prefix = layer.className === 'Functional' ? '' : `${names}/`;
  const below = childrenOf(layer).flatMap(([name, child]) => partsOf(child, `${path}/${name}`, prefix + child.name, seen));
  return [own, ...below];
}

/** Models hold their layers in a list; other layers hold theirs in fields, one by one or in lists. */
function childrenOf(layer: Layer): readonly (readonly [string, Layer])[] {
  if (['Sequential', 'Functional'].includes(layer.className)) return listed('layers', layer.layers);
  return Object.entries(layer).flatMap(([field, value]): (readonly [string, Layer])[] => {
    if (value instanceof Layer) return [[snakeCase(field), value]];
    return Array.isArray(value)
      ? listed(
          snakeCase(field),
          value.filter((item) => item instanceof Layer),
        )
      : [];
  });
}

function listed(field: string, layers: readonly Layer[]): (readonly [string, Layer])[] {
  return numbered(layers).map(([name, layer]) => [`${field}/${name}`, layer]);
}

/** Layers with their classes' snake_case names: `dense`, `dense_1`, … */
function numbered(layers: readonly Layer[]): readonly (readonly [string, Layer])[] {
  const counts = new Map<string, number>();
  return layers.map((layer) => [countedName(snakeCase(layer.className), counts), layer]);
}
