/** Convolutions whose channels are filled up to whole vectors: the same numbers as without, and no copies between two of them. */
import { describe, expect, it } from 'vitest';
import { OPEN } from '../../../src/runtime/graph/choices.ts';
import { placeholder, toTensor } from '../../../src/runtime/graph/leaf.ts';
import { lower, topological } from '../../../src/runtime/graph/lower.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { type Shape, sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { averagePool, upSample } from '../../../src/runtime/ops/averagePool.ts';
import { convolution, convolutionTranspose } from '../../../src/runtime/ops/convolution.ts';
import { add, elu, multiply, relu, sigmoid } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { maxPool } from '../../../src/runtime/ops/maxPool.ts';
import { batchNormalize } from '../../../src/runtime/ops/normalize.ts';
import { dropout } from '../../../src/runtime/ops/random.ts';
import { pad, slice } from '../../../src/runtime/ops/rearrange.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { evaluate, PROFILES, TILED } from '../../support/gpu.ts';

const FILLING: Readonly<Record<string, Profile>> = { software: PROFILES.software, gpu: TILED };

const SAME = { strides: [1, 1], padding: [[1, 1] as const, [1, 1] as const], dilation: [1, 1], groups: 1 };
const HALVED = { ...SAME, strides: [2, 2] };
const STATE = { seed: toTensor(7, 'u32'), step: toTensor(3, 'u32'), stream: 1 };

function isFilling(profile: Profile, doesFill: boolean): Profile {
  return doesFill ? profile : { ...profile, fewProducts: Number.POSITIVE_INFINITY };
}

/** What lies between two convolutions with 6 and 7 channels, of y [2, 6, 6, 6], one weight for each channel. */
const BETWEEN: Readonly<Record<string, (y: Tensor, weight: Tensor) => Tensor>> = {
  'bias and activation': (y, weight) => relu(add(y, weight)),
  'two branches': (y, weight) => add(elu(y), multiply(y, weight)),
  'batch normalization': (y, weight) => batchNormalize(y, { gamma: weight, beta: 0.5, epsilon: 1e-3 }).y,
  'max pooling': (y) => maxPool(y, { window: [2, 2] }),
  'overlapping max pooling': (y) => maxPool(y, { window: [3, 3], strides: [2, 2] }),
  'average pooling and its mirror image': (y) => upSample(averagePool(y, { window: [2, 2] }), [2, 2]),
  dropout: (y) => dropout(y, 0.5, STATE),
  'a function that makes numbers of zeros': (y) => multiply(y, sigmoid(y)),
  'padding and cropping': (y) =>
    slice(
      pad(y, [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ]),
      [0, 2, 0, 0],
      [2, 6, 7, 6],
    ),
  'padding with other numbers': (y) =>
    pad(
      y,
      [
        [0, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      0.5,
    ),
  'other channels': (y) =>
    pad(slice(y, [0, 0, 0, 1], [2, 6, 6, 5]), [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 1],
    ]),
  'rows in another order': (y) => reshape(reshape(y, [2, 36, 6]), [2, 4, 9, 6]),
  'rows of another length': (y) => reshape(reshape(y, [2, 216]), [2, 6, 6, 6]),
};

const SHAPES: readonly Shape[] = [[2, 6, 6, 3], [3, 3, 3, 6], [6], [3, 3, 6, 7]];

function numbers(shape: Shape, seed: number): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 1.7 + seed) * 0.5);
}

/** The output of two convolutions, and the gradients of all that they are made of. */
function network(between: (y: Tensor, weight: Tensor) => Tensor): (...inputs: Tensor[]) => readonly Tensor[] {
  return (x, first, weight, second) => {
    const y = between(convolution(x as Tensor, first as Tensor, SAME), weight as Tensor);
    const z = convolution(y, second as Tensor, SAME);
    const all = [x, first, weight, second] as readonly Tensor[];
    return [z, ...gradients(sum(multiply(z, z)), all).map((slope, i) => slope ?? (all[i] as Tensor))];
  };
}

async function results(build: (...inputs: Tensor[]) => readonly Tensor[], shapes: readonly Shape[], profile: Profile) {
  return evaluate(
    build,
    shapes.map((shape, i) => ({ shape, data: numbers(shape, i) })),
    profile,
  );
}

function expectClose(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expected.forEach((values, i) => {
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeGreaterThan(0);
    const error = Math.max(...values.map((value, at) => Math.abs(value - (actual[i]?.[at] ?? Number.NaN))));
    expect(error, `output ${i}`).toBeLessThanOrEqual(2e-5 * largest);
  });
}

function labels(build: (...inputs: Tensor[]) => readonly Tensor[], shapes: readonly Shape[], profile: Profile): string {
  const inputs = shapes.map((shape, i) => placeholder(`${i}`, shape));
  return plan({ outputs: build(...inputs), profile, placeOf: () => 0 }).toString();
}

describe.each(Object.entries(FILLING))('convolutions with filled-up channels (%s)', (_, profile) => {
  it.each(Object.entries(BETWEEN))('give the same with %s between them', async (__, between) => {
    const build = network(between);
    const expected = await results(build, SHAPES, isFilling(profile, false));
    expect(labels(build, SHAPES, isFilling(profile, false))).not.toContain('cropOrPad');
    expect(labels(build, SHAPES, profile)).toContain('cropOrPad');
    expectClose(await results(build, SHAPES, profile), expected);
  });

  it.each([
    ['with strides', HALVED],
    ['in a wide window', { ...SAME, dilation: [2, 2] }],
  ])('give the same %s, and transposed', async (__, options) => {
    const build = (x: Tensor, kernel: Tensor): readonly Tensor[] => {
      const y = relu(convolution(x, kernel, options));
      const back = convolutionTranspose(y, kernel, x.shape.slice(1, -1), options);
      return [back, ...(gradients(sum(multiply(back, back)), [x, kernel]) as readonly Tensor[])];
    };
    const shapes = [
      [2, 6, 7, 6],
      [3, 3, 6, 7],
    ];
    const typed = build as (...inputs: Tensor[]) => readonly Tensor[];
    expectClose(await results(typed, shapes, profile), await results(typed, shapes, isFilling(profile, false)));
  });

  it.each([
    [10, 'dropout [2,6,6,12]'],
    [11, 'dropout [2,6,6,12]'],
  ])('drops the same of %i channels as without', async (count, label) => {
    const build = (x: Tensor, kernel: Tensor) => [dropout(convolution(x, kernel, SAME), 0.5, STATE)];
    const shapes = [
      [2, 6, 6, 3],
      [3, 3, 3, count],
    ];
    const typed = build as (...inputs: Tensor[]) => readonly Tensor[];
    const [filled, plain] = [await results(typed, shapes, profile), await results(typed, shapes, isFilling(profile, false))];
    const kept = ([values]: readonly Float32Array[]) => [...(values as Float32Array)].map((value) => value !== 0);
    expect(labels(typed, shapes, profile)).toContain(label);
    expect(kept(filled)).toEqual(kept(plain));
  });

  it('loads a weight for each channel where it is used, and stores none for each element', () => {
    const build = (x: Tensor, kernel: Tensor, weight: Tensor) => {
      const y = maxPool(multiply(convolution(x, kernel, SAME), weight), { window: [2, 2] });
      return gradients(sum(multiply(y, y)), [kernel]) as readonly Tensor[];
    };
    const shapes = [[2, 6, 6, 3], [3, 3, 3, 6], [6]];
    const text = labels(build as (...inputs: Tensor[]) => readonly Tensor[], shapes, profile);
    expect(text).toContain('convolution+cropOrPad+multiply [2,6,6,8]');
    expect(text).toContain('maxPoolGradient+cropOrPad+multiply [2,6,6,8]');
  });

  it('copies nothing between two of them', () => {
    const build = network((y, weight) => maxPool(dropout(relu(add(y, weight)), 0.5, STATE), { window: [2, 2] }));
    const copies = labels(build, SHAPES, profile)
      .split('\n')
      .flatMap((line) => [...line.matchAll(/(?:^\d+|&) cropOrPad (\[[\d,]+\])/g)])
      .map(([, shape]) => shape);
    // Both kernels before, the output and the gradients of weight and kernels after.
    expect(copies.sort()).toEqual(['[2,3,3,7]', '[3,3,3,6]', '[3,3,3,8]', '[3,3,6,7]', '[3,3,8,8]', '[6]'].sort());
  });
});

describe('the choice to fill channels up', () => {
  const opsOf = (x: Shape, kernel: Shape, profile: Profile, options = SAME) =>
    labels((a, b) => [convolution(a as Tensor, b as Tensor, options)], [x, kernel], profile);

  it('leaves fewer than six channels, groups and whole vectors as they are', () => {
    const { software } = PROFILES;
    expect(opsOf([2, 8, 8, 5], [3, 3, 5, 5], software)).not.toContain('cropOrPad');
    expect(opsOf([2, 8, 8, 12], [3, 3, 6, 14], software, { ...SAME, groups: 2 })).not.toContain('cropOrPad');
    expect(opsOf([2, 8, 8, 12], [3, 3, 12, 16], software)).not.toContain('cropOrPad');
    expect(opsOf([2, 8, 8, 6], [3, 3, 6, 16], software)).toContain('cropOrPad [2,8,8,8]');
    expect(opsOf([2, 8, 8, 5], [3, 3, 5, 14], software)).toContain('cropOrPad [3,3,5,16]');
  });

  it('leaves small products on a GPU as they are', () => {
    expect(opsOf([32, 28, 28, 6], [5, 5, 6, 6], PROFILES.gpu)).not.toContain('cropOrPad');
    expect(opsOf([32, 28, 28, 30], [3, 3, 30, 62], PROFILES.gpu)).toContain('cropOrPad');
  });

  it('leaves large images with little to multiply on a GPU as they are', () => {
    const { gpu, software } = PROFILES;
    expect(opsOf([64, 64, 64, 3], [3, 3, 3, 6], gpu)).not.toContain('cropOrPad');
    expect(opsOf([64, 64, 64, 3], [3, 3, 3, 6], software)).toContain('cropOrPad');
    expect(opsOf([64, 64, 64, 12], [3, 3, 12, 6], gpu)).toContain('cropOrPad');
  });

  it('gives the tuner the larger product', () => {
    const product = convolution(placeholder('x', [2, 16, 16, 30]), placeholder('k', [3, 3, 30, 62]), SAME);
    const asked = topological([lower([product], { ...TILED, choices: OPEN })(product)]).filter(({ op }) => op.variants);
    expect(asked.map(({ inputs }) => inputs.map(({ shape }) => shape))).toEqual([
      [
        [2, 16, 16, 32],
        [3, 3, 32, 64],
      ],
    ]);
  });
});
