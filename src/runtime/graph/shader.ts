/** Joining of WGSL: splits files into declarations, sets knobs, prefixes names, so that kernels and helpers become one module for `emit.ts`. */
import { remembered } from './remembered.ts';

/** A module-scope declaration of a WGSL file. */
export interface Declaration {
  readonly kind: 'fn' | 'const' | 'alias' | 'struct' | 'var' | 'binding';
  readonly name: string;
  readonly text: string;
}

/** The parts of `@group(0) @binding(n) var<storage, access> name: type;`. */
export interface StorageDeclaration {
  readonly name: string;
  readonly access: 'read' | 'read_write';
  readonly type: string;
}

const cache = new Map<string, readonly Declaration[]>();

/** The declarations of a WGSL file in order, comments left out and loops over `unrolled` written out. */
export function declarations(source: string): readonly Declaration[] {
  return remembered(cache, source, () => split(writtenOut(source.replace(/\/\/[^\n]*/g, ''))).map(describe));
}

/** Joins files: equal declarations once, knobs set. Throws when two files declare one name differently or a knob is unknown. */
export function join(sources: readonly string[], knobs: Readonly<Record<string, number | string | boolean>>): readonly Declaration[] {
  const joined = new Map<string, Declaration>();
  for (const declaration of sources.flatMap(declarations)) {
    const set = setKnob(declaration, knobs[declaration.name]);
    const other = joined.get(set.name);
    if (other && other.text !== set.text) throw new Error(`Cannot join shaders: ${set.name} is declared twice, differently`);
    joined.set(set.name, set);
  }
  for (const name of Object.keys(knobs)) {
    if (!joined.has(name)) throw new Error(`Cannot set the knob ${name}: no joined file declares it`);
  }
  return [...joined.values()];
}

/** `join` of files for kernels that work on elements one by one, or on four at once: `alias Value` and the knobs set. */
export function joinFor(
  width: number | undefined,
  sources: readonly string[],
  knobs: Parameters<typeof join>[1] = {},
): readonly Declaration[] {
  return join(['alias Value = f32;', ...new Set(sources)], { ...knobs, Value: width === 4 ? 'vec4f' : 'f32' });
}

/** What a binding declaration binds. */
export function storageOf(declaration: Declaration): StorageDeclaration {
  const match = /var<storage,\s*(read|read_write)>\s*(\w+)\s*:\s*([^;]+);/.exec(declaration.text);
  if (!match) throw new Error(`Cannot read the binding ${declaration.text}: it must be a var<storage, read|read_write>`);
  return { access: match[1] as 'read' | 'read_write', name: match[2] as string, type: (match[3] as string).trim() };
}

/** A type with the aliases among `declared` replaced by what they stand for. */
export function withoutAliases(type: string, declared: readonly Declaration[]): string {
  const meaning = (word: string) => {
    const alias = declared.find(({ kind, name }) => kind === 'alias' && name === word);
    return alias && /=\s*([^;]+);/.exec(alias.text)?.[1]?.trim();
  };
  return type.replace(/\b\w+\b/g, (word) => meaning(word) ?? word);
}

/**
 * The text of declarations with the module-scope names in `renames` replaced, which may say for a name with `[` behind it what else that becomes. A
 * local of the same name hides them, and stays.
 */
export function renamed(list: readonly Declaration[], renames: ReadonlyMap<string, string>): string {
  return list
    .map((declaration) => {
      const locals = localsOf(declaration);
      return declaration.text.replace(/(?<![.\w])([A-Za-z_]\w*)(\[?)/g, (whole, word: string, bracket: string) => {
        return locals.has(word) ? whole : (renames.get(whole) ?? `${renames.get(word) ?? word}${bracket}`);
      });
    })
    .join('\n');
}

/** Parameters, members and `let`, `var` and `const` inside a declaration. */
function localsOf({ name, text }: Declaration): ReadonlySet<string> {
  const found = [...text.matchAll(/\b(?:let|var|const)\s+(\w+)|\b(\w+)\s*:/g)].map(([, variable, member]) => variable ?? member ?? name);
  return new Set(found.filter((local) => local !== name));
}

function setKnob(declaration: Declaration, value: number | string | boolean | undefined): Declaration {
  if (value === undefined) return declaration;
  const literal = typeof value === 'number' && /:\s*u32/.test(declaration.text) ? `${value}u` : `${value}`;
  return { ...declaration, text: declaration.text.replace(/=[^;]*;/, `= ${literal};`) };
}

/** Writes out loops over a variable `unrolled`: compilers leave long loops as they are. */
function writtenOut(source: string): string {
  const loop = /for\s*\(var unrolled\s*=\s*0u;\s*unrolled\s*<\s*(\d+)u;\s*unrolled\+\+\)\s*/.exec(source);
  if (!loop) return source;
  const begin = loop.index + loop[0].length;
  let end = begin;
  let depth = 0;
  do {
    if (source[end] === '{') depth++;
    if (source[end] === '}') depth--;
    end++;
  } while (depth);
  const body = source.slice(begin, end);
  const rounds = Array.from({ length: Number(loop[1]) }, (_, i) => body.replace(/\bunrolled\b/g, `${i}u`));
  return writtenOut(source.slice(0, loop.index) + rounds.join('\n') + source.slice(end));
}

/** Cuts at semicolons and closing braces of depth zero. */
function split(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < source.length; i++) {
    const character = source[i];
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (depth === 0 && (character === ';' || character === '}')) {
      parts.push(source.slice(start, i + 1).trim());
      start = i + 1;
    }
  }
  return parts.filter((part) => part && part !== ';');
}

function describe(text: string): Declaration {
  const binding = /^@group.*var<storage,\s*\w+>\s*(\w+)/.exec(text);
  if (binding) return { kind: 'binding', name: binding[1] as string, text };
  const match = /^(fn|const|alias|struct|var)\b(?:<[^>]*>)?\s*(\w+)/.exec(text);
  if (!match) throw new Error(`Cannot read the WGSL declaration: ${text.slice(0, 60)}`);
  return { kind: match[1] as Declaration['kind'], name: match[2] as string, text };
}
