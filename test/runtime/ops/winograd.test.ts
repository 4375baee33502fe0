/** Convolutions by minimal filtering against an f64 oracle: output, data gradient and kernel gradient, in both kernel profiles; and when that way is taken. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import { convolution, convolutionTranspose } from '../../../src/runtime/ops/convolution.ts';
import { multiply, relu } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { checkOp } from '../../support/checkOp.ts';
import { type Convolved, convolve, outputShape, spread } from '../../support/convolve.ts';
import { evaluate, forced, PROFILES } from '../../support/gpu.ts';

type Padding = Convolved['padding'];

const VALID: Padding = [
  [0, 0],
  [0, 0],
];
const SAME: Padding = [
  [1, 1],
  [1, 1],
];

function convolved(x: Shape, outputs: number, padding: Padding, options: Partial<Convolved> = {}): Convolved {
  return { x, kernel: [3, 3, x.at(-1) as number, outputs], padding, strides: [1, 1], dilation: [1, 1], groups: 1, ...options };
}

/** Tiles are 2 x 2 positions; blocks of a main loop are 8 tiles x 16 columns x 4 channels without workgroup memory, 32 x 32 x 32 with it. */
const CASES: Readonly<Record<string, Convolved>> = {
  'even sizes': convolved([1, 6, 8, 8], 12, VALID),
  'even sizes, padded': convolved([2, 4, 6, 4], 16, SAME),
  'odd sizes': convolved([2, 5, 7, 4], 20, VALID),
  'odd sizes, padded': convolved([1, 5, 7, 12], 8, SAME),
  'uneven padding': convolved([1, 5, 4, 4], 8, [
    [0, 1],
    [2, 0],
  ]),
  'more padding than a window': convolved([1, 4, 3, 4], 4, [
    [2, 4],
    [1, 3],
  ]),
  'one position': convolved([1, 3, 3, 36], 8, VALID),
  'several blocks of tiles': convolved([2, 8, 10, 8], 8, SAME),
  'several blocks of columns': convolved([1, 4, 3, 4], 68, SAME),
};

/** The profile in which every product that can is computed by minimal filtering. */
function filtered(profile: Profile): Profile {
  return forced(profile, 'winograd');
}

const ROUNDING = { normwise: true, forward: [1e-5, 1e-7], backward: [1e-5, 1e-6] } as const;

for (const profile of Object.values(PROFILES)) {
  describe(`minimal filtering, ${profile.name}`, () => {
    for (const [name, shapes] of Object.entries(CASES)) {
      it(`convolves and differentiates: ${name}`, async () => {
        expect(ways(shapes, filtered(profile))).toEqual(['winogradProduct', 'winogradProduct', 'winogradKernelGradient']);
        await checkOp((x, kernel) => convolution(x, kernel, shapes), {
          oracle: (x, kernel) => convolve(x as Float64Array, kernel as Float64Array, shapes),
          shapes: [shapes.x, shapes.kernel],
          profiles: [filtered(profile)],
          ...ROUNDING,
        });
      });
    }

    it('spreads and differentiates', async () => {
      const shapes = CASES['odd sizes, padded'] as Convolved;
      await checkOp((y, kernel) => convolutionTranspose(y, kernel, shapes.x.slice(1, -1), shapes), {
        oracle: (y, kernel) => spread(y as Float64Array, kernel as Float64Array, shapes),
        shapes: [outputShape(shapes), shapes.kernel],
        profiles: [filtered(profile)],
        ...ROUNDING,
      });
    });
  });
}

describe('the choice of minimal filtering', () => {
  const FILTERED = ['winogradProduct', 'winogradProduct', 'winogradKernelGradient'];
  const DIRECT = ['convolution', 'convolutionTranspose', 'convolutionKernelGradient'];

  it('is usual on a software adapter from 16 channels on both sides on, where tiles are well filled', () => {
    for (const padding of [VALID, SAME]) expect(ways(convolved([2, 16, 16, 16], 16, padding), PROFILES.software)).toEqual(FILTERED);
    expect(ways(convolved([2, 16, 16, 12], 16, SAME), PROFILES.software)).toEqual(DIRECT);
    expect(ways(convolved([2, 5, 5, 16], 16, SAME), PROFILES.software)).toEqual(DIRECT);
    expect(ways(convolved([8, 5, 5, 64], 64, SAME), PROFILES.software)).toEqual(FILTERED);
  });

  it('is no usual one on a GPU, and is left to measurement', () => {
    const shapes = convolved([2, 16, 16, 64], 64, SAME);
    expect(ways(shapes, PROFILES.gpu)).toEqual(DIRECT);
    const { node } = convolution(placeholder('x', shapes.x), placeholder('k', shapes.kernel), shapes);
    expect(node.op.variants?.(node, PROFILES.gpu).names.at(-1)).toBe('winograd');
    expect(node.op.variants?.(node, PROFILES.software).names).toEqual(['winograd', 'small']);
    expect(ways(shapes, forced(PROFILES.software, 'small'))).toEqual(DIRECT);
  });

  it('is there for windows of 3 x 3, strides and dilation of 1 and one group of whole vectors alone', () => {
    const x = [1, 8, 8, 32];
    const others = [
      convolved(x, 32, VALID, { kernel: [3, 2, 32, 32] }),
      convolved(x, 32, VALID, { strides: [1, 2] }),
      convolved(x, 32, VALID, { dilation: [2, 1] }),
      convolved(x, 32, VALID, { groups: 2, kernel: [3, 3, 16, 32] }),
      convolved([1, 8, 8, 5], 32, VALID),
      convolved(x, 5, VALID),
      convolved(x, 32, [
        [3, 0],
        [0, 0],
      ]),
    ];
    for (const shapes of others) expect(ways(shapes, filtered(PROFILES.software))).toEqual(DIRECT);
    expect(ways(convolved(x, 32, VALID), filtered(PROFILES.software))).toEqual(FILTERED);
  });

  it('is no usual one where the kernel is larger than the images', () => {
    expect(ways(convolved([1, 4, 4, 512], 512, SAME), PROFILES.software)).toEqual(DIRECT);
    expect(ways(convolved([8, 8, 8, 256], 256, SAME), PROFILES.software)).toEqual(FILTERED);
  });

  it('is there while transformed images and kernel fit into 128 MiB', () => {
    expect(ways(convolved([32, 128, 128, 16], 16, SAME), filtered(PROFILES.software))).toEqual(FILTERED);
    expect(ways(convolved([33, 128, 128, 16], 16, SAME), filtered(PROFILES.software))).toEqual(DIRECT);
    expect(ways(convolved([33, 128, 128, 8], 16, SAME), filtered(PROFILES.software))).toEqual(DIRECT);
    expect(ways(convolved([1, 4, 4, 1536], 1536, SAME), filtered(PROFILES.software))).toEqual(DIRECT);
  });

  it('spreads NaN over the tiles that meet it, and no further', async () => {
    const shapes = convolved([1, 8, 8, 16], 16, SAME);
    const x = new Float32Array(8 * 8 * 16).fill(1);
    x.fill(Number.NaN, (3 * 8 + 3) * 16, (3 * 8 + 3) * 16 + 1);
    const inputs = [
      { shape: shapes.x, data: x },
      { shape: shapes.kernel, data: new Float32Array(3 * 3 * 16 * 16).fill(1) },
    ];
    const [y] = await evaluate(
      (image, kernel) => [convolution(image as Tensor, kernel as Tensor, shapes)],
      inputs,
      filtered(PROFILES.software),
    );
    const rows = Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 8 }, (_, column) => (y as Float32Array)[(row * 8 + column) * 16]),
    );
    const hit = rows.flatMap((row, i) => row.flatMap((one, j) => (Number.isNaN(one) ? [[i, j]] : [])));
    expect(hit).toEqual([2, 3, 4, 5].flatMap((i) => [2, 3, 4, 5].map((j) => [i, j])));
  });
});

describe('the plan of minimal filtering', () => {
  it('has one dispatch more for the output and two for both gradients, which share theirs', () => {
    const shapes = convolved([2, 8, 8, 32], 32, SAME);
    const [x, kernel] = [placeholder('x', shapes.x), placeholder('kernel', shapes.kernel)];
    const y = relu(convolution(x, kernel, shapes));
    const outputs = [y, ...(gradients(sum(multiply(y, y)), [x, kernel]) as Tensor[])];
    const { dispatches } = plan({ outputs, profile: PROFILES.software, placeOf: () => 0 });
    expect(dispatches.map(({ members }) => members.map(({ op }) => op))).toEqual([
      ['winogradInput', 'winogradKernel', 'winogradKernel'],
      ['winogradProduct'],
      ['winogradInput', 'winogradInput', 'winogradOutputGradient'],
      ['winogradProduct', 'matmul'],
      ['winogradKernelGradient'],
    ]);
  });
});

/** Names of the kernels that give the output, the data gradient and the kernel gradient. */
function ways(shapes: Convolved, profile: Profile): readonly string[] {
  const [x, kernel] = [placeholder('x', shapes.x), placeholder('kernel', shapes.kernel)];
  const y = convolution(x, kernel, shapes);
  const dxs = gradients(sum(y), [x, kernel]) as readonly Tensor[];
  return [y, ...dxs].map((output) => {
    const { dispatches } = plan({ outputs: [output], profile, placeOf: () => 0 });
    const names = dispatches.flatMap(({ members }) => members.map(({ op }) => op));
    return names.findLast((name) => name !== 'sum') as string;
  });
}
