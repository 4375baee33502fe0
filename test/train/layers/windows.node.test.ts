import { describe, expect, it } from 'vitest';
import {
  checkChannelsLast,
  checkReach,
  type Padding,
  paddingNamed,
  paddings,
  perAxis,
  positions,
  shortStrides,
  transposedPaddings,
  transposedSizes,
  type Windows,
} from '../../../src/train/layers/windows.ts';
import { close } from '../../support/checkOp.ts';
import { optionsOf } from '../../support/goldenParts.ts';
import { inputOf, type VisionCase, vision, weightsOf } from '../../support/goldenVision.ts';
import { places } from '../../support/windows.ts';

const casesOf = (pattern: RegExp) =>
  vision.cases.filter(({ layer }) => pattern.test(layer.class)).map((entry) => [entry.name, entry] as const);
const rankOf = ({ shape }: VisionCase) => shape.length - 2;

/** The windows of a case: of a convolution, or of pooling, which moves by its size unless told otherwise. */
function windowsOf(entry: VisionCase): Windows & { readonly dilation: readonly number[] } {
  const { kernelSize, poolSize, strides = poolSize ?? 1, padding = 'valid', dilationRate = 1 } = optionsOf(entry.layer);
  const list = (value: unknown) => perAxis(entry.name, 'an option', value, rankOf(entry));
  return { size: list(kernelSize ?? poolSize), strides: list(strides), padding, dilation: list(dilationRate) };
}

function outputPaddingOf(entry: VisionCase): readonly number[] | undefined {
  const { outputPadding } = optionsOf(entry.layer);
  return outputPadding === undefined ? undefined : perAxis(entry.name, 'outputPadding', outputPadding, rankOf(entry), 0);
}

/** For each position of a window and each place in it, the element of the padded axis under it: `visit(position, place, element)`. */
function walk(
  size: number,
  { size: [length = 1], strides: [stride = 1], dilation: [apart = 1] }: ReturnType<typeof windowsOf>,
  before: number,
) {
  return function* (count: number): Generator<readonly [position: number, place: number, element: number]> {
    for (let position = 0; position < count; position++) {
      for (let place = 0; place < length; place++) {
        const element = position * stride + place * apart - before;
        if (element >= 0 && element < size) yield [position, place, element];
      }
    }
  };
}

function activated(values: Float64Array, entry: VisionCase): Float64Array {
  return entry.layer.config.activation === 'tanh' ? values.map(Math.tanh) : values;
}

describe('positions() and paddings()', () => {
  it.each(casesOf(/^(Conv\dD|DepthwiseConv\dD|SeparableConv\dD|(Max|Average)Pooling\dD)$/))('%s: as many as in Keras', (_, entry) => {
    const windows = windowsOf(entry);
    const spatial = entry.shape.slice(1, -1);
    const counts = positions(spatial, windows);
    expect(counts).toEqual(entry.output_shape.slice(1, -1));
    for (const [axis, [before, after]] of paddings(spatial, windows).entries()) {
      const reach = (windows.size[axis]! - 1) * windows.dilation[axis]! + 1;
      const padded = before + spatial[axis]! + after;
      expect(Math.floor((padded - reach) / windows.strides[axis]!) + 1).toBe(counts[axis]);
    }
  });

  const lines = casesOf(/^Conv1D$/).filter(([, { layer }]) => layer.config.groups === undefined);
  it.each(lines)('%s: lie where Keras lays them', (_, entry) => {
    const [[batch = 1, steps = 1, channels = 1], [, count = 1, filters = 1]] = [entry.shape, entry.output.shape];
    const [x, [kernel, bias]] = [inputOf(entry).data, weightsOf(entry)];
    const windows = windowsOf(entry);
    const visits = walk(steps, windows, paddings([steps], windows)[0]![0]);
    const y = Float64Array.from(entry.output.data, (_, i) => bias?.data[i % filters] ?? 0);
    for (let row = 0; row < batch; row++) {
      for (const [position, place, element] of visits(count)) {
        for (let c = 0; c < channels; c++) {
          const value = x[(row * steps + element) * channels + c]!;
          for (let f = 0; f < filters; f++)
            y[(row * count + position) * filters + f]! += value * kernel!.data[(place * channels + c) * filters + f]!;
        }
      }
    }
    close(activated(y, entry), entry.output.data, [1e-6, 1e-6], 'output');
  });

  it('same: one more after than before where they cannot be equal, as TensorFlow has it', () => {
    const windows = { size: [3, 2, 4], strides: [2, 1, 1], padding: 'same' } as const;
    expect(paddings([6, 5, 5], windows)).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
    ]);
    expect(paddings([1], { size: [1], strides: [3], padding: 'same' })).toEqual([[0, 0]]);
  });

  it('leave open sizes open and refuse what does not fit, with the size that it would have', () => {
    const windows = { size: [5, 5], strides: [1, 1], padding: 'valid' } as const;
    expect(positions([null, 7], windows)).toEqual([null, 3]);
    expect(() => positions([3, 3], windows)).toThrow(
      new RangeError("Cannot apply windows of 5x5 to (3, 3) with padding 'valid': the output would be -1x-1, it must be 1 or more"),
    );
    expect(() => positions([null, 6], { ...windows, size: [2, 3], dilation: [1, 3] })).toThrow(
      "windows of 2x3, 1x3 apart, to (None, 6) with padding 'valid': the output would be Nonex0,",
    );
  });
});

describe('shortStrides()', () => {
  it('are the strides where they lead to further positions, and lead to no other ones', () => {
    for (const padding of ['valid', 'same', 'causal'] as const) {
      for (const [size, window, stride, apart] of places([6, 5, 9, 3]).map(
        (place) => place.map((at) => at + 1) as [number, number, number, number],
      )) {
        const windows = { size: [window], strides: [stride], padding, dilation: [apart] };
        const reach = (window - 1) * apart + 1;
        if (padding === 'valid' && reach > size) continue;
        const [[before, after] = [0, 0]] = paddings([size], windows);
        const [short = 0] = shortStrides([size], windows);
        const [count = 0] = positions([size], windows);
        expect(Math.floor((before + size + after - reach) / short) + 1).toBe(count);
        if (count! > 1) expect(short).toBe(stride);
        else expect(short).toBeLessThanOrEqual(Math.max(size + before + after, reach));
      }
    }
  });
});

describe('transposedSizes() and transposedPaddings()', () => {
  it.each(casesOf(/Transpose$/))('%s: as large as in Keras, and the way back has as many positions', (_, entry) => {
    const [windows, outputPadding, counts] = [windowsOf(entry), outputPaddingOf(entry), entry.shape.slice(1, -1)];
    const sizes = transposedSizes(counts, windows, outputPadding);
    expect(sizes).toEqual(entry.output_shape.slice(1, -1));
    for (const [axis, [before, after]] of transposedPaddings(counts, windows, outputPadding).entries()) {
      const reach = (windows.size[axis]! - 1) * windows.dilation[axis]! + 1;
      expect(Math.floor((before + sizes[axis]! + after - reach) / windows.strides[axis]!) + 1).toBe(counts[axis]);
    }
  });

  it.each(casesOf(/^Conv1DTranspose$/))('%s: lie where Keras lays them', (_, entry) => {
    const [[batch = 1, count = 1, channels = 1], [, steps = 1, filters = 1]] = [entry.shape, entry.output.shape];
    const [x, [kernel, bias]] = [inputOf(entry).data, weightsOf(entry)];
    const windows = windowsOf(entry);
    const visits = walk(steps, windows, transposedPaddings([count], windows, outputPaddingOf(entry))[0]![0]);
    const y = Float64Array.from(entry.output.data, (_, i) => bias?.data[i % filters] ?? 0);
    for (let row = 0; row < batch; row++) {
      for (const [position, place, element] of visits(count)) {
        for (let c = 0; c < channels; c++) {
          const value = x[(row * count + position) * channels + c]!;
          for (let f = 0; f < filters; f++)
            y[(row * steps + element) * filters + f]! += value * kernel!.data[(place * filters + f) * channels + c]!;
        }
      }
    }
    close(activated(y, entry), entry.output.data, [1e-6, 1e-6], 'output');
  });

  it('leave open sizes open and refuse an output of nothing', () => {
    const windows = { size: [4], strides: [2], padding: 'same' } as const;
    expect(transposedSizes([null], windows)).toEqual([null]);
    expect(() => transposedSizes([1], windows, [0])).toThrow(
      'Cannot transpose a convolution: with the window 4 and outputPadding 0 the output of (1,) would be 0, it must be 1 or more',
    );
  });
});

describe('options of windows', () => {
  it('are one size for all axes or one for each', () => {
    expect(perAxis('Conv2D', 'strides', 2, 2)).toEqual([2, 2]);
    expect(perAxis('Conv2D', 'strides', [2, 3], 2)).toEqual([2, 3]);
    expect(perAxis('Conv1DTranspose', 'outputPadding', 0, 1, 0)).toEqual([0]);
  });

  it.each([
    [0, RangeError, 'Cannot make Conv2D: strides is 0, it must be a positive integer'],
    [[1, 0.5], RangeError, 'Cannot make Conv2D: a size of strides is 0.5, it must be a positive integer'],
    [[1, 2, 3], RangeError, 'Cannot make Conv2D: strides is [1, 2, 3], it must be a positive integer or a list of 2'],
    ['2', TypeError, "Cannot make Conv2D: strides is '2', it must be a positive integer"],
    [
      2 ** 30 + 1,
      RangeError,
      'Cannot make Conv2D: strides is 1073741825, it must be at most 1073741824, so that places of elements are countable in 32 bits',
    ],
    [
      [1, 1e15],
      RangeError,
      'Cannot make Conv2D: a size of strides is 1000000000000000, it must be at most 1073741824, so that places of elements are countable in 32 bits',
    ],
    [[1, null], TypeError, 'Cannot make Conv2D: a size of strides is null, it must be a positive integer'],
  ])('%s is refused', (value, Kind, message) => {
    expect(() => perAxis('Conv2D', 'strides', value, 2)).toThrow(new Kind(message));
  });

  it('reach no further than kernels count', () => {
    expect(() => checkReach('Conv1D', [3], [2 ** 28])).not.toThrow();
    expect(() => checkReach('Conv1D', [3], [2 ** 29])).toThrow(
      new RangeError(
        'Cannot make Conv1D: the reach of the window, (kernelSize - 1) dilationRate + 1, is 1073741825, it must be at most 1073741824, ' +
          'so that places of elements are countable in 32 bits',
      ),
    );
  });

  it('name the padding in any case, of those that are allowed', () => {
    expect(paddingNamed('Conv2D', 'SAME')).toBe('same' satisfies Padding);
    expect(paddingNamed('Conv1D', 'causal', ['valid', 'causal'])).toBe('causal');
    expect(() => paddingNamed('Conv2D', 'causal')).toThrow(
      new TypeError("Cannot make Conv2D: padding is 'causal', it must be 'valid' or 'same'"),
    );
    expect(() => paddingNamed('Conv2D', 1)).toThrow("Cannot make Conv2D: padding is 1, it must be 'valid' or 'same'");
  });

  it('have the channels last', () => {
    for (const format of [undefined, null, 'channels_last']) expect(() => checkChannelsLast('Conv2D', format)).not.toThrow();
    expect(() => checkChannelsLast('Conv2D', 'channels_first')).toThrow(
      new TypeError(
        "Cannot make Conv2D: dataFormat is 'channels_first', it must be 'channels_last': bring the channels of the data to the last axis, " +
          '[batch, ..., channels]',
      ),
    );
  });
});
