/** Runs a layer of vision.json on the GPU and compares it with what real Keras wrote down. */
import { expect } from 'vitest';
import { assign, copy, placeholder, Trace } from '../../src/runtime/graph/leaf.ts';
import { plan } from '../../src/runtime/graph/plan.ts';
import type { Profile } from '../../src/runtime/graph/profile.ts';
import type { Tensor } from '../../src/runtime/graph/tensor.ts';
import { multiply } from '../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../src/runtime/ops/gradients.ts';
import { sum } from '../../src/runtime/ops/reduce.ts';
import { stored } from '../../src/runtime/ops/stored.ts';
import { withContext } from '../../src/train/layers/context.ts';
import * as layers from '../../src/train/layers/index.ts';
import type { Layer } from '../../src/train/layers/layer.ts';
import { testContext } from './checkLayer.ts';
import { close } from './checkOp.ts';
import { makePart } from './goldenParts.ts';
import { inputOf, slopesOf, type VisionCase, weightsOf } from './goldenVision.ts';
import { evaluate, type Values } from './gpu.ts';

/** Both are f32 sums of a few hundred products at most, added in other orders. */
const VALUES = [1e-5, 1e-6] as const;
const SLOPES = [1e-4, 1e-5] as const;

/** The layer of a case, built. */
export function builtLayer({ layer: part, shape }: VisionCase): Layer {
  const layer = makePart<Layer>(layers, part);
  layer.ensureBuilt([null, ...shape.slice(1)]);
  return layer;
}

/** Runs a case in one kernel profile. */
export async function checkRun(entry: VisionCase, layer: Layer, profile: Profile, about = profile.name as string): Promise<void> {
  const [y, ...rest] = await evaluate((...tensors) => trace(layer, entry.training, tensors), inputsOf(entry), profile);
  close(y!, entry.output.data, VALUES, `${about}: output`);
  const [slopes, after] = [Object.entries(entry.gradients), Object.entries(entry.weights_after ?? {})];
  expect(rest.length, 'gradients and assigned weights').toBe(slopes.length + after.length);
  for (const [i, [name, values]] of slopes.entries()) close(rest[i]!, values, SLOPES, `${about}: gradient of ${name}`);
  for (const [i, [name, values]] of after.entries()) close(rest[slopes.length + i]!, values, VALUES, `${about}: ${name} after`);
}

/** The WGSL that a case runs in one kernel profile, all dispatches joined. */
export function codeOf(entry: VisionCase, layer: Layer, profile: Profile): string {
  const tensors = inputsOf(entry).map(({ shape }, i) => placeholder(`p${i}`, shape));
  const { dispatches } = plan({ outputs: trace(layer, entry.training, tensors), profile, placeOf: () => 0 });
  return dispatches.map(({ code }) => code).join();
}

function inputsOf(entry: VisionCase): Values[] {
  return [inputOf(entry), slopesOf(entry), ...weightsOf(entry)];
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
