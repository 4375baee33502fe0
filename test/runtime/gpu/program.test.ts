/** Programs: what they ask of WebGPU in the steady state, what they leave behind, and how they fail. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OutOfMemoryError, ShaderError } from '../../../src/runtime/errors.ts';
import { dispatchTimes } from '../../../src/runtime/gpu/dispatchTimes.ts';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { assign, placeholder, Trace, Variable } from '../../../src/runtime/graph/leaf.ts';
import type { Op } from '../../../src/runtime/graph/op.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { apply1, type Tensor, withScope } from '../../../src/runtime/graph/tensor.ts';
import { add, exp, multiply, relu, subtract } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { maxPool } from '../../../src/runtime/ops/maxPool.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import { close } from '../../support/checkOp.ts';
import { PROFILES, readOutputs, testDevice, upload } from '../../support/gpu.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const X = Float32Array.of(1, 2, 3, 4, 5, 6);

/** A step of gradient descent on |x w - 1|²: its program, its loss, and what holds its values. */
async function descent() {
  const device = await testDevice();
  const store = new VariableStore(device);
  const w = new Variable('w', [3, 1]);
  store.add(w, () => Float32Array.of(0.1, -0.2, 0.3));
  const trace = new Trace();
  const loss = trace.run(() => {
    const error = subtract(matmul(placeholder('x', [2, 3]), w), 1);
    const value = sum(multiply(error, error));
    assign(w, subtract(w, multiply(gradients(value, [w])[0] as Tensor, 0.005)));
    return value;
  });
  const { placeOf } = store;
  const program = await Program.build(device, store, plan({ outputs: [loss], writes: trace.writes, profile: device.profile, placeOf }));
  return { device, store, program, loss, w };
}

/** Counts calls of WebGPU from here on. */
function counted() {
  const device = (
    ['createBindGroup', 'createBuffer', 'createCommandEncoder', 'createShaderModule', 'createComputePipelineAsync'] as const
  ).map((name) => [name, vi.spyOn(GPUDevice.prototype, name)] as const);
  const queue = (['submit', 'writeBuffer'] as const).map((name) => [name, vi.spyOn(GPUQueue.prototype, name)] as const);
  const passes = [['beginComputePass', vi.spyOn(GPUCommandEncoder.prototype, 'beginComputePass')]] as const;
  return () => Object.fromEntries([...device, ...queue, ...passes].map(([name, spy]) => [name, spy.mock.calls.length]));
}

describe('Program', () => {
  it('runs with one encoder, one pass and one submit, and makes nothing', async () => {
    const { device, store, program } = await descent();
    const x = upload(device, 'x', X);
    program.bind({ x });
    program.run();
    const counts = counted();
    for (let step = 0; step < 10; step++) program.run();
    expect(counts()).toEqual({
      createBindGroup: 0,
      createBuffer: 0,
      createShaderModule: 0,
      createComputePipelineAsync: 0,
      writeBuffer: 0,
      createCommandEncoder: 10,
      beginComputePass: 10,
      submit: 10,
    });
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
  });

  it('gives the same loss as gradient descent on the host, step by step', async () => {
    const { device, store, program, loss, w } = await descent();
    const x = upload(device, 'x', X);
    program.bind({ x });
    const weights = [0.1, -0.2, 0.3];
    for (let step = 0; step < 3; step++) {
      program.run();
      const errors = [0, 3].map((row) => weights.reduce((total, weight, j) => total + weight * (X[row + j] as number), -1));
      expect((await readOutputs(program, [loss]))[0]?.[0]).toBeCloseTo(
        errors.reduce((total, error) => total + error * error, 0),
        5,
      );
      weights.forEach((_, j) => {
        weights[j] =
          (weights[j] as number) - 0.01 * ((errors[0] as number) * (X[j] as number) + (errors[1] as number) * (X[3 + j] as number));
      });
    }
    const [values] = await store.read([w]);
    close(values as Float32Array, weights, [1e-5, 1e-6], 'weights');
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
  });

  it('leaves no buffer behind', async () => {
    const device = await testDevice();
    const before = device.memory;
    const { store, program } = await descent();
    const x = upload(device, 'x', X);
    program.bind({ x });
    program.run();
    await dispatchTimes(program);
    expect(device.memory.buffers).toBeGreaterThan(before.buffers);
    program.dispose();
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
    expect(device.memory).toEqual(before);
  });

  it('compiles equal kernels once', async () => {
    const first = await descent();
    const counts = counted();
    const second = await descent();
    expect(counts()).toMatchObject({ createShaderModule: 0, createComputePipelineAsync: 0 });
    for (const { program, store } of [first, second]) {
      program.dispose();
      store.dispose();
    }
  });

  it('binds anew, once, when a slab was replaced by a larger one', async () => {
    const { device, store, program, loss } = await descent();
    const x = upload(device, 'x', X);
    program.bind({ x });
    program.run();
    const [before] = await readOutputs(program, [loss]);
    store.add(new Variable('more', [1000]), () => new Float32Array(1000));
    await store.allocate();
    const counts = counted();
    program.run();
    program.run();
    expect(counts().createBindGroup).toBe(program.plan.dispatches.length);
    const [after] = await readOutputs(program, [loss]);
    expect(after?.[0]).toBeLessThan(before?.[0] as number);
    await device.settle();
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
  });

  it('times every dispatch', async () => {
    const { device, store, program } = await descent();
    const x = upload(device, 'x', X);
    program.bind({ x });
    const times = await dispatchTimes(program);
    expect(times).toHaveLength(program.plan.dispatches.length);
    for (const microseconds of times) expect(microseconds).toBeGreaterThanOrEqual(0);
    program.dispose();
    store.dispose();
    device.freeBuffer(x);
  });

  it('rejects to bind without the buffer of a placeholder', async () => {
    const { store, program } = await descent();
    expect(() => program.bind({ y: undefined as unknown as GPUBuffer })).toThrow(
      'Cannot bind the placeholder x: no buffer of that name was given to bind()',
    );
    program.dispose();
    store.dispose();
  });
});

/** The program of one output without variables. */
async function built(y: Tensor, profile: Profile = PROFILES.gpu): Promise<Program> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  return Program.build(device, store, plan({ outputs: [y], profile, placeOf: store.placeOf }));
}

describe('Program.build()', () => {
  it('rejects a kernel that does not compile with its label and the line of the joined text', async () => {
    const bad: Op<null> = {
      name: 'bad',
      infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
      form: {
        kind: 'elementwise',
        source: 'alias Value = f32;\nfn bad(x: Value) -> Value {\n  return y;\n}',
        function: 'bad',
        vector: true,
      },
    };
    const device = await testDevice();
    const before = device.memory;
    const y = withScope('dense_1', () => apply1(bad, [relu(placeholder('x', [4]))], null));
    const error = await built(y).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ShaderError);
    const { message, label, line, source } = error as ShaderError;
    expect(label).toBe('dense_1 relu+bad [4]');
    expect(source.split('\n')[line - 1]?.trim()).toBe('return y;');
    expect(message).toMatch(/^Cannot compile dense_1 relu\+bad \[4\]: line \d+: .*'y'.*: return y;$/);
    expect(device.memory).toEqual(before);
    await device.settle();
  });

  it('rejects values beyond the largest buffer, and the device goes on', async () => {
    const device = await testDevice();
    const elements = device.gpu.limits.maxBufferSize / 4 + 4;
    const build = built(exp(placeholder('x', [elements])));
    const most = Math.min(device.gpu.limits.maxBufferSize, device.gpu.limits.maxStorageBufferBindingSize);
    await expect(build).rejects.toThrow(
      new RangeError(
        `Cannot allocate the values of exp [${elements}]: their buffer needs ${elements * 4} bytes, one buffer of this device holds at most ${most}, a smaller batch needs less`,
      ),
    );
    (await built(exp(placeholder('x', [4])))).dispose();
  });

  it('rejects values that the GPU has no room for, frees what it had made, and the device goes on', async () => {
    const device = await testDevice(PROFILES.gpu);
    // Elsewhere so much may be there; software adapters refuse a buffer of 1 GiB at once.
    if (!device.software) return;
    const before = device.memory;
    const store = new VariableStore(device);
    const large = exp(placeholder('x', [device.gpu.limits.maxBufferSize / 4]));
    const outputs = [exp(placeholder('z', [4])), large];
    const profile = { ...PROFILES.gpu, largestBuffer: device.gpu.limits.maxBufferSize };
    const error = await Program.build(device, store, plan({ outputs, profile, placeOf: store.placeOf })).catch((reason) => reason);
    expect(error).toBeInstanceOf(OutOfMemoryError);
    expect(error.message).toMatch(/^Cannot allocate activations and gradients: the GPU has no room for \d+ bytes/);
    expect(device.memory).toEqual(before);
    (await built(exp(placeholder('x', [4])))).dispose();
    await device.settle();
  });
});

describe('large grids', () => {
  it('reach beyond 65535 workgroups by two axes', async () => {
    const device = await testDevice(PROFILES.gpu);
    const count = 65536 * 64 + 70;
    const values = Float32Array.from({ length: count }, (_, i) => i % 10007);
    const y = maxPool(placeholder('x', [1, count, 1]), { window: [1] });
    const program = await built(y);
    expect(program.plan.dispatches[0]?.grid).toEqual([65535, 2]);
    const x = upload(device, 'x', values);
    program.bind({ x });
    program.run();
    const [result] = await readOutputs(program, [y]);
    expect(result?.findIndex((value, i) => value !== i % 10007)).toBe(-1);
    program.dispose();
    device.freeBuffer(x);
  });

  it('let elementwise kernels go round where they have fewer invocations than elements', async () => {
    const profile = { ...PROFILES.gpu, elementwiseGroups: 3 };
    const device = await testDevice(profile);
    for (const [shape, columns] of [
      [[2000], [1]],
      [[667, 3], [3]],
    ] as const) {
      const count = shape.reduce((product: number, size) => product * size, 1);
      const y = add(placeholder('x', shape), placeholder('row', columns));
      const program = await built(y, profile);
      expect(program.plan.dispatches[0]?.grid).toEqual([3, 1]);
      const x = upload(
        device,
        'x',
        Float32Array.from({ length: count }, (_, i) => i),
      );
      const row = upload(device, 'row', new Float32Array(4).fill(0.5));
      program.bind({ x, row });
      program.run();
      const [result] = await readOutputs(program, [y]);
      expect(result?.every((value, i) => value === i + 0.5)).toBe(true);
      program.dispose();
      for (const buffer of [x, row]) device.freeBuffer(buffer);
    }
  });
});
