/** Convolutions, pooling and normalization of `ops` as real Keras computes them in its layers, and against f64 oracles. */
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/runtime/graph/tensor.ts';
import { gradients } from '../../src/runtime/ops/gradients.ts';
import { stored } from '../../src/runtime/ops/stored.ts';
import { paddings, transposedPaddings, transposedSizes } from '../../src/train/layers/windows.ts';
import * as ops from '../../src/train/ops.ts';
import { checkOp, close } from '../support/checkOp.ts';
import { convolve, spread } from '../support/convolve.ts';
import { optionsOf } from '../support/goldenParts.ts';
import { inputOf, slopesOf, type VisionCase, vision, weightsOf } from '../support/goldenVision.ts';
import { evaluate } from '../support/gpu.ts';
import { normalizing } from '../support/normalization.ts';
import { covered } from '../support/windows.ts';

type Options = ReturnType<typeof optionsOf>;
type Call = (x: Tensor, weights: Readonly<Record<string, Tensor>>, options: Options) => Tensor;

const moving = ({ strides, padding, dilationRate }: Options) => ({ strides, padding, dilationRate });
const pooling = ({ strides, padding }: Options) => ({ strides, padding });

/** What each layer does without its bias and activation. */
const CALLS: readonly (readonly [RegExp, Call])[] = [
  [/^Conv\dD$/, (x, { kernel }, options) => ops.conv(x, kernel!, moving(options))],
  [/^DepthwiseConv/, (x, { kernel }, options) => ops.depthwiseConv(x, kernel!, moving(options))],
  [
    /^SeparableConv/,
    (x, { depthwise_kernel: depthwise, pointwise_kernel: pointwise }, options) =>
      ops.separableConv(x, depthwise!, pointwise!, moving(options)),
  ],
  [/Transpose$/, (x, { kernel }, options) => ops.convTranspose(x, kernel!, { ...moving(options), outputPadding: options.outputPadding })],
  [/^MaxPooling/, (x, _, options) => ops.maxPool(x, options.poolSize!, pooling(options))],
  [/^AveragePooling/, (x, _, options) => ops.averagePool(x, options.poolSize!, pooling(options))],
  [
    /^BatchNormalization$/,
    (x, { moving_mean: mean, moving_variance: variance, gamma: scale, beta: offset }, { axis, epsilon }) =>
      ops.batchNormalization(x, mean!, variance!, { axis, epsilon, scale, offset }),
  ],
  [/^LayerNormalization$/, (x, { gamma, beta }, { axis, epsilon = 1e-3 }) => ops.layerNormalization(x, { axis, epsilon, gamma, beta })],
  [/^RMSNormalization$/, (x, { scale }, { axis, epsilon = 1e-6 }) => ops.rmsNormalization(x, { axis, epsilon, scale })],
];

const callOf = ({ layer }: VisionCase) => CALLS.find(([pattern]) => pattern.test(layer.class))?.[1];
const cases = vision.cases.filter((entry) => {
  const { activation, padding } = entry.layer.config;
  return callOf(entry) && !activation && padding !== 'causal' && !entry.training;
});

/** What the op makes of x and the weights of a case: output and gradients of the input and of all trainable weights. */
function trace(entry: VisionCase, [x, slopes, ...list]: readonly Tensor[]): Tensor[] {
  const weights = Object.fromEntries(entry.weights.map(({ name }, i) => [name, list[i] as Tensor]));
  const result = callOf(entry)!(x as Tensor, weights, optionsOf(entry.layer));
  const y = weights.bias ? ops.add(result, weights.bias) : result;
  const wanted = list.filter((_, i) => entry.weights[i]!.trainable);
  return [y, ...gradients(ops.sum(ops.multiply(y, slopes as Tensor)), [x as Tensor, ...wanted]).map((dy) => stored(dy as Tensor))];
}

describe('ops of vision as real Keras computes them', () => {
  it('are all there', () => {
    for (const [pattern] of CALLS) expect(cases.filter(({ layer }) => pattern.test(layer.class)).length, `${pattern}`).toBeGreaterThan(2);
  });

  it.each(cases.map((entry) => [entry.name, entry] as const))('%s', async (_, entry) => {
    const inputs = [inputOf(entry), slopesOf(entry), ...weightsOf(entry)];
    const [y, ...slopes] = await evaluate((...tensors) => trace(entry, tensors), inputs);
    // Both are f32 sums of a few hundred products at most, added in other orders.
    close(y!, entry.output.data, [1e-5, 1e-6], 'output');
    const expected = Object.entries(entry.gradients);
    expect(slopes.length).toBe(expected.length);
    for (const [i, [name, values]] of expected.entries()) close(slopes[i]!, values, [1e-4, 1e-5], `gradient of ${name}`);
  });
});

/** Sums cancel where the result is near 0; their error is that of the summands, so it is measured against the largest element. */
const summed = { normwise: true, forward: [1e-5, 1e-6], backward: [1e-4, 1e-5] } as const;

describe('ops of vision', () => {
  const [x, window] = [
    [2, 5, 6, 4],
    [3, 2],
  ];
  const windows = { size: window, strides: [2, 1], padding: 'same', dilation: [1, 1] } as const;
  const placed = { x, strides: windows.strides, padding: paddings([5, 6], windows), dilation: windows.dilation };
  const options = { strides: [2, 1], padding: 'same' } as const;

  it('convolve groups of channels', () =>
    checkOp((a, kernel) => ops.conv(a, kernel, options), {
      oracle: (a, kernel) => convolve(a!, kernel!, { ...placed, kernel: [...window, 2, 6], groups: 2 }),
      shapes: [x, [...window, 2, 6]],
      ...summed,
    }));

  it('convolve with strides beyond the input, and with strides and dilation at once', async () => {
    const shapes = { x, kernel: [2, 2, 4, 3], padding: [[0, 0] as const, [0, 0] as const], groups: 1 };
    for (const [strides, dilation, same] of [
      [2 ** 30, 1, [4, 5]],
      [3, 2, [3, 3]],
    ] as const) {
      await checkOp((a, kernel) => ops.conv(a, kernel, { strides, dilationRate: dilation }), {
        oracle: (a, kernel) => convolve(a!, kernel!, { ...shapes, strides: same, dilation: [dilation, dilation] }),
        shapes: [x, shapes.kernel],
        ...summed,
      });
    }
  });

  it('convolve each channel, then mix them', () => {
    const depthwise = { ...placed, kernel: [...window, 1, 8], groups: 4 };
    const positions = [2, 3, 6, 8];
    const pointwise = {
      x: positions,
      kernel: [1, 1, 8, 3],
      strides: [1, 1],
      padding: [[0, 0] as const, [0, 0] as const],
      dilation: [1, 1],
      groups: 1,
    };
    return checkOp((a, kernel, mixture) => ops.separableConv(a, kernel, mixture, options), {
      oracle: (a, kernel, mixture) => convolve(convolve(a!, kernel!, depthwise), mixture!, pointwise),
      shapes: [x, [...window, 4, 2], [1, 1, 8, 3]],
      ...summed,
    });
  });

  it('transpose convolutions', () => {
    const counts = [3, 2];
    const spatial = transposedSizes(counts, windows, [1, 0]).map(Number);
    const padding = transposedPaddings(counts, windows, [1, 0]);
    const shapes = { x: [1, ...spatial, 5], kernel: [...window, 5, 3], strides: windows.strides, padding, dilation: [1, 1], groups: 1 };
    return checkOp((a, kernel) => ops.convTranspose(a, kernel, { ...options, outputPadding: [1, 0] }), {
      oracle: (a, kernel) => spread(a!, kernel!, shapes),
      shapes: [[1, ...counts, 3], shapes.kernel],
      ...summed,
    });
  });

  it('pool windows', async () => {
    const lists = covered(x, { window, strides: [2, 1], padding: placed.padding });
    const oracle = (of: (values: readonly number[]) => number) => (a: Float64Array) => lists.map((list) => of(list.map((i) => a[i]!)));
    // All different, and further apart than the step of the central differences.
    const value = (i: number) => ((i * 7919) % 1009) / 200 - 6;
    const largest = oracle((values) => Math.max(...values));
    const mean = oracle((values) => values.reduce((a, b) => a + b) / values.length);
    await checkOp((a) => ops.maxPool(a, window, options), { oracle: largest, shapes: [x], value });
    await checkOp((a) => ops.averagePool(a, window, options), { oracle: mean, shapes: [x], value });
  });

  it("normalize rows by themselves, with Keras's epsilon", async () => {
    const sets = { setOf: (i: number) => Math.floor(i / 5), weightOf: (i: number) => i % 5, epsilon: 1e-7 };
    const value = (i: number, j: number) => 2 * Math.sin(1.7 * i + 0.3 * i * i + 2.1 * j);
    const shapes = [[3, 5], [5], [5]];
    const layer = (a: Tensor, gamma: Tensor, beta: Tensor) => ops.layerNormalization(a, { gamma, beta });
    await checkOp(layer as never, { oracle: normalizing(sets) as never, shapes, value, ...summed });
    const rms = normalizing({ ...sets, centered: false });
    await checkOp((a, scale) => ops.rmsNormalization(a!, { scale: scale! }), {
      oracle: (a, scale) => rms(a!, scale),
      shapes: shapes.slice(0, 2),
      value,
      ...summed,
    });
  });

  it('multiply what is normalized along another axis by a scale that is broadcast', () => {
    const sets = { setOf: (i: number) => 4 * Math.floor(i / 12) + (i % 4), weightOf: (i: number) => Math.floor(i / 4) % 3 };
    const rms = normalizing({ ...sets, epsilon: 0.01, centered: false });
    return checkOp((a, scale) => ops.rmsNormalization(a!, { axis: 1, scale: scale!, epsilon: 0.01 }), {
      oracle: (a, scale) => rms(a!, scale),
      shapes: [
        [2, 3, 4],
        [3, 1],
      ],
      ...summed,
    });
  });

  it('normalize columns by what they are given', () => {
    const at = (i: number) => Math.floor(i / 2) % 3;
    return checkOp((a, mean, variance, scale, offset) => ops.batchNormalization(a!, mean!, variance!, { axis: 1, scale, offset }), {
      oracle: (a, mean, variance, scale, offset) =>
        a!.map((value, i) => ((value - mean![at(i)]!) / Math.sqrt(variance![at(i)]! + 1e-3)) * scale![at(i)]! + offset![at(i)]!),
      shapes: [[4, 3, 2], [3], [3], [3], [3]],
      value: (i, j) => (j === 2 ? 0.5 + i : 2 * Math.sin(1.7 * i + 0.3 + 2.1 * j)),
      ...summed,
    });
  });
});
