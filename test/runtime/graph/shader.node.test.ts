/** Joining of WGSL files: declarations, knobs and names. */
import { describe, expect, it } from 'vitest';
import { type Declaration, declarations, join, renamed, storageOf } from '../../../src/runtime/graph/shader.ts';

const FILE = `// y = SIZE x; a comment; with { braces } and fn words
const SIZE: u32 = 4u;
const FILL: f32 = 0.0; // behind
const TABLE: array<u32, 2> = array<u32, 2>(1u, 2u);
alias Value = f32;
struct Pair { first: Value, second: Value }
var<workgroup> tile: array<f32, 64>;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

fn run(group: u32, lane: u32) {
  for (var i = 0u; i < SIZE; i++) { y[i] = vec4f(x[i] * f32(SIZE)); }
  if (lane == 0u) { return; }
}
`;

const text = (list: readonly { text: string }[]) => list.map((declaration) => declaration.text);

describe('declarations()', () => {
  it('splits a file at module scope and leaves comments out', () => {
    expect(declarations(FILE).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'const SIZE',
      'const FILL',
      'const TABLE',
      'alias Value',
      'struct Pair',
      'var tile',
      'binding x',
      'binding y',
      'fn run',
    ]);
    expect(declarations(FILE)[0]?.text).toBe('const SIZE: u32 = 4u;');
  });

  it('writes out a loop over `unrolled`, with blanks and without', () => {
    const loop =
      'fn f() -> u32 {\n  var sum = 0u;\n  for (var unrolled = 0u; unrolled < 3u; unrolled++) {\n    if (sum < 9u) { sum += unrolled * 2u; }\n  }\n  return sum;\n}';
    for (const source of [loop, loop.replace(/\s*\n\s*/g, '').replace(/ ?([=<;{}()+*]) ?/g, '$1')]) {
      const [{ text }] = declarations(source) as [Declaration];
      expect(text).not.toContain('unrolled');
      expect(text).not.toContain('for');
      expect([...text.matchAll(/sum ?\+= ?(\d)u ?\* ?2u/g)].map(([, round]) => round)).toEqual(['0', '1', '2']);
      expect(text.replace(/\s/g, '')).toMatch(/^fnf\(\)->u32\{varsum=0u;(\{if\(sum<9u\)\{sum\+=\du\*2u;\}\}){3}returnsum;\}$/);
    }
  });

  it('rejects what it does not know', () => {
    expect(() => declarations('override size: u32 = 1u;')).toThrow('Cannot read the WGSL declaration: override size: u32 = 1u;');
  });
});

describe('join()', () => {
  it('sets knobs of every type by rewriting their values', () => {
    const joined = join([FILE], { SIZE: 7, FILL: '1.5f', TABLE: 'array<u32, 2>(3u, 4u)', Value: 'vec4f' });
    expect(text(joined).slice(0, 4)).toEqual([
      'const SIZE: u32 = 7u;',
      'const FILL: f32 = 1.5f;',
      'const TABLE: array<u32, 2> = array<u32, 2>(3u, 4u);',
      'alias Value = vec4f;',
    ]);
    expect(text(join(['const EXACT: bool = false;'], { EXACT: true }))).toEqual(['const EXACT: bool = true;']);
  });

  it('takes equal declarations once', () => {
    const joined = join(['alias Value = f32;\nfn a() {}', 'alias Value = f32;\nfn b() {}'], {});
    expect(joined.map(({ name }) => name)).toEqual(['Value', 'a', 'b']);
  });

  it('takes declarations that a knob makes equal once', () => {
    expect(join(['alias Value = f32;', 'alias Value = vec4f;'], { Value: 'vec4f' })).toHaveLength(1);
  });

  it('rejects two different declarations of a name', () => {
    expect(() => join(['fn a() -> f32 { return 1.0; }', 'fn a() -> f32 { return 2.0; }'], {})).toThrow(
      'Cannot join shaders: a is declared twice, differently',
    );
  });

  it('rejects a knob that no file declares', () => {
    expect(() => join([FILE], { SIZES: 3 })).toThrow('Cannot set the knob SIZES: no joined file declares it');
  });
});

describe('renamed()', () => {
  const rename = (source: string, names: Record<string, string>) => renamed(declarations(source), new Map(Object.entries(names)));

  it('replaces whole words, declarations and uses', () => {
    expect(rename('const N: u32 = 1u;\nfn run() -> u32 { return N + NN; }', { N: 'k0_N', run: 'k0_run' })).toBe(
      'const k0_N: u32 = 1u;\nfn k0_run() -> u32 { return k0_N + NN; }',
    );
  });

  it('leaves members behind a point alone', () => {
    expect(rename('fn run() { y = v.x + x; }', { x: 'buffer0' })).toBe('fn run() { y = v.x + buffer0; }');
  });

  it('leaves parameters, variables and members of the same name alone', () => {
    const source = 'fn add(a: f32, b: f32) -> f32 { let c = a; return c + b + d; }\nstruct Pair { a: f32, c: f32 }';
    const names = { a: 'buffer0', b: 'buffer0', c: 'k0_c', d: 'k0_d', add: 'k0_add', Pair: 'k0_Pair' };
    expect(rename(source, names)).toBe(
      'fn k0_add(a: f32, b: f32) -> f32 { let c = a; return c + b + k0_d; }\nstruct k0_Pair { a: f32, c: f32 }',
    );
  });
});

describe('storageOf()', () => {
  it('reads the parts of a binding', () => {
    const [x, y] = declarations(FILE).filter(({ kind }) => kind === 'binding');
    expect(x && storageOf(x)).toEqual({ name: 'x', access: 'read', type: 'array<f32>' });
    expect(y && storageOf(y)).toEqual({ name: 'y', access: 'read_write', type: 'array<vec4f>' });
  });

  it('rejects bindings of other kinds', () => {
    expect(() => storageOf({ kind: 'binding', name: 'x', text: '@group(0) @binding(0) var<uniform> x: u32;' })).toThrow(
      'it must be a var<storage, read|read_write>',
    );
  });
});
