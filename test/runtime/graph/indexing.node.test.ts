/** Index arithmetic against walks taken step by step, and the claims about four neighbours. */
import { describe, expect, it } from 'vitest';
import { broadcastWalks, type Mapping, mapping, type Walk } from '../../../src/runtime/graph/indexing.ts';

/** The element of memory at an output's index, `undefined` where the input has none. */
function elementAt(walks: readonly Walk[], index: number): number | undefined {
  let rest = index;
  let element = 0;
  for (const { size, stride, before, length } of walks.toReversed()) {
    const place = (rest % size) - before;
    rest = Math.floor(rest / size);
    if (place < 0 || place >= length) return undefined;
    element += place * stride;
  }
  return element;
}

/** What the WGSL expressions say for an index. */
function evaluated({ expression, inside }: Mapping, index: number): number | undefined {
  const value = (text: string): unknown => {
    const floored = text.replace(/i \/ (\d+)u/g, 'Math.floor(i / $1)').replace(/(\d)u/g, '$1');
    return new Function('i', `return ${floored};`)(index);
  };
  return inside && !value(inside('i')) ? undefined : Number(value(expression('i'))) >>> 0;
}

function total(walks: readonly Walk[]): number {
  return walks.reduce((product, { size }) => product * size, 1);
}

/** Numbers below `limit` that look like chance. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % limit;
  };
}

/** A tensor of up to four axes that is cut, padded, shifted and broadcast, with its axes in any order. */
function randomWalks(seed: number): readonly Walk[] {
  const roll = dice(seed);
  let stride = 1;
  const walks = Array.from({ length: 1 + roll(4) }, (): Walk => {
    const length = [1, 2, 3, 4, 6, 8][roll(6)] as number;
    const own = stride;
    stride *= length;
    const kind = roll(5);
    if (kind === 0) return { size: [1, 3, 4, 8][roll(4)] as number, stride: 0, before: 0, length: 8 };
    if (kind === 1) return { size: length, stride: own, before: roll(length) - (length >> 1), length };
    const more = roll(5);
    if (kind === 2) return { size: length + more, stride: own, before: roll(more + 1), length };
    if (kind === 3) return { size: Math.max(1, length - roll(3)), stride: own, before: 0, length };
    return { size: length, stride: own, before: 0, length };
  });
  return roll(2) ? walks.toReversed() : walks.sort(() => roll(3) - 1);
}

describe('mapping()', () => {
  it('finds the elements of 2,000 inputs, and is right about four neighbours', () => {
    const found = { contiguous: 0, splat: 0, guarded: 0 };
    for (let seed = 1; seed <= 2000; seed++) {
      const walks = randomWalks(seed);
      const mapped = mapping(walks);
      const indices = Array.from({ length: total(walks) }, (_, index) => index);
      const expected = indices.map((index) => elementAt(walks, index));
      const text = JSON.stringify(walks);
      expect(
        indices.map((index) => evaluated(mapped, index)),
        text,
      ).toEqual(expected);
      if (mapped.inside) found.guarded++;
      for (const claim of ['contiguous', 'splat'] as const) {
        if (!mapped[claim] || indices.length % 4) continue;
        found[claim]++;
        for (let index = 0; index < indices.length; index += 4) {
          const four = expected.slice(index, index + 4);
          const first = four[0];
          const wanted = first === undefined ? first : first + 0;
          if (claim === 'contiguous' && first !== undefined) expect(first % 4, text).toBe(0);
          expect(four, text).toEqual([0, 1, 2, 3].map((i) => (wanted === undefined ? wanted : wanted + (claim === 'splat' ? 0 : i))));
        }
      }
    }
    for (const count of Object.values(found)) expect(count).toBeGreaterThan(100);
  });

  it('leaves out what does nothing', () => {
    expect(mapping(broadcastWalks([2, 3], [2, 3])).expression('i')).toBe('i');
    expect(mapping(broadcastWalks([1], [2, 3])).expression('i')).toBe('0u');
    expect(mapping(broadcastWalks([3], [2, 3])).expression('i')).toBe('((i) % 3u)');
    expect(mapping(broadcastWalks([2, 1], [2, 3])).expression('i')).toBe('(i / 3u)');
    expect(mapping(broadcastWalks([2, 3], [2, 3])).inside).toBeUndefined();
  });
});
