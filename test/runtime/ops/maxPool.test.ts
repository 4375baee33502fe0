/** Max pooling over one to three axes, in every geometry, with its gradient; ties, NaN and padding. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import { type Shape, sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add, multiply, relu } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { maxPool } from '../../../src/runtime/ops/maxPool.ts';
import type { PoolOptions } from '../../../src/runtime/ops/poolWindows.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { checkOp } from '../../support/checkOp.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';
import { covered, pooledShape } from '../../support/windows.ts';

it('many workgroups beside others compute all of their output', async () => {
  const shapes: Shape[] = [
    [1, 260, 127, 1],
    [1, 24, 8, 1],
  ];
  const inputs = shapes.map((shape) => ({ shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => i) }));
  for (const profile of Object.values(PROFILES)) {
    const outputs = await evaluate((a, b) => [a, b].map((x) => maxPool(x as Tensor, { window: [2, 1] })), inputs, profile);
    outputs.forEach((output, j) => {
      const columns = shapes[j]?.[2] as number;
      const expected = Array.from(output, (_, i) => (2 * Math.floor(i / columns) + 1) * columns + (i % columns));
      expect(Array.from(output)).toEqual(expected);
      expect(output).toHaveLength(sizeOf(shapes[j] as Shape) / 2);
    });
  }
});

it('tells the elements of windows apart that are far larger than the tensor', async () => {
  const far = 4_500;
  const padding = [0, 1].map(() => [far, far] as const);
  for (const profile of Object.values(PROFILES)) {
    const build = (x: Tensor | undefined) => {
      const y = maxPool(x as Tensor, { window: [2 * far + 1, 2 * far + 1], strides: [1, 1], padding });
      return [y, ...(gradients(sum(y), [x as Tensor]) as Tensor[])];
    };
    const [y, dx] = await evaluate(build, [{ shape: [1, 2, 2, 1], data: [1, 2, 4, 3] }], profile);
    expect([...(y as Float32Array), ...(dx as Float32Array)]).toEqual([4, 4, 4, 4, 0, 0, 4, 0]);
  }
});

/** All different, and further apart than the step of the central differences. */
const scattered = (i: number): number => ((i * 7919) % 1009) / 200 - 2.6;

const GEOMETRIES: [string, Shape, PoolOptions][] = [
  ['1-D, overlapping windows far larger than the tensor', [2, 3, 4], { window: [20_001], strides: [1], padding: [[10_000, 10_000]] }],
  ['1-D, windows and strides larger than the tensor, padded before', [2, 5, 3], { window: [9], strides: [4], padding: [[8, 3]] }],
  ['1-D, one window, a stride that leads nowhere', [1, 5, 4], { window: [4], strides: [4_000_000_000] }],
  ['1-D, side by side', [2, 6, 4], { window: [2] }],
  ['1-D, one channel, with a rest', [3, 8, 1], { window: [3] }],
  ['1-D, overlapping, padded on both sides', [2, 7, 3], { window: [3], strides: [1], padding: [[1, 1]] }],
  ['2-D, 2x2 on four channels', [2, 4, 6, 4], { window: [2, 2] }],
  ['2-D, 2x2 with a rest on both axes', [2, 5, 7, 8], { window: [2, 2] }],
  ['2-D, 2x2 on three channels', [2, 5, 4, 3], { window: [2, 2] }],
  ['2-D, strides larger than the window', [1, 8, 7, 4], { window: [2, 1], strides: [3, 2] }],
  [
    '2-D, strides larger than the window, padded',
    [2, 7, 7, 4],
    {
      window: [2, 3],
      strides: [3, 4],
      padding: [
        [1, 1],
        [2, 0],
      ],
    },
  ],
  [
    '2-D, 2x2 padded after only',
    [2, 5, 3, 4],
    {
      window: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
    },
  ],
  [
    '2-D, 3x3 by 2, padded as same',
    [2, 7, 8, 4],
    {
      window: [3, 3],
      strides: [2, 2],
      padding: [
        [1, 1],
        [0, 1],
      ],
    },
  ],
  ['2-D, 3x2 by 1, one axis overlapping', [1, 5, 6, 8], { window: [3, 2], strides: [1, 2] }],
  [
    '2-D, overlapping, one channel',
    [2, 5, 5, 1],
    {
      window: [3, 3],
      strides: [2, 2],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  ],
  ['2-D, one window over all', [2, 3, 4, 4], { window: [3, 4] }],
  ['3-D, 2x2x2', [1, 4, 3, 4, 4], { window: [2, 2, 2] }],
  [
    '3-D, overlapping and padded',
    [1, 3, 4, 3, 3],
    {
      window: [2, 3, 2],
      strides: [1, 2, 1],
      padding: [
        [0, 0],
        [1, 1],
        [1, 0],
      ],
    },
  ],
];

describe('maxPool()', () => {
  for (const [name, shape, options] of GEOMETRIES) {
    it(`is the largest of each window: ${name}`, async () => {
      const windows = covered(shape, options);
      const oracle = (x: Float64Array) => windows.map((window) => Math.max(...window.map((i) => x[i] as number)));
      // Negative everywhere: padding, were it taken for zeros, would win.
      await checkOp((x) => maxPool(x, options), { oracle, shapes: [shape], value: (i) => scattered(i) - 4 });
      expect(maxPool(placeholder('x', shape), options).shape).toEqual(pooledShape(shape, options));
    });
  }

  it.each(Object.values(PROFILES))('gives the gradient of a tie to the first of equals ($name)', async (profile) => {
    for (const [, shape, options] of GEOMETRIES) {
      const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => [0, 1, 1, -1, 1][i % 5] as number);
      const windows = covered(shape, options);
      // One is added in the kernel's epilogue, so that an element that nobody wrote is no 0 by chance.
      const expected = new Float32Array(data.length).fill(1);
      windows.forEach((window, o) => {
        const largest = Math.max(...window.map((i) => data[i] as number));
        const first = window.find((i) => data[i] === largest) as number;
        expected[first] = (expected[first] as number) + o + 1;
      });
      const [dx] = await evaluate(
        (x, w) => [add(gradients(sum(multiply(maxPool(x, options), w)), [x])[0] as Tensor, 1)],
        [
          { shape, data },
          { shape: pooledShape(shape, options), data: windows.map((_, o) => o + 1) },
        ],
        profile,
      );
      expect([...(dx as Float32Array)]).toEqual([...expected]);
    }
  });

  it.each(Object.values(PROFILES))('passes NaN and infinities, and gives the gradient of NaN to the first ($name)', async (profile) => {
    const column = Float32Array.of(1, Number.NaN, 5, 0, -Infinity, -Infinity, Infinity, -1);
    // A NaN with its sign set, as a division of zeros gives it.
    new Uint32Array(column.buffer)[3] = 0xffc00000;
    for (const channels of [1, 4]) {
      const data = new Float32Array(8 * channels).map((_, i) => column[Math.floor(i / channels)] as number);
      for (const strides of [[4], [2]]) {
        const [y, dx] = await evaluate(
          (x) => {
            const pooled = maxPool(x, { window: [4], strides });
            return [pooled, gradients(sum(pooled), [x])[0] as Tensor];
          },
          [{ shape: [1, 8, channels], data }],
          profile,
        );
        const per = (values: Float32Array | undefined) => [...(values as Float32Array)].filter((_, i) => i % channels === 0);
        expect(per(y)).toEqual(strides[0] === 4 ? [Number.NaN, Infinity] : [Number.NaN, Number.NaN, Infinity]);
        expect(per(dx)).toEqual(strides[0] === 4 ? [0, 1, 0, 0, 0, 0, 1, 0] : [0, 1, 0, 1, 0, 0, 1, 0]);
      }
    }
  });

  it('has the activation before it differentiated in the kernel of its own gradient', () => {
    const x = placeholder('x', [2, 4, 4, 4]);
    const [dx] = gradients(sum(maxPool(relu(x), { window: [2, 2] })), [x]);
    const text = plan({ outputs: [dx as Tensor], profile: PROFILES.gpu, placeOf: () => 0 }).toString();
    expect(text).toContain('maxPoolGradient+reluGradient');
  });

  it.each([
    [[2, 4, 3], { window: [5] }, 'Cannot pool [2,4,3] by windows of [5]: the output would have the sizes [0], they must be positive'],
    [[2, 4, 4, 3], { window: [2, 9] }, 'the output would have the sizes [2,0], they must be positive'],
    [[2, 4, 4, 3], { window: [2] }, 'tensor, window, strides and padding must have the same 1 to 3 spatial axes'],
    [[2, 4, 4, 3], { window: [2, 2], strides: [2] }, 'must have the same 1 to 3 spatial axes'],
    [[2, 4, 3], { window: [0] }, 'window and strides [0] must be positive integers'],
    [[2, 4, 3], { window: [2], strides: [0] }, 'window and strides [0] must be positive integers'],
    [[2, 4, 3], { window: [2], strides: [1.5] }, 'window and strides [1.5] must be positive integers'],
    [[2, 4, 3], { window: [2], padding: [[2, 0]] }, 'padding is [[2,0]], it must be from 0 up to, but not including, the window'],
    [[2, 4, 3], { window: [2], padding: [[0, -1]] }, 'padding is [[0,-1]]'],
  ] as [Shape, PoolOptions, string][])('refuses %j with %j', (shape, options, message) => {
    const pool = () => maxPool(placeholder('x', shape), options);
    expect(pool).toThrow(RangeError);
    expect(pool).toThrow(message);
  });
});
