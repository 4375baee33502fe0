/** Places transient tensors in a few buffers, by lifetime, so that kernels bind few buffers and none both reads and writes one. Used by `schedule.ts`. */
import type { Group } from './group.ts';
import type { Homes } from './homes.ts';
import { bytesPerElement, sizeOf, type Tensor } from './tensor.ts';
import type { View } from './views.ts';

/** Where a transient tensor lies: a buffer's number, and the first byte in it. */
export interface TransientPlace {
  readonly slot: number;
  readonly first: number;
}

/** Transient buffers of a plan. */
export interface Transients {
  /** Bytes of each buffer. */
  readonly sizes: readonly number[];
  /** Where each transient lies, by the name of its home. */
  readonly placeOf: ReadonlyMap<string, TransientPlace>;
  /** Names of those that live to the end. */
  readonly lasting: ReadonlySet<string>;
  /** Bytes of the tensors that live while each pack runs. */
  readonly live: readonly number[];
  /** The tensor that needs most, where there is one. */
  readonly largest: Tensor | undefined;
}

/** A range of a buffer that a living tensor takes. */
interface Taken {
  readonly name: string;
  readonly first: number;
  readonly bytes: number;
}

/** Results of a pack that will lie in one buffer, one after another. */
interface Share {
  readonly key: string;
  /** By the names of their homes. */
  readonly tensors: Map<string, Tensor>;
  bytes: number;
}

/** Tensors begin at multiples of this many bytes. */
const ALIGNMENT = 256;

/** Hands out places while packs are put in order: a pack's results never lie in a buffer that it reads, nor those of two element types in one. */
export class Arena implements Transients {
  readonly sizes: number[] = [];
  readonly placeOf = new Map<string, TransientPlace>();
  readonly lasting: ReadonlySet<string>;
  readonly live: number[] = [];
  largest: Tensor | undefined;
  private readonly taken: Taken[][] = [];
  /** How many groups are still to read each transient. */
  private readonly readers = new Map<string, number>();
  private readonly homes: Homes;
  private readonly capacity: number;

  /** `kept`: tensors that live to the end. `capacity`: bytes that a buffer of several tensors may have. */
  constructor(groups: readonly Group[], homes: Homes, kept: ReadonlySet<Tensor>, capacity = Number.POSITIVE_INFINITY) {
    this.homes = homes;
    this.lasting = new Set([...kept].flatMap((tensor) => homes.homeOf(tensor)?.buffer ?? []));
    this.capacity = capacity;
    for (const group of groups) for (const name of this.readBy(group)) this.readers.set(name, (this.readers.get(name) ?? 0) + 1);
  }

  /** Uses of buffers with the transients' own names replaced: by the buffer that one lies in, or for one yet to be made by what will share its buffer. */
  resolve(views: readonly View[]): readonly View[] {
    const shares = new Map(this.sharing(views).flatMap(({ tensors }, i) => [...tensors.keys()].map((name) => [name, `new ${i}`] as const)));
    return views.map((view) => {
      const place = this.placeOf.get(view.buffer);
      return { ...view, buffer: place ? `slot:${place.slot}` : (shares.get(view.buffer) ?? view.buffer) };
    });
  }

  /** Places what a pack makes, and gives free what nobody reads after it. */
  run(pack: readonly Group[], views: readonly View[]): void {
    const busy = new Set(views.flatMap(({ buffer }) => this.placeOf.get(buffer)?.slot ?? []));
    for (const { tensors, bytes } of this.sharing(views)) {
      const slot = this.choose(bytes, busy);
      busy.add(slot);
      this.place(slot, tensors);
    }
    this.live.push(this.taken.flat().reduce((sum, { bytes }) => sum + bytes, 0));
    this.release(pack);
  }

  /** The transients yet to be made that share a buffer: of one element type, and together not beyond the capacity. Whatever the order of views. */
  private sharing(views: readonly View[]): readonly Share[] {
    const made = new Map<string, View & { readonly tensor: Tensor }>();
    for (const view of views) if (view.tensor && !this.placeOf.has(view.buffer)) made.set(view.buffer, { ...view, tensor: view.tensor });
    const shares: Share[] = [];
    for (const { buffer, key, tensor } of [...made.values()].sort(byAge)) {
      const bytes = aligned(transientBytes(tensor));
      const open = shares.find((share) => share.key === key && share.bytes + bytes <= this.capacity);
      if (open) {
        open.tensors.set(buffer, tensor);
        open.bytes += bytes;
      } else shares.push({ key, tensors: new Map([[buffer, tensor]]), bytes });
    }
    return shares;
  }

  /** Each goes to the first gap that is large enough: none ends beyond where all of them in one piece would. */
  private place(slot: number, tensors: ReadonlyMap<string, Tensor>): void {
    let list = this.taken[slot] ?? [];
    for (const [name, tensor] of tensors) {
      const bytes = transientBytes(tensor);
      const first = gapFor(list, bytes);
      if (!this.largest || bytes > transientBytes(this.largest)) this.largest = tensor;
      this.placeOf.set(name, { slot, first });
      this.sizes[slot] = Math.max(this.sizes[slot] ?? 0, first + bytes);
      list = [...list, { name, first, bytes }].sort((a, b) => a.first - b.first);
    }
    this.taken[slot] = list;
  }

  /** The buffer that need not grow, else the one that grows least, else a new one. */
  private choose(bytes: number, busy: ReadonlySet<number>): number {
    const growth = (slot: number) => Math.max(0, gapFor(this.taken[slot] ?? [], bytes) + bytes - (this.sizes[slot] ?? 0));
    const open = [...this.sizes.keys()].filter((slot) => !busy.has(slot) && (this.sizes[slot] ?? 0) + growth(slot) <= this.capacity);
    return open.sort((a, b) => growth(a) - growth(b) || a - b)[0] ?? this.sizes.length;
  }

  private release(pack: readonly Group[]): void {
    for (const name of pack.flatMap((group) => this.readBy(group))) this.readers.set(name, (this.readers.get(name) ?? 0) - 1);
    this.taken.forEach((list, slot) => {
      this.taken[slot] = list.filter(({ name }) => this.lasting.has(name) || (this.readers.get(name) ?? 0) > 0);
    });
  }

  private readBy(group: Group): readonly string[] {
    const names = this.homes.readBy(group).map((tensor) => this.homes.homeOf(tensor));
    return [...new Set(names.flatMap((home) => (home?.kind === 'transient' ? [home.buffer] : [])))];
  }
}

/** The first byte of the first gap that is large enough. */
function gapFor(taken: readonly Taken[], bytes: number): number {
  let first = 0;
  for (const next of taken) {
    if (first + bytes <= next.first) return first;
    first = aligned(next.first + next.bytes);
  }
  return first;
}

/** The older tensor first. */
function byAge({ tensor: a }: { readonly tensor: Tensor }, { tensor: b }: { readonly tensor: Tensor }): number {
  return a.node.id - b.node.id || a.output - b.output;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Bytes of a tensor's place, padded so that four elements may be read or written at its end. */
export function transientBytes(tensor: Tensor): number {
  return Math.ceil((sizeOf(tensor.shape) * bytesPerElement(tensor.dtype)) / 16) * 16 || 16;
}
