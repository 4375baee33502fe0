/** Every way in which a product can run gives the oracle's result, and each is another program. */
import { describe, expect, it } from 'vitest';
import type { Variants } from '../../../src/runtime/graph/choices.ts';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import { convolution, convolutionTranspose } from '../../../src/runtime/ops/convolution.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { type MatmulOptions, matmul } from '../../../src/runtime/ops/matmul.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { checkOp, type OpCheck } from '../../support/checkOp.ts';
import { type Convolved, convolve, outputShape } from '../../support/convolve.ts';
import { forced, PROFILES, TILED } from '../../support/gpu.ts';
import { WITH_MATRICES } from '../../support/matrixUnits.ts';

type Product = (...tensors: Tensor[]) => Tensor;

function variantsOf(op: Product, shapes: readonly Shape[], profile: Profile): Variants {
  const { node } = op(...shapes.map((shape, i) => placeholder(`p${i}`, shape)));
  return node.op.variants?.(node, profile) ?? { key: '', names: [] };
}

function codeOf(op: Product, shapes: readonly Shape[], profile: Profile): string {
  const outputs = [op(...shapes.map((shape, i) => placeholder(`p${i}`, shape)))];
  return plan({ outputs, profile, placeOf: () => 0 })
    .dispatches.map(({ code }) => code)
    .join();
}

async function checkEach(op: Product, profile: Profile, names: readonly string[], check: OpCheck): Promise<void> {
  expect(variantsOf(op, check.shapes, profile).names).toEqual(names);
  const codes = names.map((name) => codeOf(op, check.shapes, forced(profile, name)));
  expect(new Set(codes).size).toBe(names.length);
  expect(codes[0]).toBe(codeOf(op, check.shapes, profile));
  for (const name of names) await checkOp(op, { normwise: true, ...check, profiles: [forced(profile, name)] });
}

interface Matrices {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly options?: MatmulOptions;
}

function matmulOf({ m, n, k, options: { transposeA = false, transposeB = false } = {} }: Matrices): { op: Product; check: OpCheck } {
  const oracle = (a: Float64Array, b: Float64Array) =>
    Float64Array.from({ length: m * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = 0;
      for (let l = 0; l < k; l++) sum += (a[transposeA ? l * m + i : i * k + l] ?? 0) * (b[transposeB ? j * k + l : l * n + j] ?? 0);
      return sum;
    });
  const shapes = [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]];
  return { op: (a, b) => matmul(a as Tensor, b as Tensor, { transposeA, transposeB }), check: { oracle, shapes, differentiate: [] } };
}

const ALL = ['small', 'big', 'small in 2', 'big in 2'];

describe('matmul() in each of its variants', () => {
  for (const options of [{}, { transposeA: true }, { transposeB: true }] as const) {
    it(`multiplies without workgroup memory: ${JSON.stringify(options)}`, async () => {
      const { op, check } = matmulOf({ m: 32, n: 36, k: 250, options });
      await checkEach(op, PROFILES.software, ['small', 'small in 2'], check);
    });
  }

  it('multiplies with more and fewer parts than usual', async () => {
    const { op, check } = matmulOf({ m: 9, n: 8, k: 2048 });
    // k = 2048: the house's bound for long sums, 1e-5 · √128, a fifth of it.
    await checkEach(op, PROFILES.software, ['small in 2', 'small', 'small in 4'], { ...check, forward: [2e-5, 1e-6] });
  });

  it('multiplies with tiles in workgroup memory', async () => {
    const { op, check } = matmulOf({ m: 64, n: 68, k: 100 });
    await checkEach(op, TILED, ALL, check);
  });

  it('multiplies few rows in tiles of their own, or others', async () => {
    for (const [m, names] of [
      [3, ['few', 'small', 'small in 2', 'few in 2']],
      [7, ['few', 'small', 'small in 2', 'few in 2']],
    ] as const) {
      const { op, check } = matmulOf({ m, n: 60, k: 250 });
      await checkEach(op, PROFILES.gpu, names, check);
    }
  });

  it('differentiates', async () => {
    const { op, check } = matmulOf({ m: 5, n: 4, k: 128 });
    await checkOp(op, { ...check, normwise: true, differentiate: [0, 1], profiles: [forced(PROFILES.software, 'small in 2')] });
  });
});

function convolutionOf(x: Shape, kernel: Shape, padding: readonly (readonly [number, number])[] = []): { op: Product; check: OpCheck } {
  const ones = [1, 1];
  const given: Convolved = {
    x,
    kernel,
    strides: ones,
    padding: padding.length
      ? padding
      : [
          [0, 0],
          [0, 0],
        ],
    dilation: ones,
    groups: 1,
  };
  return {
    op: (a, b) => convolution(a as Tensor, b as Tensor, given),
    check: { oracle: (a, b) => convolve(a as Float64Array, b as Float64Array, given), shapes: [x, kernel], differentiate: [] },
  };
}

describe('convolution() in each of its variants', () => {
  it.each(['software', 'gpu'] as const)('convolves (%s)', async (name) => {
    const wide = name === 'gpu' ? 64 : 32;
    const names = name === 'gpu' ? ALL : ['small', 'small in 2'];
    const { op, check } = convolutionOf(
      [2, 4, wide / 8, 32],
      [2, 2, 32, wide],
      [
        [0, 1],
        [0, 1],
      ],
    );
    await checkEach(op, name === 'gpu' ? TILED : PROFILES.software, names, check);
  });

  it('differentiates in big tiles, data and kernel', async () => {
    const { op, check } = convolutionOf(
      [2, 4, 4, 16],
      [2, 2, 16, 16],
      [
        [0, 1],
        [0, 1],
      ],
    );
    await checkOp(op, { ...check, normwise: true, differentiate: [0, 1], profiles: [forced(PROFILES.gpu, 'big')] });
  });

  it('differentiates by matrix units, data and kernel', async () => {
    const { op, check } = convolutionOf(
      [1, 8, 8, 30],
      [2, 1, 30, 33],
      [
        [0, 1],
        [0, 0],
      ],
    );
    const profile = forced(WITH_MATRICES, 'matrices');
    const [x, kernel] = check.shapes.map((shape, i) => placeholder(`${i}`, shape)) as [Tensor, Tensor];
    const y = op(x, kernel);
    const outputs = gradients(sum(multiply(y, y)), [x, kernel]) as Tensor[];
    const codes = plan({ outputs, profile, placeOf: () => 0 }).dispatches.map(({ code }) => code);
    expect(codes.join().match(/fn \w*multiplyAccumulate/g)).toHaveLength(3);
    await checkOp(op, { ...check, normwise: true, differentiate: [0, 1], profiles: [profile] });
  });

  it('differentiates the kernel in parts', async () => {
    const { op, check } = convolutionOf([4, 6, 6, 4], [1, 1, 4, 8]);
    await checkOp(op, { ...check, normwise: true, differentiate: [1], profiles: [forced(PROFILES.software, 'small in 2')] });
  });

  it('has no parts where the op cannot split its sum', () => {
    const x = [2, 4, 4, 64];
    const kernel = [2, 2, 64, 64];
    const options = {
      strides: [1, 1],
      padding: [
        [0, 1],
        [0, 1],
      ],
      dilation: [1, 1],
      groups: 1,
    } as const;
    const y = outputShape({ x, kernel, ...options });
    const op: Product = (a, b) => convolutionTranspose(a as Tensor, b as Tensor, [4, 4], options);
    expect(variantsOf(op, [y, kernel], TILED).names).toEqual(['small', 'big']);
  });
});

describe('rules for a GPU', () => {
  it.each([
    ['few results', { m: 32, n: 128, k: 784 }, 'few'],
    ['few rows', { m: 4, n: 4096, k: 4096 }, 'few'],
    ['too few results for many tiles, of a long sum', { m: 27, n: 32, k: 32_768 }, 'small in 128'],
    ['few results of too many products', { m: 64, n: 512, k: 4096 }, 'small in 16'],
    ['a short sum of very few results', { m: 16, n: 32, k: 64 }, 'few'],
    ['results that just suffice for many tiles', { m: 32, n: 64, k: 600 }, 'few'],
    ['enough small tiles', { m: 512, n: 512, k: 512 }, 'small'],
    ['just enough small tiles', { m: 512, n: 160, k: 256 }, 'small'],
    ['enough big tiles', { m: 1024, n: 1024, k: 64 }, 'big'],
    ['big tiles with too much beyond the result', { m: 834, n: 834, k: 64 }, 'small'],
  ] as const)('of %s', (_, sizes, name) => {
    const { op, check } = matmulOf(sizes);
    expect(variantsOf(op, check.shapes, PROFILES.gpu).names[0]).toBe(name);
  });
});

describe('variants that are tried', () => {
  const namesOf = (sizes: Matrices) => {
    const { op, check } = matmulOf(sizes);
    return variantsOf(op, check.shapes, PROFILES.gpu).names;
  };

  it('have tiles of few results beyond the products that get them by rule', () => {
    expect(namesOf({ m: 64, n: 512, k: 2048 })).toContain('few');
    expect(namesOf({ m: 64, n: 512, k: 4096 })).not.toContain('few');
  });

  it('have matrix units where the device has them and they would not be idle for the most part, never by rule', () => {
    const { op, check } = matmulOf({ m: 512, n: 512, k: 256 });
    expect(variantsOf(op, check.shapes, WITH_MATRICES).names).toEqual([
      'small',
      'big',
      'matrices',
      'small in 2',
      'big in 2',
      'matrices in 2',
    ]);
    const small = matmulOf({ m: 512, n: 20, k: 256 });
    expect(variantsOf(small.op, small.check.shapes, WITH_MATRICES).names.join()).not.toContain('matrices');
  });

  it('have more and fewer parts in the usual tile', () => {
    expect(namesOf({ m: 4, n: 128, k: 262_144 })).toEqual(expect.arrayContaining(['few in 64', 'few', 'few in 32']));
  });
});

describe('keys of products', () => {
  const keyOf = (sizes: Matrices, profile: Profile = PROFILES.software) => {
    const { op, check } = matmulOf(sizes);
    return variantsOf(op, check.shapes, profile).key;
  };

  it('are equal for equal products, and differ by size, layout and kind of device', () => {
    const sizes = { m: 12, n: 20, k: 28 };
    expect(keyOf(sizes)).toBe(keyOf(sizes));
    const others = [
      keyOf({ ...sizes, m: 13 }),
      keyOf({ ...sizes, n: 24 }),
      keyOf({ ...sizes, k: 32 }),
      keyOf({ ...sizes, options: { transposeA: true } }),
      keyOf({ ...sizes, options: { transposeB: true } }),
      keyOf(sizes, PROFILES.gpu),
      keyOf(sizes, WITH_MATRICES),
    ];
    expect(new Set([keyOf(sizes), ...others]).size).toBe(8);
  });

  it('do not change with what was chosen', () => {
    const { op, check } = matmulOf({ m: 64, n: 68, k: 250 });
    const tuned = forced(PROFILES.gpu, 'big in 2');
    expect(variantsOf(op, check.shapes, tuned)).toEqual(variantsOf(op, check.shapes, PROFILES.gpu));
  });
});
