/** The device: its count of buffers, its errors and its loss. Tests that break a device acquire one of their own. */
import { describe, expect, it } from 'vitest';
import { DeviceLostError, OutOfMemoryError } from '../../../src/runtime/errors.ts';
import { describeAdapter, profileOf } from '../../../src/runtime/gpu/adapterProfile.ts';
import { acquireDevice, type Device, Usage } from '../../../src/runtime/gpu/device.ts';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { readBuffer } from '../../../src/runtime/gpu/readback.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import { exp } from '../../../src/runtime/ops/elementwise.ts';
import { testDevice, upload } from '../../support/gpu.ts';

/** Makes an invalid buffer, which no scope captures. */
function offend({ gpu }: Device): void {
  gpu.createBuffer({ label: 'offence', size: 16, usage: 0x1 | 0x2 | 0x80 });
}

describe('acquireDevice()', () => {
  it('asks for all that the adapter can do', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const { gpu, info, software } = await testDevice();
    const description = describeAdapter(info);
    expect(gpu.limits.maxBufferSize).toBe(adapter?.limits.maxBufferSize);
    expect(gpu.limits.maxStorageBufferBindingSize).toBe(adapter?.limits.maxStorageBufferBindingSize);
    expect(description).not.toBe('');
    expect(software).toBe(/swiftshader|llvmpipe/i.test(description));
  });

  it.each([[['timestamp-query', 'subgroups', 'chromium-experimental-subgroup-matrix', 'bgra8unorm-storage']], [['depth-clip-control']]])(
    'asks for those features that kernels use and the adapter has, of %j',
    async (features) => {
      const { gpu, info } = await testDevice();
      const asked: GPUDeviceDescriptor[] = [];
      const requestDevice = async (descriptor: GPUDeviceDescriptor) => asked.push(descriptor) && gpu;
      const adapter = { features: new Set(features), limits: gpu.limits, info, requestDevice };
      await acquireDevice({ gpu: { requestAdapter: async () => adapter } as unknown as GPU });
      expect(new Set(asked[0]?.requiredFeatures)).toEqual(new Set(features.filter((name) => /subgroup|timestamp/.test(name))));
    },
  );

  it('takes a device as it is', async () => {
    const { gpu, info } = await testDevice();
    const taken = await acquireDevice({ device: gpu });
    expect(taken.gpu).toBe(gpu);
    expect(taken.profile).toEqual(profileOf(gpu, info));
  });

  it('says what to do without an adapter', async () => {
    const gpu = { requestAdapter: async () => null } as unknown as GPU;
    await expect(acquireDevice({ gpu })).rejects.toThrow('Cannot find a GPU adapter: the browser offers none');
  });
});

describe('Device', () => {
  it('counts its buffers, which are freed once', async () => {
    const device = await testDevice();
    const before = device.memory;
    const buffer = device.createBuffer('b', 100, Usage.storage);
    expect(device.memory).toEqual({ buffers: before.buffers + 1, bytes: before.bytes + 112 });
    device.freeBuffer(buffer);
    device.freeBuffer(buffer);
    expect(device.memory).toEqual(before);
  });

  it('allocate() frees everything when one allocation fails, and leaves no error scope open', async () => {
    const device = await acquireDevice();
    const limit = device.gpu.limits.maxBufferSize;
    const make = (sizes: readonly number[]) =>
      device.allocate('test', (create) => sizes.map((size) => create('part', size, Usage.storage)));
    await expect(make([16, limit + 16])).rejects.toThrow(
      new OutOfMemoryError(`Cannot allocate part: it needs ${limit + 16} bytes, this device's buffers hold at most ${limit}`, {
        needed: limit + 16,
        label: 'part',
      }),
    );
    await expect(device.allocate('test', () => offend(device))).rejects.toThrow(/^Cannot allocate test: /);
    expect(device.memory).toEqual({ buffers: 0, bytes: 0 });
    offend(device);
    await expect(device.settle()).rejects.toThrow(/^Cannot run on the GPU: /);
    device.gpu.destroy();
  });

  it('settle() and check() throw an uncaptured error once', async () => {
    const device = await acquireDevice();
    await device.settle();
    offend(device);
    await expect(device.settle()).rejects.toThrow(/Cannot run on the GPU: .*offence/s);
    await device.settle();
    expect(() => device.check()).not.toThrow();
    device.gpu.destroy();
  });

  it('guard() passes values and reasons on', async () => {
    const device = await testDevice();
    await expect(device.guard(Promise.resolve(3))).resolves.toBe(3);
    await expect(device.guard(Promise.reject(new RangeError('no')))).rejects.toThrow(new RangeError('no'));
  });
});

describe('the loss of a device', () => {
  it('rejects what is waiting within a second, and everything after', async () => {
    const device = await acquireDevice();
    const buffer = upload(device, 'b', new Float32Array(4));
    const never = device.guard(new Promise(() => undefined));
    const reading = readBuffer(device, [{ buffer, offset: 0, bytes: 16 }]);
    const settling = device.settle();
    const began = performance.now();
    device.gpu.destroy();
    for (const { reason } of (await Promise.allSettled([never, reading, settling])) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(DeviceLostError);
    }
    expect(performance.now() - began).toBeLessThan(1000);
    expect(device.lost).toBe(true);
    expect(() => device.check()).toThrow(DeviceLostError);
    expect(() => device.check()).toThrow(/^Cannot go on: the GPU device was lost \(destroyed\)/);
    await expect(device.guard(Promise.resolve(1))).rejects.toMatchObject({ reason: 'destroyed' });
    await expect(readBuffer(device, [{ buffer, offset: 0, bytes: 16 }])).rejects.toThrow(DeviceLostError);
  });

  it('rejects the building of a program', async () => {
    const device = await acquireDevice();
    const store = new VariableStore(device);
    const y = exp(placeholder('x', [5]));
    const planned = plan({ outputs: [y], profile: device.profile, placeOf: store.placeOf });
    const building = Program.build(device, store, planned);
    device.gpu.destroy();
    await expect(building).rejects.toThrow(DeviceLostError);
    await expect(Program.build(device, store, planned)).rejects.toThrow(DeviceLostError);
    expect(device.memory.buffers).toBe(0);
  });
});
