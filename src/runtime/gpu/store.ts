/** The variables of a model on the GPU: slabs that several programs share, grown when variables are added. */
import { slabName } from '../graph/homes.ts';
import type { Variable } from '../graph/leaf.ts';
import { remembered } from '../graph/remembered.ts';
import { sizeOf } from '../graph/tensor.ts';
import { type Device, Usage } from './device.ts';
import { laidOut, packed, storedSize, type Values } from './layout.ts';
import { extentOf, leavePlace, type Places, takePlace } from './places.ts';
import { readBuffer } from './readback.ts';
import { requireVariableRoom } from './room.ts';

/** A copy of some variables' values, kept on the GPU. */
export interface StoreSnapshot {
  dispose(): void;
}

interface Slab extends Places {
  buffer: GPUBuffer | undefined;
}

/** Places variables in slabs and moves their values between host and GPU. */
export class VariableStore {
  readonly device: Device;
  /** Grows whenever a slab's buffer is replaced: bind groups made before are stale. */
  version = 0;
  private readonly slabs = new Map<string, Slab>();
  private readonly places = new Map<Variable, number>();
  private readonly initial = new Map<Variable, () => Values>();
  /** Allocations take turns, so that two programs built together do not write first values twice. */
  private allocating: Promise<void> = Promise.resolve();

  constructor(device: Device) {
    this.device = device;
  }

  /** Gives variables their places; `initial` computes the first values on the host when the slab is allocated. */
  add(variable: Variable, initial: () => Values): void {
    if (this.places.has(variable)) return;
    const slab = remembered(this.slabs, slabName(variable), () => ({ buffer: undefined, used: 0, gaps: [] }));
    this.places.set(variable, takePlace(slab, extentOf(variable)));
    this.initial.set(variable, initial);
  }

  /** Takes variables out; later ones get their places. No program that uses them may run any more. */
  remove(variables: Iterable<Variable>): void {
    for (const variable of variables) {
      const start = this.places.get(variable);
      const slab = this.slabs.get(slabName(variable));
      if (start === undefined || !slab) continue;
      this.places.delete(variable);
      this.initial.delete(variable);
      leavePlace(slab, { start, size: extentOf(variable) });
    }
  }

  /** First element of a variable in its slab. */
  readonly placeOf = (variable: Variable): number => {
    const place = this.places.get(variable);
    if (place === undefined) throw new Error(`Cannot find the variable ${variable.name}: it does not belong to this model`);
    return place;
  };

  /** The variables that are on the GPU. */
  get allocated(): readonly Variable[] {
    return [...this.places.keys()].filter((variable) => !this.initial.has(variable));
  }

  /** Whether a variable has a place. */
  has(variable: Variable): boolean {
    return this.places.has(variable);
  }

  /** Throws RangeError when the variables are more than a buffer of the device holds. */
  requireRoom(): void {
    for (const [variable, place] of this.places) requireVariableRoom(this.device, variable, place);
  }

  /**
   * Allocates what was added since the last call and writes first values. Rejects with RangeError for more than the device allows, OutOfMemoryError
   * for more than there is; what was there before stays.
   */
  allocate(): Promise<void> {
    const turn = this.allocating.then(() => this.allocateAdded());
    this.allocating = turn.catch(() => undefined);
    return turn;
  }

  /** The buffer of a slab, by the name that plans use. */
  buffer(name: string): GPUBuffer {
    const buffer = this.slabs.get(name)?.buffer;
    if (!buffer) throw new Error(`Cannot bind ${name}: it is not allocated, call allocate() first`);
    return buffer;
  }

  /** Writes values; they take effect between two submits. Throws RangeError unless there is one per element. */
  write(variable: Variable, values: Values): void {
    const size = sizeOf(variable.shape);
    if (values.length !== size) throw new RangeError(`Cannot write ${variable.name}: ${values.length} values came, it holds ${size}`);
    if (this.initial.has(variable)) {
      this.initial.set(variable, () => values);
      return;
    }
    this.device.gpu.queue.writeBuffer(this.buffer(slabName(variable)), this.placeOf(variable) * 4, laidOut(variable, values));
  }

  /** Reads values back. */
  async read(variables: readonly Variable[]): Promise<Values[]> {
    await this.allocate();
    const parts = variables.map((variable) => ({
      buffer: this.buffer(slabName(variable)),
      offset: this.placeOf(variable) * 4,
      bytes: storedSize(variable) * 4,
    }));
    const copies = await readBuffer(this.device, parts);
    return variables.map((variable, i) => packed(variable, copies[i] as ArrayBuffer));
  }

  /** Copies variables on the GPU; `restore` copies them back. */
  snapshot(variables: readonly Variable[]): StoreSnapshot & { restore(): void } {
    const { device } = this;
    const bytes = (variable: Variable) => Math.ceil((storedSize(variable) * 4) / 16) * 16;
    const total = variables.reduce((sum, variable) => sum + bytes(variable), 0);
    const copy = device.createBuffer('snapshot', total, Usage.copySource | Usage.copyTarget);
    const move = (back: boolean) => {
      const encoder = device.gpu.createCommandEncoder();
      let at = 0;
      for (const variable of variables) {
        const [slab, offset, size] = [this.buffer(slabName(variable)), this.placeOf(variable) * 4, bytes(variable)];
        if (back) encoder.copyBufferToBuffer(copy, at, slab, offset, size);
        else encoder.copyBufferToBuffer(slab, offset, copy, at, size);
        at += size;
      }
      device.gpu.queue.submit([encoder.finish()]);
    };
    move(false);
    let disposed = false;
    return {
      restore: () => move(true),
      dispose: () => {
        if (!disposed) device.freeBuffer(copy);
        disposed = true;
      },
    };
  }

  /** Frees all slabs. */
  dispose(): void {
    for (const slab of this.slabs.values()) if (slab.buffer) this.device.freeBuffer(slab.buffer);
    this.slabs.clear();
    this.places.clear();
    this.initial.clear();
  }

  private async allocateAdded(): Promise<void> {
    if (!this.initial.size) return;
    this.requireRoom();
    const added = [...this.initial.keys()];
    const small = [...this.slabs].filter(([, { buffer, used }]) => (buffer?.size ?? 0) < used * 4);
    const usage = Usage.storage | Usage.copySource | Usage.copyTarget;
    const larger = await this.device.allocate('variables', (create) => small.map(([name, { used }]) => create(name, used * 4, usage)));
    small.forEach(([name, slab], i) => {
      this.replace(name, slab, larger[i] as GPUBuffer);
    });
    for (const variable of added) this.initialize(variable);
  }

  /** Moves a slab's values to a larger buffer. A slab that was disposed of meanwhile takes none. */
  private replace(name: string, slab: Slab, buffer: GPUBuffer): void {
    if (this.slabs.get(name) !== slab) {
      this.device.freeBuffer(buffer);
      return;
    }
    const old = slab.buffer;
    slab.buffer = buffer;
    this.version++;
    if (!old) return;
    const encoder = this.device.gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(old, 0, buffer, 0, old.size);
    this.device.gpu.queue.submit([encoder.finish()]);
    this.device.freeBuffer(old);
  }

  private initialize(variable: Variable): void {
    const initial = this.initial.get(variable);
    if (!initial || !this.initial.delete(variable)) return;
    this.write(variable, initial());
  }
}
