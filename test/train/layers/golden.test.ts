import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { makePart } from '../../support/goldenParts.ts';
import { vision } from '../../support/goldenVision.ts';
import { PROFILES } from '../../support/gpu.ts';
import { builtLayer, checkRun } from '../../support/visionRun.ts';

describe('layers of vision as real Keras computes them', () => {
  beforeEach(clearSession);

  for (const entry of vision.cases) {
    it(entry.name, async () => {
      const layer = builtLayer(entry);
      expect(layer.computeOutputShape([null, ...entry.shape.slice(1)])).toEqual(entry.output_shape);
      const shapes = layer.weights.map(({ name, shape, trainable }) => ({ name, shape, trainable: trainable && layer.trainable }));
      expect(shapes).toEqual(entry.weights);
      await Promise.all(Object.values(PROFILES).map((profile) => checkRun(entry, layer, profile)));
    });
  }

  it('where axes of the input are open, so are those of the output', () => {
    const open = vision.cases.filter(({ open_output_shape }) => open_output_shape !== null);
    expect(open.length).toBeGreaterThan(150);
    for (const { name, layer, shape, open_output_shape } of open) {
      const given = shape.map((size, axis) => (axis === shape.length - 1 ? size : null));
      expect(makePart<Layer>(layers, layer).computeOutputShape(given), name).toEqual(open_output_shape);
    }
  });
});
