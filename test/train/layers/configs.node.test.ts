import { beforeEach, describe, expect, it } from 'vitest';
import * as constraints from '../../../src/train/constraints/index.ts';
import * as initializers from '../../../src/train/initializers/index.ts';
import * as layers from '../../../src/train/layers/index.ts';
import { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import * as regularizers from '../../../src/train/regularizers/index.ts';
import { serializeObject } from '../../../src/train/serialization.ts';
import golden from '../../golden/names.json';
import vision from '../../golden/vision.json';
import { camelKeys, rounded } from '../../support/golden.ts';

const table: Readonly<Record<string, unknown>> = { ...initializers, ...regularizers, ...constraints, ...layers };

/** Newer than the oldest Keras that should read our files: left out, since the default is what they are when absent. */
const LEFT_OUT = [
  ...['quantization_config', 'input_axes', 'output_axes', 'ragged', 'optional'],
  ...['renorm', 'renorm_clipping', 'renorm_momentum'],
];

function withoutNewKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNewKeys);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !LEFT_OUT.includes(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNewKeys(item)]));
}

/** What a loader does: parts inside a configuration are made first. Both ways of writing a part are known. */
function make(name: string, config: object): object {
  const options = camelKeys(config);
  for (const [key, value] of Object.entries(options)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const { class: made, class_name = made, config: inner = {} } = value as { class?: string; class_name?: string; config?: object };
    options[key] = class_name === 'DTypePolicy' ? value : make(String(class_name), inner);
  }
  const Class = table[name] as (new (options: object) => object) | undefined;
  if (!Class) throw new Error(`Cannot make ${name}: the library has no such class`);
  return new Class(options);
}

describe('layers', () => {
  beforeEach(clearSession);

  for (const { made_with, get_config, serialized } of [...golden.layer_configs, ...vision.configs]) {
    it(`${made_with.class}(${JSON.stringify(made_with.config)}) has Keras's config and can be made from it`, () => {
      const layer = make(made_with.class, made_with.config) as Layer;
      expect(rounded(layer.getConfig())).toEqual(rounded(withoutNewKeys(get_config)));
      const { config, ...identity } = serializeObject(layer);
      expect(identity).toEqual(serialized);
      expect(rounded((make(made_with.class, get_config) as Layer).getConfig())).toEqual(rounded(layer.getConfig()));
    });
  }

  it('get their names in the order they are made, as in Keras', () => {
    const options: Record<string, object> = {
      Dense: { units: 1 },
      Dropout: { rate: 0.5 },
      Activation: { activation: 'relu' },
      Rescaling: { scale: 1 },
      Reshape: { targetShape: [1] },
      Conv2D: { filters: 1, kernelSize: 3 },
    };
    for (const { class_name, name } of golden.auto_names) {
      if (class_name in table) expect((make(class_name, options[class_name] ?? {}) as Layer).name).toBe(name);
    }
  });

  it('of vision get theirs likewise', () => {
    const options = new Map(vision.configs.toReversed().map(({ made_with }) => [made_with.class, made_with.config]));
    for (const { class_name, name } of vision.auto_names) {
      expect((make(class_name, options.get(class_name) ?? {}) as Layer).name).toBe(name);
    }
  });

  it('of users are written under their own names, whatever they extend', () => {
    class Linear extends Layer {}
    class Wide extends layers.Dense {}
    class Sevens extends initializers.Initializer {
      readonly className = 'Sevens';
      values = () => new Float32Array(1).fill(7);
      getConfig = () => ({});
    }
    expect(serializeObject(new Linear())).toMatchObject({ module: null, class_name: 'Linear', registered_name: 'Linear' });
    expect(serializeObject(new Wide({ units: 3 }))).toMatchObject({ module: null, class_name: 'Wide', registered_name: 'Wide' });
    expect(serializeObject(new Sevens())).toEqual({ module: null, class_name: 'Sevens', config: {}, registered_name: 'Sevens' });
  });
});
