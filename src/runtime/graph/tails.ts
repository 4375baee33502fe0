/** Kernels of one dispatch that end alike: each hands its element over, and what becomes of it stands in the dispatch once. Used by `emit.ts`. */
import { chainBody, chainSources, chainWidth, type Located, valueName } from './chain.ts';
import type { Group } from './group.ts';
import type { Homes } from './homes.ts';
import type { Part } from './openings.ts';
import { type Declaration, join, renamed } from './shader.ts';
import type { Tensor } from './tensor.ts';

/** Finds a tensor of a group's chain among the bindings of the dispatch. */
export type Bind = (tensor: Tensor, width: number, written: boolean, group: Group) => Located;

/** The end of a kernel: the statements of its chain, with names for the places of tensors, and these places. */
interface End {
  readonly group: Group;
  readonly width: 1 | 4;
  readonly body: string;
  readonly places: readonly string[];
}

/** The end that several kernels share. */
interface Tail {
  readonly prefix: string;
  readonly ends: readonly End[];
  /** Numbers of the places that differ. */
  readonly differing: readonly number[];
}

/** The shared ends of one dispatch. */
export class Tails {
  private readonly tails: readonly Tail[];

  /** `groups`: those whose invocations end with one element each, at most. */
  constructor(groups: readonly Group[], homes: Homes, bind: Bind) {
    const alike = new Map<string, End[]>();
    for (const end of groups.map((group) => endOf(group, homes, bind))) {
      const key = [end.width, end.group.main?.outputs.length, ...chainSources(end.group, end.width), end.body].join('\n');
      alike.set(key, [...(alike.get(key) ?? []), end]);
    }
    const shared = [...alike.values()].filter((ends) => ends.length > 1 && isLong(ends[0] as End));
    this.tails = shared.map((ends, i) => ({ prefix: `tail${i}_`, ends, differing: differing(ends) }));
  }

  /** The statement with which an invocation of a group hands `index` and its values over; `undefined` for a group that shares no end. */
  handOver(group: Group): string | undefined {
    for (const { prefix, ends, differing } of this.tails) {
      const end = ends.find((one) => one.group === group);
      if (end)
        return `  ${prefix}given = ${prefix}Given(${['true', 'index', ...values(end), ...differing.map((i) => end.places[i])].join(', ')});`;
    }
    return undefined;
  }

  /** A part for each end, to be run by all invocations after their own part. */
  parts(): readonly Part[] {
    return this.tails.map(write);
  }
}

function endOf(group: Group, homes: Homes, bind: Bind): End {
  const width = chainWidth(group, homes);
  const places: string[] = [];
  const symbols = new Map<string, string>();
  const body = chainBody(group, homes, (tensor, written) => {
    const { name, place } = bind(tensor, width, written, group);
    const key = `${name} ${place}`;
    const symbol = symbols.get(key) ?? `place${places.push(place) - 1}`;
    symbols.set(key, symbol);
    return { name, place: symbol };
  });
  return { group, width, body, places };
}

/** Whether an end has more statements than it takes to hand over what it works on. */
function isLong({ body }: End): boolean {
  return body.split('\n').length > 4;
}

function differing(ends: readonly End[]): readonly number[] {
  const [{ places: first }] = ends as [End];
  return [...first.keys()].filter((i) => ends.some(({ places }) => places[i] !== first[i]));
}

/** What a kernel's main loop gives to its epilogue; nothing in a group without one. */
function values({ group }: End): readonly string[] {
  return group.main?.outputs.map((_, i) => valueName(i)) ?? [];
}

function write({ prefix, ends, differing }: Tail): Part {
  const [end] = ends as [End];
  const functions = join(['alias Value = f32;', ...chainSources(end.group, end.width)], { Value: end.width === 4 ? 'vec4f' : 'f32' });
  const named = (name: string, type: string) => ({ name, type });
  const given = [named('index', 'u32'), ...values(end).map((name) => named(name, 'Value'))];
  const members = [named('on', 'bool'), ...given, ...differing.map((i) => named(`place${i}`, 'u32'))];
  const constants = end.places.map((place, i) => (differing.includes(i) ? `given.place${i}` : place));
  const lines = [
    '  if (!given.on) { return; }',
    ...given.map(({ name }) => `  let ${name} = given.${name};`),
    ...constants.map((value, i) => `  let place${i} = ${value};`),
    end.body,
  ];
  const declared: readonly Declaration[] = [
    ...functions,
    { kind: 'struct', name: 'Given', text: `struct Given {\n${members.map(({ name, type }) => `  ${name}: ${type},`).join('\n')}\n}` },
    { kind: 'var', name: 'given', text: 'var<private> given: Given;' },
    { kind: 'fn', name: 'run', text: `fn run() {\n${lines.join('\n')}\n}` },
  ];
  const names = new Map(declared.map(({ name }) => [name, prefix + name]));
  return { memory: [], text: renamed(declared, names), run: `${prefix}run`, workgroups: 0 };
}
