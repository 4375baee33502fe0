/** Compute pipelines, compiled asynchronously and together, one per text. Used by `program.ts`. */
import { ShaderError } from '../errors.ts';
import type { PlannedDispatch } from '../graph/plan.ts';
import { remembered } from '../graph/remembered.ts';
import type { Device } from './device.ts';

/** A pipeline with the layout of its bind group. */
export interface CompiledPipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

const caches = new WeakMap<GPUDevice, Map<string, Promise<CompiledPipeline>>>();

/** What a pipeline is made of. */
type Source = Pick<PlannedDispatch, 'code' | 'bindings' | 'firstGroup' | 'label'>;

/** The pipeline of a dispatch; the same text on the same device is compiled once. Rejects with ShaderError. */
export function compile(device: Device, source: Source): Promise<CompiledPipeline> {
  const cache = remembered(caches, device.gpu, () => new Map());
  const { code } = source;
  return remembered(cache, code, () => {
    const compiled = device.guard(create(device.gpu, source));
    compiled.catch(() => cache.delete(code));
    return compiled;
  });
}

async function create(gpu: GPUDevice, { code, bindings, firstGroup, label }: Source): Promise<CompiledPipeline> {
  const storage = bindings.map(({ access }) => (access === 'read' ? 'read-only-storage' : 'storage'));
  const types: readonly GPUBufferBindingType[] = firstGroup === undefined ? storage : [...storage, 'uniform'];
  const entries = types.map((type, binding) => ({ binding, visibility: 0x4, buffer: { type } }));
  gpu.pushErrorScope('validation');
  const module = gpu.createShaderModule({ label, code });
  const layout = gpu.createBindGroupLayout({ label, entries });
  const pipelineLayout = gpu.createPipelineLayout({ label, bindGroupLayouts: [layout] });
  const scope = gpu.popErrorScope();
  try {
    const pipeline = await gpu.createComputePipelineAsync({ label, layout: pipelineLayout, compute: { module, entryPoint: 'main' } });
    return { pipeline, layout };
  } catch (error) {
    throw await shaderError(module, code, label, error);
  } finally {
    await scope;
  }
}

async function shaderError(module: GPUShaderModule, code: string, label: string, error: unknown): Promise<ShaderError> {
  const { messages } = await module.getCompilationInfo();
  const first = messages.find(({ type }) => type === 'error');
  const line = first?.lineNum ?? 0;
  const reason = first ? `line ${line}: ${first.message}: ${code.split('\n')[line - 1]?.trim()}` : String(error);
  return new ShaderError(`Cannot compile ${label}: ${reason}`, { label, line, source: code });
}
