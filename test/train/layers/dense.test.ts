import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder, Trace } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { square } from '../../../src/runtime/ops/elementwise.ts';
import { logitsOf } from '../../../src/runtime/ops/softmax.ts';
import { withContext } from '../../../src/train/layers/context.ts';
import { dense } from '../../../src/train/layers/dense.ts';
import { l2 } from '../../../src/train/regularizers/l2.ts';
import { checkLayer, runLayer, testContext } from '../../support/checkLayer.ts';
import { close } from '../../support/checkOp.ts';
import { evaluate, PROFILES, readOutputs, testDevice, upload } from '../../support/gpu.ts';

/** activation(x kernel + bias) of rows in f64. */
function oracle(inputs: number, units: number, activation: (x: number) => number) {
  return (x: Float64Array, kernel: Float64Array, bias: Float64Array = new Float64Array(units)): number[] =>
    Array.from({ length: (x.length / inputs) * units }, (_, i) => {
      const [row, unit] = [Math.floor(i / units), i % units];
      let sum = bias[unit]!;
      for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * kernel[k * units + unit]!;
      return activation(sum);
    });
}

describe('dense()', () => {
  for (const [batch, inputs, units] of [
    [1, 1, 1],
    [5, 7, 3],
    [9, 12, 16],
  ] as const) {
    it(`maps [${batch},${inputs}] to [${batch},${units}]`, async () => {
      await checkLayer(dense(units, { activation: 'tanh' }), {
        inputs: [[batch, inputs]],
        output: [batch, units],
        oracle: oracle(inputs, units, Math.tanh),
      });
    });
  }

  it('does without bias and activation, and works along the last of several axes', async () => {
    await checkLayer(dense(4, { useBias: false }), { inputs: [[2, 3, 5]], output: [2, 3, 4], oracle: oracle(5, 4, (x) => x) });
    const squared = (x: number) => x * x;
    await checkLayer(dense(4, { activation: (x) => square(x) }), { inputs: [[2, 1, 5]], output: [2, 1, 4], oracle: oracle(5, 4, squared) });
  });

  it('is one kernel: the product, whose epilogue adds the bias and applies the activation', () => {
    for (const profile of Object.values(PROFILES)) {
      const layer = dense(8, { activation: 'relu', inputShape: [6] });
      const y = runLayer(layer, [placeholder('x', [4, 6])]);
      const places = new Map(layer.weights.map((weight, i) => [weight, i * 64]));
      const { dispatches } = plan({ outputs: [y], profile, placeOf: (variable) => places.get(variable as never) ?? 0 });
      expect(dispatches.map(({ label }) => label)).toHaveLength(1);
    }
  });

  it('with softmax shows its logits to losses', () => {
    const y = runLayer(dense(3, { activation: 'softmax' }), [placeholder('x', [4, 6])]);
    expect(logitsOf(y)?.node.op.name).toBe('add');
  });

  it('has its weights in the order kernel, bias, with what was asked of them', () => {
    const layer = dense(3, { kernelRegularizer: 'l2', biasConstraint: 'non_neg', kernelInitializer: 'ones', biasInitializer: 'zeros' });
    layer.ensureBuilt([null, 5]);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [5, 3]],
      ['bias', [3]],
    ]);
    expect(layer.countParams()).toBe(18);
    expect(layer.kernel.regularizer?.className).toBe('L2');
    expect(layer.bias?.constraint?.className).toBe('NonNeg');
    expect([...layer.kernel.initialValues()]).toEqual(Array(15).fill(1));
    expect(dense(3).weights).toEqual([]);
  });

  it('starts from the values that its initializers give', async () => {
    const device = await testDevice(PROFILES.software);
    const layer = dense(4, { biasInitializer: 'ones' });
    const x = placeholder('x', [2, 3]);
    const y = runLayer(layer, [x]);
    const store = new VariableStore(device);
    for (const weight of layer.weights) store.add(weight, () => weight.initialValues());
    const program = await Program.build(device, store, plan({ outputs: [y], profile: PROFILES.software, placeOf: store.placeOf }));
    const data = Float32Array.from({ length: 6 }, (_, i) => Math.sin(i));
    const buffer = upload(device, 'x', data);
    program.bind({ x: buffer });
    program.run();
    const [result] = await readOutputs(program, [y]);
    const kernel = Float64Array.from(layer.kernel.initialValues());
    close(result!, oracle(3, 4, (value) => value)(Float64Array.from(data), kernel, new Float64Array(4).fill(1)), [1e-5, 1e-6], 'output');
    program.dispose();
    store.dispose();
    device.freeBuffer(buffer);
  });

  it('adds the penalty on its outputs to the losses, divided by the batch', async () => {
    const context = testContext(true);
    const layer = dense(2, { activityRegularizer: l2(0.5) });
    const [loss] = await evaluate(
      (x, kernel, bias) =>
        new Trace().run(() => {
          layer.ensureBuilt([null, 3]);
          layer.weights.forEach((weight, i) => {
            layer.assign(weight, [kernel, bias][i] as Tensor);
          });
          withContext(context, () => layer.run(x));
          return context.losses;
        }),
      [
        { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
        { shape: [3, 2], data: [1, 0, 0, 1, 1, 1] },
        { shape: [2], data: [0, 1] },
      ],
    );
    // Outputs: [4, 6], [10, 12]; 0.5 · (16 + 36 + 100 + 144) / 2.
    expect([...loss!]).toEqual([74]);
  });
});
