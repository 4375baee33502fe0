/** Depthwise convolutions against an f64 oracle: the grouped convolution with as many groups as channels. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { type DepthwiseOptions, depthwiseConvolution } from '../../../src/runtime/ops/depthwise.ts';
import { checkOp } from '../../support/checkOp.ts';
import { convolve } from '../../support/convolve.ts';

interface Case extends DepthwiseOptions {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
}

/** kernel [...window, channels, multiplier] is [...window, 1, channels * multiplier] of the grouped convolution. */
function oracle({ x, kernel, ...options }: Case) {
  const [channels, multiplier] = kernel.slice(-2) as [number, number];
  const grouped = [...kernel.slice(0, -2), 1, channels * multiplier];
  return (data: Float64Array, weights: Float64Array) => convolve(data, weights, { x, kernel: grouped, ...options, groups: channels });
}

const CASES: Readonly<Record<string, Case>> = {
  'whole vectors, padded': {
    x: [2, 4, 5, 8],
    kernel: [3, 3, 8, 1],
    strides: [1, 1],
    padding: [
      [1, 1],
      [1, 1],
    ],
    dilation: [1, 1],
  },
  'strides, uneven padding': {
    x: [1, 5, 6, 4],
    kernel: [2, 3, 4, 1],
    strides: [2, 2],
    padding: [
      [0, 1],
      [0, 1],
    ],
    dilation: [1, 1],
  },
  'three channels, each three times, dilated': {
    x: [2, 6, 6, 3],
    kernel: [2, 2, 3, 3],
    strides: [1, 1],
    padding: [
      [1, 0],
      [0, 0],
    ],
    dilation: [2, 3],
  },
  'one axis, four channels twice': { x: [2, 9, 4], kernel: [3, 4, 2], strides: [2], padding: [[2, 0]], dilation: [1] },
  'three axes': {
    x: [1, 3, 3, 4, 4],
    kernel: [2, 2, 2, 4, 1],
    strides: [1, 2, 1],
    padding: [
      [1, 0],
      [0, 1],
      [0, 0],
    ],
    dilation: [1, 1, 1],
  },
};

describe('depthwiseConvolution()', () => {
  for (const [name, shapes] of Object.entries(CASES)) {
    it(`convolves and differentiates: ${name}`, () =>
      checkOp((x, kernel) => depthwiseConvolution(x, kernel, shapes), {
        oracle: (x, kernel) => oracle(shapes)(x as Float64Array, kernel as Float64Array),
        shapes: [shapes.x, shapes.kernel],
        normwise: true,
      }));
  }

  it('rejects a kernel for other channels', () => {
    const options = {
      strides: [1, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
      dilation: [1, 1],
    } as const;
    expect(() => depthwiseConvolution(placeholder('x', [1, 4, 4, 6]), placeholder('k', [2, 2, 3, 2]), options)).toThrow(
      'Cannot convolve [1,4,4,6] by channel with the kernel [2,2,3,2]',
    );
  });
});
