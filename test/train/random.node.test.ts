/** Random numbers against published vectors, and the order of rows as a permutation. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  batchPermutation,
  Generator,
  hashString,
  nextSeed,
  permutation,
  randomSeed,
  setRandomSeed,
  threefry2x32,
} from '../../src/train/random.ts';

const u32 = fc.integer({ min: 0, max: 0xffffffff });

function sorted(order: Uint32Array): number[] {
  return [...order].sort((a, b) => a - b);
}

describe('threefry2x32()', () => {
  it('gives the known answers of Random123', () => {
    expect(threefry2x32(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
    expect(threefry2x32(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff)).toEqual([0x1cb996fc, 0xbb002be7]);
    expect(threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
  });
});

describe('hashString()', () => {
  it('gives the published hashes of FNV-1a', () => {
    expect(hashString('')).toBe(0x811c9dc5);
    expect(hashString('a')).toBe(0xe40c292c);
    expect(hashString('foobar')).toBe(0xbf9cf968);
  });
});

describe('Generator', () => {
  it('repeats itself for equal seed and stream only', () => {
    const draw = (seed: number, stream: string) =>
      Array.from(
        { length: 4 },
        (
          (generator) => () =>
            generator.word()
        )(new Generator(seed, stream)),
      );
    expect(draw(7, 'dense')).toEqual(draw(7, 'dense'));
    expect(draw(7, 'dense')).not.toEqual(draw(8, 'dense'));
    expect(draw(7, 'dense')).not.toEqual(draw(7, 'dense_1'));
  });

  it('draws both words of each block in turn', () => {
    const generator = new Generator(3, 'x');
    const blocks = [0, 1].flatMap((counter) => threefry2x32(3, hashString('x'), counter, 0));
    expect(blocks.map(() => generator.word())).toEqual(blocks);
  });

  it('uniform() lies in [0, 1), is exact in f32 and has the moments of the uniform distribution', () => {
    const generator = new Generator(1, 'uniform');
    const values = Array.from({ length: 20000 }, () => generator.uniform());
    expect(values.every((value) => value >= 0 && value < 1 && Math.fround(value) === value)).toBe(true);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  it('normal() has the moments of the normal distribution and uncorrelated neighbours', () => {
    const generator = new Generator(1, 'normal');
    const values = Array.from({ length: 40000 }, () => generator.normal());
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeGreaterThan(2.8);
    expect(mean(values.map((value) => value ** 4))).toBeLessThan(3.2);
    expect(mean(values.slice(1).map((value, index) => value * values[index]!))).toBeCloseTo(0, 1);
  });

  it('normal() is finite for the smallest and the largest word', () => {
    for (const word of [0, 2 ** 32 - 1]) {
      const generator = new Generator(1, 'normal');
      vi.spyOn(generator, 'word').mockReturnValue(word);
      expect(Number.isFinite(generator.normal()) && Number.isFinite(generator.normal())).toBe(true);
    }
  });

  it('below() reaches all integers below n equally often, and no other', () => {
    const generator = new Generator(5, 'below');
    const counts = new Array<number>(6).fill(0);
    for (let draw = 0; draw < 12000; draw++) counts[generator.below(6)]! += 1;
    expect(counts).toHaveLength(6);
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 32 }), u32, (n, seed) => new Generator(seed, '').below(n) < n));
  });

  it('refuses seeds that are no u32', () => {
    for (const seed of [-1, 1.5, Number.NaN, 2 ** 32]) expect(() => new Generator(seed, 'x')).toThrow(RangeError);
  });
});

describe('permutation()', () => {
  it('holds every row once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), u32, (n, seed) => {
        expect(sorted(permutation(n, seed, 0))).toEqual(Array.from({ length: n }, (_, row) => row));
      }),
    );
  });

  it('is the same for the same epoch and another for the next', () => {
    expect(permutation(100, 1, 3)).toEqual(permutation(100, 1, 3));
    expect(permutation(100, 1, 3)).not.toEqual(permutation(100, 1, 4));
    expect(permutation(100, 1, 3)).not.toEqual(permutation(100, 2, 3));
  });

  it('gives all orders of three rows equally often', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 6000; epoch++) {
      const order = permutation(3, 9, epoch).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('batchPermutation()', () => {
  it('shuffles the rows of each batch among themselves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 40 }), u32, (n, batchSize, seed) => {
        const order = batchPermutation(n, batchSize, seed, 0);
        expect(sorted(order)).toEqual(Array.from({ length: n }, (_, row) => row));
        order.forEach((row, position) => {
          expect(Math.floor(row / batchSize)).toBe(Math.floor(position / batchSize));
        });
      }),
    );
    expect(batchPermutation(64, 32, 1, 0)).not.toEqual(batchPermutation(64, 32, 1, 1));
  });
});

describe('setRandomSeed()', () => {
  it('makes the seeds that follow repeatable', () => {
    setRandomSeed(42);
    const first = [nextSeed(), nextSeed(), nextSeed()];
    expect(randomSeed()).toBe(42);
    setRandomSeed(42);
    expect([nextSeed(), nextSeed(), nextSeed()]).toEqual(first);
    expect(new Set(first).size).toBe(3);
    expect(first.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).toBe(true);
  });

  it('refuses what is no seed and keeps the seed before', () => {
    setRandomSeed(3);
    expect(() => setRandomSeed(1.5)).toThrow('it is 1.5, it must be an integer from 0 to 4294967295');
    expect(randomSeed()).toBe(3);
  });
});

describe('nextSeed()', () => {
  it('starts from a random seed when none was set', async () => {
    const fresh = async (copy: string) =>
      ((await import(/* @vite-ignore */ `../../src/train/random.ts?${copy}`)) as typeof import('../../src/train/random.ts')).nextSeed();
    expect(await fresh('first')).not.toBe(await fresh('second'));
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
