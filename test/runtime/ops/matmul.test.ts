/** Matrix products against an f64 oracle. The tiled kernels take long to compile without a GPU, so each edge is met in one layout only. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add, relu } from '../../../src/runtime/ops/elementwise.ts';
import { type MatmulOptions, matmul } from '../../../src/runtime/ops/matmul.ts';
import { MATRICES } from '../../../src/runtime/ops/matrices.ts';
import { checkOp, type OpCheck } from '../../support/checkOp.ts';
import { PROFILES, TILED } from '../../support/gpu.ts';
import { WITH_MATRICES } from '../../support/matrixUnits.ts';

type Data = ArrayLike<number>;

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly options?: MatmulOptions;
  /** Batches of a and b; 0 for a matrix without a batch axis. */
  readonly batches?: readonly [number, number];
}

/** Sum over k of a and b, whatever their layouts. */
function product({ m, n, k, options = {}, batches = [0, 0] }: Sizes): (a: Data, b: Data) => Float64Array {
  const element = (data: Data, batch: number, rows: number, columns: number, i: number, j: number, transposed: boolean | undefined) =>
    data[batch * rows * columns + (transposed ? j * rows + i : i * columns + j)] as number;
  const count = Math.max(...batches, 1);
  return (a, b) =>
    Float64Array.from({ length: count * m * n }, (_, at) => {
      const [batch, i, j] = [Math.floor(at / (m * n)), Math.floor(at / n) % m, at % n];
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const x = element(a, batches[0] ? batch : 0, m, k, i, l, options.transposeA);
        sum += x * element(b, batches[1] ? batch : 0, k, n, l, j, options.transposeB);
      }
      return sum;
    });
}

function shapesOf({ m, n, k, options = {}, batches = [0, 0] }: Sizes): readonly [Shape, Shape] {
  const lead = (count: number) => (count ? [count] : []);
  return [
    [...lead(batches[0]), ...(options.transposeA ? [k, m] : [m, k])],
    [...lead(batches[1]), ...(options.transposeB ? [n, k] : [k, n])],
  ];
}

async function check(sizes: Sizes, options: Partial<OpCheck> = {}): Promise<void> {
  // Sums over k cancel where the result is near 0; their error is that of the summands, so it is measured against the largest element.
  const shared = { shapes: shapesOf(sizes), normwise: true, forward: [1e-6, 1e-7], backward: [1e-5, 1e-6] } as const;
  await checkOp((a, b) => matmul(a, b, sizes.options), { oracle: product(sizes), ...shared, ...options });
}

const LAYOUTS: readonly Required<MatmulOptions>[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);
const name = ({ transposeA, transposeB }: Required<MatmulOptions>) => `${transposeA ? 'aᵀ' : 'a'} ${transposeB ? 'bᵀ' : 'b'}`;

describe('matmul() without workgroup memory', () => {
  const profiles = [PROFILES.software];
  for (const options of LAYOUTS) {
    it(`multiplies and differentiates ${name(options)}`, async () => {
      // One of each: a single element; odd sizes of one vector; exact tiles of 8 x 16; one more than a tile, k a multiple of 4.
      for (const [m, n, k] of [
        [1, 1, 1],
        [3, 5, 7],
        [8, 16, 4],
        [9, 20, 12],
      ] as const) {
        await check({ m, n, k, options }, { profiles, differentiate: m === 3 ? [0, 1] : [] });
      }
    });
  }

  it('multiplies batches, batches by one matrix, and one matrix by batches', async () => {
    const [m, n, k] = [5, 6, 7];
    await check({ m, n, k, batches: [3, 3] }, { profiles });
    await check({ m, n, k, batches: [3, 0] }, { profiles });
    await check({ m, n, k, batches: [0, 3] }, { profiles });
    await check({ m, n: 8, k: 4, batches: [2, 0], options: { transposeA: true } }, { profiles });
    await check({ m, n: 8, k: 4, batches: [2, 2], options: { transposeB: true } }, { profiles });
  });
});

describe('matmul() with tiles in workgroup memory', () => {
  const profiles = [TILED];
  const EDGES = [
    { m: 33, n: 36, k: 20 },
    { m: 5, n: 1, k: 1 },
    { m: 32, n: 32, k: 16 },
    { m: 35, n: 5, k: 17 },
  ];
  LAYOUTS.forEach((options, i) => {
    const { m, n, k } = EDGES[i] as (typeof EDGES)[number];
    it(`multiplies ${name(options)} to ${m} x ${n} over ${k}`, () => check({ m, n, k, options }, { profiles, differentiate: [] }));
  });

  it('multiplies batches, and one matrix by batches', async () => {
    await check({ m: 5, n: 6, k: 7, batches: [3, 3] }, { profiles, differentiate: [] });
    await check({ m: 5, n: 6, k: 7, batches: [0, 3], options: { transposeA: true } }, { profiles, differentiate: [] });
  });
});

describe('matmul() of few results in tiles of their own', () => {
  const options = { profiles: [PROFILES.gpu], differentiate: [] } as const;
  // Few rows first, one of each layout; then more.
  const EDGES = [
    { m: 1, n: 64, k: 16 },
    { m: 1, n: 1, k: 1 },
    { m: 4, n: 68, k: 20 },
    { m: 3, n: 5, k: 17 },
    { m: 37, n: 60, k: 68 },
    { m: 130, n: 5, k: 3 },
    { m: 35, n: 61, k: 130 },
    { m: 64, n: 32, k: 64 },
  ];
  EDGES.forEach(({ m, n, k }, i) => {
    const layout = LAYOUTS[i % LAYOUTS.length] as (typeof LAYOUTS)[number];
    it(`multiplies ${name(layout)} to ${m} x ${n} over ${k}`, () => check({ m, n, k, options: layout }, options));
  });

  it('splits long sums', () => check({ m: 2, n: 12, k: 4100 }, { ...options, forward: [1e-5, 1e-6] }));
  it('multiplies batches', () => check({ m: 2, n: 6, k: 7, batches: [3, 3] }, options));
});

describe('matmul() of many tiles in workgroup memory, which are big', () => {
  const options = { profiles: [PROFILES.gpu], differentiate: [], forward: [1e-5, 1e-6] } as const;
  it('multiplies a b', () => check({ m: 1030, n: 1020, k: 20 }, options));
  it('multiplies aᵀ bᵀ', () => check({ m: 1024, n: 1024, k: 9, options: { transposeA: true, transposeB: true } }, options));
});

describe('matmul() by matrix units', () => {
  const by = (name: string) => ({ ...WITH_MATRICES, choices: { get: () => name } });
  const checkBy = async (tile: string, sizes: Sizes, options: Partial<OpCheck> = {}) => {
    const [a, b] = shapesOf(sizes).map((shape, i) => placeholder(`${i}`, shape)) as [Tensor, Tensor];
    const { dispatches } = plan({ outputs: [matmul(a, b, sizes.options)], profile: by(tile), placeOf: () => 0 });
    expect(dispatches[0]?.code).toContain('multiplyAccumulate');
    await check(sizes, { profiles: [by(tile)], differentiate: [], ...options });
  };
  // Exactly a tile; less; more, in whole vectors and odd; each in another layout. Chunks are of 8 k.
  const EDGES = [
    { m: 64, n: 64, k: 16 },
    { m: 50, n: 60, k: 1 },
    { m: 100, n: 132, k: 20 },
    { m: 123, n: 125, k: 13 },
  ];
  EDGES.forEach(({ m, n, k }, i) => {
    const layout = LAYOUTS[i] as (typeof LAYOUTS)[number];
    it(`multiplies ${name(layout)} to ${m} x ${n} over ${k}`, () => checkBy('matrices', { m, n, k, options: layout }));
  });

  it('multiplies batches', () => checkBy('matrices', { m: 51, n: 52, k: 7, batches: [3, 3] }));
  it('splits sums', () => checkBy('matrices in 2', { m: 120, n: 60, k: 256 }, { forward: [1e-5, 1e-6] }));

  it('hands its results to an epilogue', async () => {
    const sizes = { m: 126, n: 68, k: 12 };
    const multiplied = product(sizes);
    const oracle = (a: Data, b: Data, c: Data) => multiplied(a, b).map((value, i) => Math.max(0, value + (c[i % 68] as number)));
    const options = { shapes: [...shapesOf(sizes), [68]], normwise: true, profiles: [by('matrices')], differentiate: [] };
    await checkOp((a, b, c) => relu(add(matmul(a, b), c)), { oracle, ...options });
  });

  it('has the directives that such a kernel needs once in its module, and in no other', () => {
    const codesOf = (profile: Profile) => {
      const [a, b, c] = ['a', 'b', 'c'].map((each) => placeholder(each, [64, 64])) as [Tensor, Tensor, Tensor];
      return plan({ outputs: [matmul(a, b), matmul(a, c)], profile, placeOf: () => 0 }).dispatches.map(({ code }) => code);
    };
    const [code, ...others] = codesOf({ ...by('matrices'), matrices: MATRICES }) as [string];
    expect(others).toEqual([]);
    expect(code.split(MATRICES.directives as string)).toEqual(['', expect.stringContaining('subgroupMatrixLoad')]);
    expect(codesOf({ ...by('big'), matrices: MATRICES }).join()).not.toMatch(/matrix|diagnostic/);
  });
});

describe('matmul() of long sums with few results, which are split', () => {
  const options = { profiles: [PROFILES.software], differentiate: [], forward: [1e-5, 1e-6] } as const; // of the house's bound for k = 4096, a quarter
  it('multiplies a b', () => check({ m: 5, n: 12, k: 4100 }, { ...options, profiles: Object.values(PROFILES) }));
  it('multiplies aᵀ b', () => check({ m: 9, n: 7, k: 4096, options: { transposeA: true } }, options));
  it('multiplies a bᵀ', () => check({ m: 9, n: 8, k: 4098, options: { transposeB: true } }, options));
});

describe('matmul()', () => {
  it('takes several leading axes', async () => {
    const oracle = product({ m: 3, n: 4, k: 2, batches: [6, 6] });
    await checkOp((a, b) => matmul(a, b), {
      oracle,
      shapes: [
        [2, 3, 3, 2],
        [2, 3, 2, 4],
      ],
      normwise: true,
      profiles: [PROFILES.software],
    });
    expect(matmul(placeholder('a', [2, 3, 5, 4]), placeholder('b', [4, 7])).shape).toEqual([2, 3, 5, 7]);
  });

  it('multiplies a matrix by itself, with both operands in one binding', async () => {
    const square = product({ m: 5, n: 5, k: 3, options: { transposeB: true } });
    const op = (a: Tensor, bias: Tensor) => relu(add(matmul(a, a, { transposeB: true }), bias));
    const oracle = (a: Data, bias: Data) => square(a, a).map((value, i) => Math.max(value + (bias[i % 5] as number), 0));
    await checkOp(op, { oracle, shapes: [[5, 3], [5]], normwise: true, differentiate: [] });
  });

  it('adds a long sum with the error of a few roundings', async () => {
    await check({ m: 4, n: 4, k: 1000 }, { profiles: [PROFILES.software], differentiate: [], forward: [2e-6, 0] });
  });

  it('rejects shapes that do not fit', () => {
    const a = placeholder('a', [2, 3]);
    expect(() => matmul(a, placeholder('b', [4, 5]))).toThrow('Cannot matmul [2,3] by [4,5]: inner sizes are 3 and 4, they must be equal');
    expect(() => matmul(a, placeholder('b', [3]))).toThrow('Cannot matmul [2,3] by [3]: both need at least 2 axes');
    expect(() => matmul(placeholder('a', [2, 2, 3]), placeholder('b', [3, 3, 4]))).toThrow(
      'Cannot matmul [2,2,3] by [3,3,4]: leading axes must be equal, or one operand has none',
    );
  });
});
