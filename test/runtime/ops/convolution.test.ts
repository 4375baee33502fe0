/** Convolutions against an f64 oracle: output, data gradient and kernel gradient, in both kernel profiles. */
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder, toTensor, Variable } from '../../../src/runtime/graph/leaf.ts';
import { type PlannedDispatch, plan } from '../../../src/runtime/graph/plan.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { convolution, convolutionTranspose } from '../../../src/runtime/ops/convolution.ts';
import { add, fill } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { checkOp, type OpCheck } from '../../support/checkOp.ts';
import { type Convolved, convolve, outputShape, spread } from '../../support/convolve.ts';
import { PROFILES, readOutputs, TILED, testDevice } from '../../support/gpu.ts';

function shapesOf({ x, kernel, strides, padding, dilation, groups = 1 }: Partial<Convolved> & Pick<Convolved, 'x' | 'kernel'>): Convolved {
  const axes = x.slice(1, -1);
  return {
    x,
    kernel,
    strides: strides ?? axes.map(() => 1),
    padding: padding ?? axes.map(() => [0, 0] as const),
    dilation: dilation ?? axes.map(() => 1),
    groups,
  };
}

async function check(given: Parameters<typeof shapesOf>[0], options: Partial<OpCheck> = {}): Promise<void> {
  const shapes = shapesOf(given);
  // Sums cancel where the result is near 0; their error is that of the summands, so it is measured against the largest element.
  const shared = { shapes: [shapes.x, shapes.kernel], normwise: true, forward: [1e-5, 1e-7], backward: [1e-5, 1e-6] } as const;
  await checkOp((x, kernel) => convolution(x, kernel, shapes), {
    oracle: (x, kernel) => convolve(x as Float64Array, kernel as Float64Array, shapes),
    ...shared,
    ...options,
  });
}

/** Each names what it is there for; together every pair of: axes, strides, padding, dilation, groups, channels that are whole vectors or not. */
const CASES: Readonly<Record<string, Parameters<typeof shapesOf>[0]>> = {
  'vectors of channels, no padding': { x: [2, 5, 6, 4], kernel: [3, 3, 4, 8] },
  'one channel': { x: [2, 5, 5, 1], kernel: [3, 3, 1, 8] },
  'three channels to five, padded': {
    x: [1, 4, 5, 3],
    kernel: [3, 2, 3, 5],
    padding: [
      [1, 1],
      [0, 1],
    ],
  },
  'vectors of channels, padded': {
    x: [1, 4, 5, 8],
    kernel: [3, 3, 8, 4],
    padding: [
      [1, 1],
      [1, 1],
    ],
  },
  'strides, uneven padding': {
    x: [1, 5, 6, 4],
    kernel: [3, 3, 4, 4],
    strides: [2, 2],
    padding: [
      [0, 1],
      [1, 1],
    ],
  },
  'strides longer than the window': { x: [2, 7, 5, 3], kernel: [1, 2, 3, 4], strides: [3, 2] },
  dilation: {
    x: [1, 6, 7, 4],
    kernel: [3, 2, 4, 4],
    dilation: [2, 3],
    padding: [
      [1, 2],
      [0, 0],
    ],
  },
  'groups of whole vectors': { x: [1, 4, 4, 8], kernel: [2, 2, 4, 8], groups: 2 },
  'groups of odd sizes, padded': {
    x: [1, 4, 4, 6],
    kernel: [3, 3, 2, 9],
    groups: 3,
    padding: [
      [1, 1],
      [1, 1],
    ],
  },
  'one axis, before the first position only': { x: [2, 9, 4], kernel: [3, 4, 5], padding: [[4, 0]], dilation: [2] },
  'one axis, strides and groups': { x: [1, 8, 8], kernel: [4, 4, 12], strides: [2], groups: 2, padding: [[1, 1]] },
  'strides, padding longer than a stride': {
    x: [2, 5, 4, 4],
    kernel: [4, 5, 4, 4],
    strides: [2, 3],
    padding: [
      [3, 2],
      [4, 3],
    ],
  },
  'strides on three axes, odd channels': {
    x: [1, 4, 5, 3, 2],
    kernel: [3, 2, 3, 2, 3],
    strides: [2, 2, 3],
    padding: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  },
  'strides and dilation': { x: [1, 6, 7, 4], kernel: [2, 2, 4, 4], strides: [2, 1], dilation: [1, 2] },
  'three axes': {
    x: [1, 3, 4, 3, 2],
    kernel: [2, 2, 2, 2, 4],
    strides: [1, 2, 1],
    padding: [
      [0, 1],
      [1, 0],
      [0, 0],
    ],
  },
  'three axes of vectors': {
    x: [1, 2, 3, 4, 4],
    kernel: [2, 1, 3, 4, 4],
    padding: [
      [1, 0],
      [0, 0],
      [1, 1],
    ],
  },
};

describe('convolution()', () => {
  for (const [name, shapes] of Object.entries(CASES)) {
    it(`convolves and differentiates: ${name}`, () => check(shapes, { profiles: [PROFILES.software, TILED] }));
  }

  it('does so in tiles of few results', () =>
    check({ x: [2, 10, 11, 4], kernel: [3, 3, 4, 8] }, { profiles: [PROFILES.gpu], differentiate: [0] }));

  it('multiplies the data gradient of strides by no zeros', () => {
    const padding = [
      [0, 1],
      [0, 1],
    ] as const;
    const options = shapesOf({ x: [1, 8, 8, 4], kernel: [3, 3, 4, 4], strides: [2, 2], padding });
    const [x, kernel] = [placeholder('x', [1, 8, 8, 4]), placeholder('k', [3, 3, 4, 4])];
    const [dx] = gradients(sum(convolution(x, kernel, options)), [x]);
    const { members } = plan({ outputs: [dx as Tensor], profile: PROFILES.gpu, placeOf: () => 0 }).dispatches.at(-1) as PlannedDispatch;
    // Of the window's 9 positions 4, 2, 2 and 1 meet an input position: four phases of 16 positions with the places of 4.
    expect(members[0]?.operations).toBe(2 * 4 * 16 * 4 * 4 * 4);
  });

  it('is untouched by what lies behind the kernel in its buffer', async () => {
    const device = await testDevice(PROFILES.software);
    const store = new VariableStore(device);
    const [kernel, next] = [new Variable('kernel', [3, 3, 16, 4]), new Variable('next', [4])];
    store.add(kernel, () => new Float32Array(576).fill(0.25));
    store.add(next, () => new Float32Array(4).fill(Number.POSITIVE_INFINITY));
    const options = shapesOf({ x: [1, 8, 8, 16], kernel: [3, 3, 16, 4], strides: [2, 2] });
    const dx = convolutionTranspose(fill([1, 3, 3, 4], 1), toTensor(kernel), [8, 8], options);
    const outputs = [dx, add(toTensor(next), 1)];
    const program = await Program.build(device, store, plan({ outputs, profile: PROFILES.software, placeOf: store.placeOf }));
    program.bind({});
    program.run();
    const [values, beyond] = await readOutputs(program, outputs);
    expect(Math.max(...(values as Float32Array))).toBe(4); // four positions of the window, four channels, a quarter each
    expect(Math.min(...(values as Float32Array))).toBe(0);
    expect(Math.max(...(beyond as Float32Array))).toBe(Number.POSITIVE_INFINITY);
    program.dispose();
    store.dispose();
  });

  it('splits the long sums of few results into parts', () =>
    check({ x: [4, 20, 20, 1], kernel: [3, 3, 1, 4] }, { profiles: [PROFILES.software], differentiate: [1], backward: [2e-5, 0] }));

  it('rejects what does not fit, with the computed size', () => {
    const options = shapesOf({ x: [1, 3, 3, 4], kernel: [5, 5, 4, 8] });
    expect(() => convolution(placeholder('x', [1, 3, 3, 4]), placeholder('k', [5, 5, 4, 8]), options)).toThrow(
      'Cannot slide the window [5,5] over [3,3]: the output would be [-1,-1], every axis must be at least 1',
    );
    expect(() => convolution(placeholder('x', [1, 3, 3, 4]), placeholder('k', [2, 2, 3, 8]), options)).toThrow(
      'Cannot convolve [1,3,3,4] with the kernel [2,2,3,8] in 1 groups',
    );
  });
});

describe('convolutionTranspose()', () => {
  const NAMES = [
    'vectors of channels, padded',
    'strides, uneven padding',
    'groups of odd sizes, padded',
    'one axis, strides and groups',
    'three axes',
  ];
  for (const name of NAMES) {
    it(`spreads and differentiates: ${name}`, async () => {
      const shapes = shapesOf(CASES[name] as (typeof CASES)[string]);
      await checkOp((y, kernel) => convolutionTranspose(y, kernel, shapes.x.slice(1, -1), shapes), {
        oracle: (y, kernel) => spread(y as Float64Array, kernel as Float64Array, shapes),
        shapes: [outputShape(shapes), shapes.kernel],
        normwise: true,
      });
    });
  }

  it('rejects an output that the forward convolution would not give', () => {
    const options = shapesOf({ x: [1, 4, 4, 4], kernel: [2, 2, 4, 8] });
    expect(() => convolutionTranspose(placeholder('y', [1, 4, 4, 8]), placeholder('k', [2, 2, 4, 8]), [4, 4], options)).toThrow(
      'y has shape [1,4,4,8], it must be [1,3,3,8]',
    );
  });
});
