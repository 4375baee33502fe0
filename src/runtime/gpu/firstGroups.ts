/** Tells the parts of a dispatch that was split where each begins: one uniform number per part. Used by `program.ts`. */
import type { PlannedDispatch } from '../graph/plan.ts';
import { FIRST_GROUP_STRIDE, firstGroupBytes } from '../graph/split.ts';
import { type Device, Usage } from './device.ts';

/** The first workgroups of a plan's parts, written once. Without parts there is no buffer. */
export class FirstGroups {
  private readonly device: Device;
  private readonly parts: readonly PlannedDispatch[];
  private readonly buffer: GPUBuffer | undefined;

  /** `create`: how the buffer is made. */
  constructor(device: Device, dispatches: readonly PlannedDispatch[], create: Device['createBuffer']) {
    this.device = device;
    this.parts = dispatches.filter(({ firstGroup }) => firstGroup !== undefined);
    if (!this.parts.length) return;
    const numbers = new Uint32Array(firstGroupBytes(dispatches) / 4);
    this.parts.forEach(({ firstGroup = 0 }, i) => {
      numbers[(i * FIRST_GROUP_STRIDE) / 4] = firstGroup;
    });
    this.buffer = create('first workgroups', numbers.byteLength, Usage.uniform | Usage.copyTarget);
    device.gpu.queue.writeBuffer(this.buffer, 0, numbers);
  }

  /** What a dispatch binds beside its tensors: its first workgroup where it is a part. */
  resourcesOf(dispatch: PlannedDispatch): readonly GPUBufferBinding[] {
    const part = this.parts.indexOf(dispatch);
    return this.buffer && part >= 0 ? [{ buffer: this.buffer, offset: part * FIRST_GROUP_STRIDE, size: 4 }] : [];
  }

  /** Frees the buffer. */
  dispose(): void {
    if (this.buffer) this.device.freeBuffer(this.buffer);
  }
}
