/** Tells the parts of a dispatch that was split where each begins: one uniform number per part. Used by `program.ts`. */
import type { PlannedDispatch } from '../graph/plan.ts';
import { FIRST_GROUP_STRIDE, firstGroupBytes } from '../graph/split.ts';
import { type Device, Usage } from './device.ts';

/** What each part binds beside its tensors: its first workgroup, in a buffer for all that `create` makes, written once. Without parts there is none. */
export function firstGroupsOf(
  device: Device,
  dispatches: readonly PlannedDispatch[],
  create: Device['createBuffer'],
): ReadonlyMap<PlannedDispatch, GPUBufferBinding> {
  const parts = dispatches.filter(({ firstGroup }) => firstGroup !== undefined);
  if (!parts.length) return new Map();
  const numbers = new Uint32Array(firstGroupBytes(dispatches) / 4);
  parts.forEach(({ firstGroup = 0 }, i) => {
    numbers[(i * FIRST_GROUP_STRIDE) / 4] = firstGroup;
  });
  const buffer = create('first workgroups', numbers.byteLength, Usage.uniform | Usage.copyTarget);
  device.gpu.queue.writeBuffer(buffer, 0, numbers);
  return new Map(parts.map((part, i) => [part, { buffer, offset: i * FIRST_GROUP_STRIDE, size: 4 }]));
}
