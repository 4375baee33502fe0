/** What the kernels of groups bind: asked by `fuse.ts` and `schedule.ts` for what fits into one dispatch. `emit.ts` writes the bindings. */
import { chainType, chainWidth } from './chain.ts';
import { base, type Group } from './group.ts';
import type { Home, Homes } from './homes.ts';
import type { Kernel } from './op.ts';
import { MAX_BINDINGS } from './profile.ts';
import { remembered } from './remembered.ts';
import { joinFor, type StorageDeclaration, storageOf, withoutAliases } from './shader.ts';
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
  return [
    ...mainBindings(group).flatMap(({ tensor, type, access }) => view(homes.homeOf(tensor), type, access === 'read_write')),
    ...reads.flatMap((tensor) => chained(tensor, false)),
    ...homes.storedByChain(group).flatMap((tensor) => chained(tensor, true)),
  ];
}

/** Whether uses fit into one dispatch: few enough bindings, and one binding for all uses of a buffer that is written. */
export function fits(views: readonly View[]): boolean {
  const keys = new Map<string, Set<string>>();
  for (const { buffer, key } of views) remembered(keys, buffer, () => new Set()).add(key);
  const bindings = [...keys.values()].reduce((sum, { size }) => sum + size, 0);
  return bindings <= MAX_BINDINGS && views.every(({ buffer, written }) => !written || keys.get(buffer)?.size === 1);
}

/** What the main loop of a group binds by itself. */
export function mainBindings({ main, kernel }: Group): readonly (StorageDeclaration & { readonly tensor: Tensor })[] {
  if (!main || !kernel) return [];
  const named = new Map([
    ...main.inputs.map((input, i) => [kernel.inputs[i], base(input)] as const),
    ...main.outputs.map((output, i) => [kernel.outputs[i], output] as const),
  ]);
  return bindingsOf(kernel).map((binding) => {
    const tensor = named.get(binding.name);
    if (!tensor) throw new Error(`Cannot bind ${binding.name} of ${main.op.name}: the op names no tensor for it`);
    return { ...binding, tensor };
  });
}

function view(home: Home | undefined, key: string, written: boolean): readonly View[] {
  return home ? [{ buffer: home.buffer, key, written, tensor: written && home.kind === 'transient' ? home.tensor : undefined }] : [];
}

const known = new WeakMap<Kernel, readonly StorageDeclaration[]>();

function bindingsOf(kernel: Kernel): readonly StorageDeclaration[] {
  return remembered(known, kernel, () => {
    const { opening = [], sources, knobs, width } = kernel;
    const joined = joinFor(width, [...opening.flat(), ...sources], knobs);
    const bindings = joined.filter(({ kind }) => kind === 'binding').map(storageOf);
    return bindings.map((binding) => ({ ...binding, type: withoutAliases(binding.type, joined) }));
  });
}
