import { describe, expect, it } from 'vitest';
import { chosen, digest } from '../../../src/runtime/graph/choices.ts';

describe('chosen()', () => {
  const variants = { key: 'k', names: ['usual', 'other'] };
  const choose = (...entries: [string, string][]) => chosen(variants, new Map(entries));

  it('takes what was chosen for the key, else the first', () => {
    expect(choose(['k', 'other'])).toBe('other');
    expect(choose(['l', 'other'])).toBe('usual');
    expect(choose()).toBe('usual');
  });

  it('ignores a choice that is no variant', () => {
    expect(choose(['k', 'gone'])).toBe('usual');
    expect(choose(['k', ''])).toBe('usual');
  });
});

// The values are those of the authors of FNV: http://www.isthe.com/chongo/tech/comp/fnv.
describe('digest()', () => {
  it.each([
    ['', '811c9dc5'],
    ['a', 'e40c292c'],
    ['foobar', 'bf9cf968'],
  ])('of %o is %s', (text, digits) => expect(digest(text)).toBe(digits));
});
