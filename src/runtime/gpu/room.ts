/** Refuses what no buffer of a device can hold, before anything is allocated. Asked by `store.ts`, `program.ts` and the feeds of data. */
import type { Variable } from '../graph/leaf.ts';
import type { Plan } from '../graph/plan.ts';
import { showShape } from '../graph/tensor.ts';
import { transientBytes } from '../graph/transients.ts';
import type { Device } from './device.ts';
import { extentOf } from './places.ts';

/** Bytes that one buffer of a device may have: kernels bind buffers whole. */
export function roomOf({ gpu: { limits } }: Device): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
}

/** Throws RangeError when a buffer of `bytes` is larger than the device allows. `what`: what it is for; `advice`: what needs less. */
export function requireRoom(device: Device, what: string, bytes: number, advice = ''): void {
  const most = roomOf(device);
  if (bytes > most) throw new RangeError(`${what} needs ${bytes} bytes, one buffer of this device holds at most ${most}${advice}`);
}

/** Throws RangeError for a variable that does not fit into its slab, in whose buffer it starts at element `place`. */
export function requireVariableRoom(device: Device, variable: Variable, place: number): void {
  const { name, shape, slab } = variable;
  const bytes = (place + extentOf(variable)) * 4;
  requireRoom(device, `${pathOf(variable.before.node)}Cannot allocate ${name} ${showShape(shape)}: with it the buffer of ${slab}`, bytes);
}

/** Throws RangeError for activations and gradients that are too large, by the layer whose they are. */
export function requireTransientRoom(device: Device, { largest }: Plan): void {
  if (!largest) return;
  const { node, shape } = largest;
  const what = `${pathOf(node)}Cannot allocate the values of ${node.op.name} ${showShape(shape)}: their buffer`;
  requireRoom(device, what, transientBytes(largest), ', a smaller batch needs less');
}

function pathOf({ scope }: { readonly scope: string }): string {
  return scope ? `${scope}: ` : '';
}
