/** The layering of the source, read from its import statements, and what holds for every file. */
import { describe, expect, it } from 'vitest';

const texts = (files: Record<string, unknown>) =>
  Object.entries(files).map(([path, text]) => [path.replace(/^\.\.\//, ''), text as string] as const);

const SOURCES = new Map(texts(import.meta.glob('../src/**/*.ts', { query: '?raw', import: 'default', eager: true })));
const SHADERS = new Map(texts(import.meta.glob('../src/**/*.wgsl', { query: '?raw', import: 'default', eager: true })));
const OUTSIDE = new Map(
  texts(
    import.meta.glob(['../demo/**/*.{ts,tsx}', '../scripts/**/*.ts', '../bench/*.ts'], { query: '?raw', import: 'default', eager: true }),
  ),
);

interface Import {
  readonly from: string;
  /** A path of this repository, or the name of a package. */
  readonly to: string;
  readonly kind: 'value' | 'type' | 'dynamic';
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(from: string, text: string): Import[] {
  const found = [...text.matchAll(STATIC)].map(([, type, to]): Import => ({ from, to: to as string, kind: type ? 'type' : 'value' }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, to]): Import => ({ from, to: to as string, kind: 'dynamic' }));
  return [...found, ...dynamic].map((one) => ({ ...one, to: resolved(one) }));
}

function resolved({ from, to }: Import): string {
  return to.startsWith('.') ? new URL(to, `file:///${from}`).pathname.slice(1) : to;
}

const IMPORTS = [...SOURCES].flatMap(([path, text]) => importsOf(path, text));
const INNER = IMPORTS.filter(({ to }) => SOURCES.has(to));
const BY_FILE = new Map([...SOURCES.keys()].map((path) => [path, INNER.filter(({ from }) => from === path)]));

function importsWithin(path: string): readonly Import[] {
  return BY_FILE.get(path) ?? [];
}

/** Folders from the lowest to the highest; those of one line may not import each other. */
const LEVELS = [
  ['src/shaders/'],
  ['src/runtime/graph/', 'src/runtime/errors.ts'],
  ['src/runtime/ops/', 'src/runtime/gpu/'],
  ['activations', 'initializers', 'regularizers', 'constraints', 'schedules'].map((folder) => `src/train/${folder}/`),
  ['losses', 'optimizers', 'layers', 'data'].map((folder) => `src/train/${folder}/`),
  ['src/train/metrics/'],
  ['src/train/callbacks/'],
];

function folderOf(path: string): string | undefined {
  return LEVELS.flat().find((folder) => path.startsWith(folder));
}

/**
 * The height of a file: that of its folder, or for the loop, saving and the small shared files of `src/train`, that of the highest folder that they
 * reach. So a shared file may be used by a folder exactly if everything it stands on lies below that folder.
 */
function heightOf(path: string, seen = new Set<string>()): number {
  const folder = folderOf(path);
  if (folder) return LEVELS.findIndex((level) => level.includes(folder));
  seen.add(path);
  const below = importsWithin(path).filter(({ to, kind }) => kind !== 'dynamic' && !seen.has(to));
  return Math.max(0, ...below.map(({ to }) => heightOf(to, seen)));
}

const show = ({ from, to }: Import) => `${from} -> ${to}`;

describe('layering', () => {
  it('has folders import from themselves and from lower levels only', () => {
    const upward = INNER.filter(({ from, to, kind }) => {
      const folder = folderOf(from);
      return folder && kind !== 'dynamic' && folderOf(to) !== folder && heightOf(to) >= heightOf(from);
    });
    expect(upward.map(show)).toEqual([]);
  });

  it('keeps the runtime free of the training loop, and its graph free of ops and devices', () => {
    const within = (folder: string) => IMPORTS.filter(({ from }) => from.startsWith(folder));
    const graph = within('src/runtime/graph/').filter(({ to }) => !to.startsWith('src/runtime/graph/'));
    expect(graph.map(show)).toEqual([]);
    const runtime = within('src/runtime/').filter(({ to }) => !to.startsWith('src/runtime/') && !to.startsWith('src/shaders/'));
    expect(runtime.map(show)).toEqual([]);
  });

  it('loads packages and modules of Node dynamically only', () => {
    const packages = IMPORTS.filter(({ to, kind }) => !to.startsWith('src/') && kind === 'value');
    expect(packages.map(show)).toEqual([]);
  });

  it('imports shaders in the ops of the runtime only', () => {
    const shaders = IMPORTS.filter(({ from, to }) => to.includes('.wgsl') && !from.startsWith('src/runtime/ops/'));
    expect(shaders.map(show)).toEqual([]);
  });

  it('has nothing import the public index', () => {
    expect(INNER.filter(({ to }) => to === 'src/index.ts').map(show)).toEqual([]);
  });

  it('has callbacks know no model', () => {
    const models = INNER.filter(({ from, to }) => from.startsWith('src/train/callbacks/') && to.startsWith('src/train/model'));
    expect(models.map(show)).toEqual([]);
  });

  it('has only saving know all layers, which the rest imports dynamically', () => {
    const knowing = [...SOURCES.keys()].filter((path) => path.startsWith('src/train/') && reaches(path, 'src/train/layers/index.ts'));
    expect(knowing.filter((path) => !/^src\/train\/(saving|layers)\//.test(path))).toEqual([]);
  });

  it('has demo, scripts and benchmarks use the public interface only', () => {
    const inner = [...OUTSIDE]
      .flatMap(([path, text]) => importsOf(path, text))
      .filter(({ to }) => to.startsWith('src/') && to !== 'src/index.ts');
    expect(inner.map(show)).toEqual([]);
  });

  it('has no cycle of value imports', () => {
    expect(cycle()).toEqual([]);
  });
});

/** Whether a file is loaded together with another. */
function reaches(from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  seen.add(from);
  const next = importsWithin(from).filter((one) => one.kind === 'value' && !seen.has(one.to));
  return next.some((one) => reaches(one.to, to, seen));
}

/** The files of a cycle of value imports, in order; none where there is none. */
function cycle(): readonly string[] {
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const { to } of importsWithin(path).filter(({ kind }) => kind === 'value')) {
      const found = visit(to, [...way, path]);
      if (found.length) return found;
    }
    done.add(path);
    return [];
  };
  for (const path of SOURCES.keys()) {
    const found = visit(path, []);
    if (found.length) return found;
  }
  return [];
}

describe('every file', () => {
  it('opens with a sentence that says what it holds', () => {
    expect([...SOURCES].filter(([, text]) => !text.startsWith('/**')).map(([path]) => path)).toEqual([]);
    expect([...SHADERS].filter(([, text]) => !text.startsWith('//')).map(([path]) => path)).toEqual([]);
  });

  it('has at most 260 lines', () => {
    const long = [...SOURCES, ...SHADERS].filter(([, text]) => text.trimEnd().split('\n').length > 260);
    expect(long.map(([path]) => path)).toEqual([]);
  });

  it('documents each of its exports', () => {
    const bare = [...SOURCES].flatMap(([path, text]) => undocumented(text).map((name) => `${path}: ${name}`));
    expect(bare).toEqual([]);
  });
});

/** Exported declarations without a JSDoc comment before them. Later signatures of an overloaded function share that of the first. */
function undocumented(text: string): string[] {
  const lines = text.split('\n');
  const documented = new Set<string>();
  const bare: string[] = [];
  lines.forEach((line, i) => {
    const name = /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type) (\w+)/.exec(
      line,
    )?.[1];
    if (!name) return;
    if (lines[i - 1]?.trimEnd().endsWith('*/')) documented.add(name);
    else if (!documented.has(name)) bare.push(name);
  });
  return bare;
}

describe('every shader', () => {
  it('is imported', () => {
    const used = new Set(IMPORTS.map(({ to }) => to.replace(/\?raw$/, '')));
    expect([...SHADERS.keys()].filter((path) => !used.has(path))).toEqual([]);
  });

  it('declares at most 8 storage buffers', () => {
    const wide = [...SHADERS].filter(([, text]) => (text.match(/@binding\(/g) ?? []).length > 8);
    expect(wide.map(([path]) => path)).toEqual([]);
  });

  it('has one declaration for each variable in workgroup memory, and room for all of them on every device', () => {
    const found = [...SHADERS.values()].flatMap((text) => [...text.matchAll(/var<workgroup> (\w+): array<(\w+), (\d+)>;/g)]);
    const sizes = new Map(
      found.map(([declaration, name, type, count]) => [declaration, [name, (type === 'vec4f' ? 16 : 4) * Number(count)] as const]),
    );
    const all = [...SHADERS.values()].reduce((sum, text) => sum + (text.match(/var<workgroup>/g) ?? []).length, 0);
    expect(found).toHaveLength(all);
    expect(new Set([...sizes.values()].map(([name]) => name)).size).toBe(sizes.size); // kernels that share a dispatch share them by name
    expect([...sizes.values()].reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(16_384);
  });

  it('names no function as WGSL names one of its own, which would then call itself', () => {
    const own =
      /\bfn (abs|acos|asin|atan|ceil|clamp|cos|cosh|cross|distance|dot|exp|exp2|floor|fract|length|log|log2|max|min|mix|pow|round|select|sign|sin|sinh|sqrt|step|tan|tanh|transpose|trunc)\b/;
    expect([...SHADERS].filter(([, text]) => own.test(text)).map(([path]) => path)).toEqual([]);
  });
});

describe('the test itself', () => {
  it('sees the source', () => {
    expect(SOURCES.size).toBeGreaterThan(100);
    expect(SHADERS.size).toBeGreaterThan(50);
    expect(OUTSIDE.size).toBeGreaterThan(5);
    expect(INNER.some(({ kind }) => kind === 'dynamic')).toBe(true);
    expect(heightOf('src/train/names.ts')).toBe(0);
  });
});
