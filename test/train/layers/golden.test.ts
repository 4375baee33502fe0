import { beforeEach, describe, expect, it } from 'vitest';
import { assign, copy, placeholder, Trace } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { stored } from '../../../src/runtime/ops/stored.ts';
import { withContext } from '../../../src/train/layers/context.ts';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { testContext } from '../../support/checkLayer.ts';
import { close } from '../../support/checkOp.ts';
import { makePart } from '../../support/goldenParts.ts';
import { inputOf, slopesOf, type VisionCase, vision, weightsOf } from '../../support/goldenVision.ts';
import { evaluate, PROFILES, TILED } from '../../support/gpu.ts';

/** Both are f32 sums of a few hundred products at most, added in other orders. */
const VALUES = [1e-5, 1e-6] as const;
const SLOPES = [1e-4, 1e-5] as const;

/**
 * Further ways to run products; of tiny ones the profile of a GPU has tiles of few results. Big tiles, parts of sums and matrix units suit larger
 * products alone, which the oracles of `test/runtime/ops` check.
 */
const WAYS = {
  'tiles in workgroup memory': TILED,
  'minimal filtering in workgroup memory': { ...TILED, choices: { get: () => 'winograd' } },
  'minimal filtering without': { ...PROFILES.software, choices: { get: () => 'winograd' } },
} as const satisfies Readonly<Record<string, Profile>>;

const convolutions = vision.cases.filter(({ layer }) => layer.class.includes('Conv'));

function builtLayer({ layer: part, shape }: VisionCase): Layer {
  const layer = makePart<Layer>(layers, part);
  layer.ensureBuilt([null, ...shape.slice(1)]);
  return layer;
}

/** What the layer makes of x and its weights: output, gradients of the input and the trainable weights, values of the weights that it assigned. */
function trace(layer: Layer, training: boolean, [x, slopes, ...weights]: readonly Tensor[]): Tensor[] {
  const step = new Trace();
  return step.run(() => {
    layer.weights.forEach((weight, i) => {
      assign(weight, weights[i] as Tensor);
    });
    const y = withContext(testContext(training), () => layer.run(x as Tensor)) as Tensor;
    const wanted = weights.filter((_, i) => layer.trainableWeights.includes(layer.weights[i] as never));
    const dys = gradients(sum(multiply(y, slopes as Tensor)), [x as Tensor, ...wanted]);
    const after = layer.weights.map((weight) => step.read(weight)).filter((value, i) => value !== weights[i]);
    return [y, ...dys.map((dy) => stored(dy as Tensor)), ...after].map(copy);
  });
}

/** Runs a case in one kernel profile. */
async function checkRun(entry: VisionCase, layer: Layer, profile: Profile): Promise<void> {
  const inputs = [inputOf(entry), slopesOf(entry), ...weightsOf(entry)];
  const [y, ...rest] = await evaluate((...tensors) => trace(layer, entry.training, tensors), inputs, profile);
  close(y!, entry.output.data, VALUES, `${profile.name}: output`);
  const [slopes, after] = [Object.entries(entry.gradients), Object.entries(entry.weights_after ?? {})];
  expect(rest.length, 'gradients and assigned weights').toBe(slopes.length + after.length);
  for (const [i, [name, values]] of slopes.entries()) close(rest[i]!, values, SLOPES, `${profile.name}: gradient of ${name}`);
  for (const [i, [name, values]] of after.entries()) close(rest[slopes.length + i]!, values, VALUES, `${profile.name}: ${name} after`);
}

/** The WGSL of a case. */
function codeOf(entry: VisionCase, profile: Profile): string {
  const layer = builtLayer(entry);
  const shapes = [entry.shape, entry.output.shape, ...layer.weights.map(({ shape }) => shape)];
  const outputs = trace(
    layer,
    entry.training,
    shapes.map((shape, i) => placeholder(`p${i}`, shape)),
  );
  return plan({ outputs, profile, placeOf: () => 0 })
    .dispatches.map(({ code }) => code)
    .join();
}

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

  it.each(convolutions.map((entry) => [entry.name, entry] as const))('%s, in other ways', async (_, entry) => {
    const layer = builtLayer(entry);
    for (const profile of Object.values(WAYS)) await checkRun(entry, layer, profile);
  });

  it.each([
    ['tiles in workgroup memory', PROFILES.gpu, 40],
    ['minimal filtering in workgroup memory', TILED, 10],
    ['minimal filtering without', PROFILES.software, 10],
  ] as const)('%s are other programs', (way, usual, least) => {
    const others = convolutions.filter((entry) => codeOf(entry, WAYS[way]) !== codeOf(entry, usual));
    expect(others.length).toBeGreaterThanOrEqual(least);
  });

  it('where axes of the input are open, so are those of the output', () => {
    const open = vision.cases.filter(({ open_output_shape }) => open_output_shape !== null);
    expect(open.length).toBeGreaterThan(150);
    for (const { name, layer, shape, open_output_shape } of open) {
      const given = shape.map((size, axis) => (axis === shape.length - 1 ? size : null));
      expect(makePart<Layer>(layers, layer).computeOutputShape(given), name).toEqual(open_output_shape);
    }
  });
});
