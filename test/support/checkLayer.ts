/** Checks a layer against an f64 oracle: shapes, values, and gradients of inputs and weights, in both kernel profiles. */
import { expect } from 'vitest';
import { assign, constant, Trace } from '../../src/runtime/graph/leaf.ts';
import type { Shape, Tensor } from '../../src/runtime/graph/tensor.ts';
import { type CallContext, withContext } from '../../src/train/layers/context.ts';
import type { Layer } from '../../src/train/layers/layer.ts';
import type { LayerShape } from '../../src/train/layers/symbolic.ts';
import { checkOp, type OpCheck } from './checkOp.ts';

/** How a layer is checked. */
export interface LayerCheck extends Omit<OpCheck, 'shapes'> {
  /** Shapes of the inputs, with the batch. */
  readonly inputs: readonly Shape[];
  /** Shape of the output, with the batch. */
  readonly output: Shape;
  /** f64 values of the output from the inputs and then the weights, row-major. */
  readonly oracle: OpCheck['oracle'];
  readonly training?: boolean;
}

/** A context as a step gives it; the random numbers are those of a fixed seed and step. */
export function testContext(training = false): CallContext {
  const [seed, step] = [constant(11, [], 'u32'), constant(3, [], 'u32')];
  return { training, losses: [], random: () => ({ seed, step, stream: 5 }) };
}

/** Runs a layer on tensors as a step does. */
export function runLayer(layer: Layer, tensors: readonly Tensor[], context = testContext()): Tensor {
  const inputs = layer.takesList ? tensors : (tensors[0] as Tensor);
  return new Trace().run(() => withContext(context, () => layer.run(inputs))) as Tensor;
}

/** Runs the check; weights take values as inputs do. */
export async function checkLayer(layer: Layer, { inputs, output, training = false, ...check }: LayerCheck): Promise<void> {
  const shapes = inputs.map(([, ...sample]): LayerShape => [null, ...sample]);
  const given = layer.takesList ? shapes : (shapes[0] as LayerShape);
  layer.ensureBuilt(given);
  expect(layer.computeOutputShape(given), 'computeOutputShape()').toEqual([null, ...output.slice(1)]);
  const call = (...tensors: Tensor[]): Tensor =>
    new Trace().run(() => {
      // Within a trace, a weight that was assigned reads as what it was assigned: so gradients reach it as any other input.
      layer.weights.forEach((weight, i) => {
        assign(weight, tensors[inputs.length + i] as Tensor);
      });
      const list = tensors.slice(0, inputs.length);
      const result = withContext(testContext(training), () => layer.run(layer.takesList ? list : (list[0] as Tensor))) as Tensor;
      expect(result.shape, 'shape of the output').toEqual(output);
      return result;
    });
  await checkOp(call, { ...check, shapes: [...inputs, ...layer.weights.map(({ shape }) => shape)] });
}
