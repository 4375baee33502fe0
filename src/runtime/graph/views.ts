/** What the kernels of groups bind: asked by `fuse.ts` and `schedule.ts` for what fits into one dispatch. `emit.ts` writes the bindings. */
import { chainType, chainWidth } from './chain.ts';
import { base, type Group } from './group.ts';
import type { Home, Homes } from './homes.ts';
import type { Kernel } from './op.ts';
import { MAX_BINDINGS } from './profile.ts';
import { joinFor, storageOf, withoutAliases } from './shader.ts';
import type { Tensor } from './tensor.ts';

/** A use of a buffer by a group. */
export interface View {
  readonly buffer: string;
  /** Equal for uses of a buffer that one binding serves. */
  readonly key: string;
  readonly written: boolean;
  /** The tensor, where it is a transient that the group makes. */
  readonly tensor?: Tensor | undefined;
}

/** Every use of a buffer by a group. */
export function viewsOf(group: Group, homes: Homes): readonly View[] {
  const width = chainWidth(group, homes);
  const chained = (tensor: Tensor, written: boolean) => view(homes.homeOf(tensor, group), chainType(tensor.dtype, width), written);
  const own = new Set(group.nodes.flatMap(({ inputs }) => inputs.map(base)));
  const reads = homes.readBy(group).filter((tensor) => own.has(tensor));
  const direct = directOutputs(group);
  const stores = homes.storedBy(group).filter((tensor) => !direct.includes(tensor));
  return [
    ...mainViews(group, homes),
    ...reads.flatMap((tensor) => chained(tensor, false)),
    ...stores.flatMap((tensor) => chained(tensor, true)),
  ];
}

/** Whether uses fit into one dispatch: few enough bindings, and one binding for all uses of a buffer that is written. */
export function fits(views: readonly View[]): boolean {
  const keys = new Map<string, Set<string>>();
  for (const { buffer, key } of views) keys.set(buffer, (keys.get(buffer) ?? new Set()).add(key));
  const bindings = [...keys.values()].reduce((sum, { size }) => sum + size, 0);
  return bindings <= MAX_BINDINGS && views.every(({ buffer, written }) => !written || keys.get(buffer)?.size === 1);
}

function mainViews({ main, kernel }: Group, homes: Homes): readonly View[] {
  if (!main || !kernel) return [];
  const types = typesOf(kernel);
  const named = (tensors: readonly Tensor[], names: readonly (string | undefined)[], written: boolean) =>
    tensors.flatMap((tensor, i) => (names[i] ? view(homes.homeOf(tensor), `${types.get(names[i])}`, written) : []));
  return [...named(main.inputs, kernel.inputs, false), ...named(main.outputs, kernel.outputs, true)];
}

function view(home: Home | undefined, key: string, written: boolean): readonly View[] {
  return home ? [{ buffer: home.buffer, key, written, tensor: written && home.kind === 'transient' ? home.tensor : undefined }] : [];
}

/** Outputs that the main loop writes itself. */
function directOutputs({ main, kernel }: Group): readonly Tensor[] {
  return main && !kernel?.width ? main.outputs : [];
}

const known = new WeakMap<Kernel, ReadonlyMap<string, string>>();

/** Types of a kernel's bindings by name. */
function typesOf(kernel: Kernel): ReadonlyMap<string, string> {
  const types = known.get(kernel) ?? new Map(bindingsOf(kernel));
  known.set(kernel, types);
  return types;
}

function bindingsOf({ opening = [], sources, knobs, width }: Kernel): readonly (readonly [string, string])[] {
  const joined = joinFor(width, [...opening.flat(), ...sources], knobs);
  return joined
    .filter(({ kind }) => kind === 'binding')
    .map(storageOf)
    .map(({ name, type }) => [name, withoutAliases(type, joined)] as const);
}
