/** Counts what an engine asks of WebGPU, by wrapping the methods of its classes; installed by `page.ts` before any engine is loaded. */

/** Calls since the last `takeCounts`. */
export interface Counts {
  dispatches: number;
  passes: number;
  submits: number;
  bindGroups: number;
  buffers: number;
  writes: number;
}

/** The names that `Counts` counts, in the order of the table. */
export const COUNT_NAMES = ['dispatches', 'passes', 'submits', 'bindGroups', 'buffers', 'writes'] as const;

let counts = zero();
let owner = '';
const live = new Map<string, { bytes: number; peak: number }>();
const owners = new WeakMap<GPUBuffer, string>();

/** Names the engine that the following calls belong to. */
export function setOwner(name: string): void {
  owner = name;
}

/** The calls since this was last asked. */
export function takeCounts(): Counts {
  const taken = counts;
  counts = zero();
  return taken;
}

/** Bytes in an engine's buffers: most at one time since the last `resetPeak`. */
export function peakBytes(name: string): number {
  return live.get(name)?.peak ?? 0;
}

/** Lets an engine's peak begin at what it holds now. */
export function resetPeak(name: string): void {
  const use = useOf(name);
  use.peak = use.bytes;
}

/** Wraps the methods; call it once, before the first device is made. */
export function installCounts(): void {
  countCalls(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  countCalls(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches');
  countCalls(GPUCommandEncoder.prototype, 'beginComputePass', 'passes');
  countCalls(GPUQueue.prototype, 'submit', 'submits');
  countCalls(GPUDevice.prototype, 'createBindGroup', 'bindGroups');
  countCalls(GPUQueue.prototype, 'writeBuffer', 'writes');
  countBuffers();
}

function countBuffers(): void {
  wrap(GPUDevice.prototype, 'createBuffer', (buffer: GPUBuffer) => {
    counts.buffers++;
    owners.set(buffer, owner);
    const use = useOf(owner);
    use.bytes += buffer.size;
    use.peak = Math.max(use.peak, use.bytes);
  });
  wrap(GPUBuffer.prototype, 'destroy', (_, buffer: GPUBuffer) => {
    const name = owners.get(buffer);
    if (name !== undefined) useOf(name).bytes -= buffer.size;
    owners.delete(buffer);
  });
}

function countCalls(prototype: object, method: string, name: keyof Counts): void {
  wrap(prototype, method, () => {
    counts[name]++;
  });
}

/** Calls `seen` with the result and the object after each call of a method. */
function wrap<Result, Target>(prototype: object, method: string, seen: (result: Result, target: Target) => void): void {
  const original = Reflect.get(prototype, method) as (...values: unknown[]) => Result;
  Reflect.set(prototype, method, function (this: Target, ...values: unknown[]) {
    const result = original.apply(this, values);
    seen(result, this);
    return result;
  });
}

function useOf(name: string): { bytes: number; peak: number } {
  const known = live.get(name) ?? { bytes: 0, peak: 0 };
  live.set(name, known);
  return known;
}

function zero(): Counts {
  return { dispatches: 0, passes: 0, submits: 0, bindGroups: 0, buffers: 0, writes: 0 };
}
