/** Replays a plan: owns pipelines, transient buffers and bind groups; one encoder, one pass, one submit per run. */
import type { Plan, PlannedDispatch } from '../graph/plan.ts';
import { bytesPerElement, sizeOf, type Tensor } from '../graph/tensor.ts';
import { type Device, Usage } from './device.ts';
import { firstGroupsOf } from './firstGroups.ts';
import { type CompiledPipeline, compile } from './pipelines.ts';
import type { BufferRange } from './readback.ts';
import { requireTransientRoom } from './room.ts';
import type { VariableStore } from './store.ts';

/** External buffers by the names of their placeholders. */
export type Externals = Readonly<Record<string, GPUBuffer>>;

/** A plan that is ready to run on a device. */
export class Program {
  readonly plan: Plan;
  readonly device: Device;
  private readonly store: VariableStore;
  private readonly pipelines: readonly CompiledPipeline[];
  private readonly transients: readonly GPUBuffer[];
  private readonly firstGroups: ReturnType<typeof firstGroupsOf>;
  private bindGroups: readonly GPUBindGroup[] = [];
  private externals: Externals = {};
  private boundVersion = -1;

  private constructor(
    device: Device,
    store: VariableStore,
    plan: Plan,
    pipelines: readonly CompiledPipeline[],
    transients: readonly GPUBuffer[],
    firstGroups: ReturnType<typeof firstGroupsOf>,
  ) {
    this.device = device;
    this.store = store;
    this.plan = plan;
    this.pipelines = pipelines;
    this.transients = transients;
    this.firstGroups = firstGroups;
  }

  /**
   * Compiles all pipelines together and allocates transient buffers. Rejects with RangeError for buffers larger than the device allows, ShaderError,
   * OutOfMemoryError, DeviceLostError.
   */
  static async build(device: Device, store: VariableStore, plan: Plan): Promise<Program> {
    requireTransientRoom(device, plan);
    // First values are computed while the driver compiles.
    const compiling = Promise.all(plan.dispatches.map((dispatch) => compile(device, dispatch)));
    const [pipelines] = await Promise.all([compiling, store.allocate()]);
    const usage = Usage.storage | Usage.copySource | Usage.copyTarget;
    const made = await device.allocate('activations and gradients', (create) => ({
      transients: plan.transients.map((bytes, slot) => create(`transient ${slot}`, bytes, usage)),
      firstGroups: firstGroupsOf(device, plan.dispatches, create),
    }));
    return new Program(device, store, plan, pipelines, made.transients, made.firstGroups);
  }

  /** Binds external buffers. Bind groups are made when these or a slab are others than before, never in the steady state. */
  bind(externals: Externals): void {
    if (this.boundVersion === this.store.version && sameBuffers(this.externals, externals)) return;
    this.externals = { ...externals };
    this.boundVersion = this.store.version;
    this.bindGroups = this.plan.dispatches.map((dispatch, i) => this.bindGroup(dispatch, (this.pipelines[i] as CompiledPipeline).layout));
  }

  /** Appends the plan's dispatches to an encoder, as one pass. */
  encode(encoder: GPUCommandEncoder): void {
    const pass = encoder.beginComputePass();
    this.plan.dispatches.forEach((_, i) => {
      this.encodeDispatch(pass, i);
    });
    pass.end();
  }

  /** Appends one of the plan's dispatches to a pass, `repeats` times. */
  encodeDispatch(pass: GPUComputePassEncoder, i: number, repeats = 1): void {
    if (this.boundVersion !== this.store.version) this.bind(this.externals);
    const [columns, rows] = (this.plan.dispatches[i] as PlannedDispatch).grid;
    pass.setPipeline((this.pipelines[i] as CompiledPipeline).pipeline);
    pass.setBindGroup(0, this.bindGroups[i] as GPUBindGroup);
    for (let turn = 0; turn < repeats; turn++) pass.dispatchWorkgroups(columns, rows);
  }

  /** Runs once: one submit. */
  run(): void {
    const encoder = this.device.gpu.createCommandEncoder();
    this.encode(encoder);
    this.device.gpu.queue.submit([encoder.finish()]);
  }

  /** Where an output lies after a run. */
  rangeOf(tensor: Tensor): BufferRange {
    const { buffer, first, variable } = this.plan.find(tensor);
    const offset = variable ? this.store.placeOf(variable) * 4 : first;
    return { buffer: this.bufferOf(buffer), offset, bytes: sizeOf(tensor.shape) * bytesPerElement(tensor.dtype) };
  }

  /** Frees the transient buffers. */
  dispose(): void {
    for (const buffer of this.transients) this.device.freeBuffer(buffer);
    for (const { buffer } of this.firstGroups.values()) this.device.freeBuffer(buffer);
    this.bindGroups = [];
  }

  private bindGroup(dispatch: PlannedDispatch, layout: GPUBindGroupLayout): GPUBindGroup {
    const part = this.firstGroups.get(dispatch);
    const resources = [...dispatch.bindings.map(({ buffer }) => ({ buffer: this.bufferOf(buffer) })), ...(part ? [part] : [])];
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    return this.device.gpu.createBindGroup({ label: dispatch.label, layout, entries });
  }

  private bufferOf(name: string): GPUBuffer {
    if (name.startsWith('slot:')) return this.transients[Number(name.slice(5))] as GPUBuffer;
    if (!name.startsWith('in:')) return this.store.buffer(name);
    const external = this.externals[name.slice(3)];
    if (!external) throw new Error(`Cannot bind the placeholder ${name.slice(3)}: no buffer of that name was given to bind()`);
    return external;
  }
}

function sameBuffers(a: Externals, b: Externals): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
