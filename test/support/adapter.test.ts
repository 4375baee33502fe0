// The ground the other tests stand on: the browser has WebGPU, and a shader file reaches it and computes.
import { describe, expect, it } from 'vitest';
import shader from './double.wgsl?raw';

describe('the browser', () => {
  it('has a WebGPU adapter', async () => {
    expect(await navigator.gpu?.requestAdapter()).toBeTruthy();
  });

  it('runs a shader file', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter!.requestDevice();
    expect(await runDouble(device, new Float32Array([1, -2, 0.5]))).toEqual(new Float32Array([2, -4, 1]));
    device.destroy();
  });
});

async function runDouble(device: GPUDevice, values: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const x = device.createBuffer({ size: values.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  const y = device.createBuffer({ size: values.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  device.queue.writeBuffer(x, 0, values);
  const encoder = device.createCommandEncoder();
  await encodeDouble(device, encoder, [x, y]);
  return readBack(device, encoder, y);
}

async function encodeDouble(device: GPUDevice, encoder: GPUCommandEncoder, buffers: GPUBuffer[]): Promise<void> {
  const module = device.createShaderModule({ code: shader });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
}

async function readBack(device: GPUDevice, encoder: GPUCommandEncoder, source: GPUBuffer): Promise<Float32Array> {
  const staging = device.createBuffer({ size: source.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  encoder.copyBufferToBuffer(source, 0, staging, 0, source.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  return new Float32Array(staging.getMappedRange().slice());
}
