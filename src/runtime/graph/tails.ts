/** Kernels of one dispatch that end alike: each hands its element over, and what becomes of it stands in the dispatch once. Used by `emit.ts`. */
import { chainBody, chainSources, chainWidth, type Located, valueName } from './chain.ts';
import type { Group } from './group.ts';
import type { Homes } from './homes.ts';
import type { Part } from './openings.ts';
import { remembered } from './remembered.ts';
import { type Declaration, joinFor, renamed } from './shader.ts';
import type { Tensor } from './tensor.ts';

/** Finds a tensor of a group's chain among the bindings of the dispatch. */
export type Bind = (tensor: Tensor, width: number, written: boolean, group: Group) => Located;

/** The shared ends of a dispatch. */
export interface Tails {
  /** For a group that shares its end: the statement with which an invocation hands over `index` and what its main loop made. */
  readonly handOvers: ReadonlyMap<Group, string>;
  /** The WGSL of each end, and its function without parameters, to be called by all invocations after their own kernel. */
  readonly ends: readonly Pick<Part, 'text' | 'run'>[];
}

/** The end of a kernel: the statements of its chain, with names for the places of tensors, and these places. */
interface End {
  readonly group: Group;
  readonly width: 1 | 4;
  readonly body: string;
  readonly places: readonly string[];
}

/** Statements up to which handing over costs as much. */
const SHORT = 4;

/** The ends that groups share; `groups`: those whose invocations end with one element each, at most. */
export function tailsOf(groups: readonly Group[], homes: Homes, bind: Bind): Tails {
  const alike = new Map<string, End[]>();
  for (const end of groups.map((group) => endOf(group, homes, bind))) {
    const key = [end.width, end.group.main?.outputs.length, ...chainSources(end.group, end.width), end.body].join('\n');
    remembered(alike, key, () => []).push(end);
  }
  const handOvers = new Map<Group, string>();
  const written: Pick<Part, 'text' | 'run'>[] = [];
  for (const ends of alike.values()) {
    const [end] = ends as [End];
    if (ends.length < 2 || end.body.split('\n').length <= SHORT) continue;
    const prefix = `tail${written.length}_`;
    written.push(tailOf(end, prefix));
    for (const { group, places } of ends) {
      handOvers.set(group, `  ${prefix}given = ${prefix}Given(${['true', 'index', ...valuesOf(group), ...places].join(', ')});`);
    }
  }
  return { handOvers, ends: written };
}

function endOf(group: Group, homes: Homes, bind: Bind): End {
  const width = chainWidth(group, homes);
  const places: string[] = [];
  const symbols = new Map<string, string>();
  const body = chainBody(group, homes, (tensor, written) => {
    const { name, place } = bind(tensor, width, written, group);
    return { name, place: remembered(symbols, `${name} ${place}`, () => `place${places.push(place) - 1}`) };
  });
  return { group, width, body, places };
}

/** What a kernel's main loop gives to its epilogue; nothing in a group without one. */
function valuesOf({ main }: Group): readonly string[] {
  return main?.outputs.map((_, i) => valueName(i)) ?? [];
}

function tailOf({ group, width, body, places }: End, prefix: string): Pick<Part, 'text' | 'run'> {
  const values = valuesOf(group);
  const numbers = ['index', ...places.map((_, i) => `place${i}`)];
  const members = ['on: bool', 'index: u32', ...values.map((name) => `${name}: Value`), ...numbers.slice(1).map((name) => `${name}: u32`)];
  const lets = [...numbers, ...values].map((name) => `  let ${name} = given.${name};`);
  const declared: readonly Declaration[] = [
    ...joinFor(width, chainSources(group, width)),
    { kind: 'struct', name: 'Given', text: `struct Given { ${members.join(', ')} }` },
    { kind: 'var', name: 'given', text: 'var<private> given: Given;' },
    { kind: 'fn', name: 'run', text: ['fn run() {', '  if (!given.on) { return; }', ...lets, body, '}'].join('\n') },
  ];
  const names = new Map(declared.map(({ name }) => [name, prefix + name]));
  return { text: renamed(declared, names), run: `${prefix}run` };
}
