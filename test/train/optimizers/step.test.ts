import { describe, expect, it, vi } from 'vitest';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { clip } from '../../../src/runtime/ops/elementwise.ts';
import { Constraint } from '../../../src/train/constraints/constraint.ts';
import { adam, rmsprop, sgd } from '../../../src/train/optimizers/index.ts';
import { close } from '../../support/checkOp.ts';
import { startOptimizer, weightOf } from '../../support/optimizerRun.ts';

/** Holds a weight within [-0.5, 0.5]. */
class Within extends Constraint {
  readonly className = 'Within';
  call(weight: Tensor): Tensor {
    return clip(weight, -0.5, 0.5);
  }
  getConfig() {
    return {};
  }
}

const KERNEL = { shape: [2, 2], data: [0.25, -0.25, 0.75, 1] };

describe('a step', () => {
  it('ends with the constraint of the weight, after the average has been taken', async () => {
    const weight = weightOf('kernel', KERNEL, new Within());
    const optimizer = sgd({ learningRate: 1, useEma: true });
    const run = await startOptimizer(optimizer, [weight]);
    run.step([[0, 0.5, 0, 0]]);
    const [value, average] = await run.read([weight, optimizer.slot('average', weight)]);
    expect([...(value ?? [])]).toEqual([0.25, -0.5, 0.5, 0.5]);
    expect([...(average ?? [])]).toEqual([0.25, -0.75, 0.75, 1]);
    run.dispose();
  });

  it('leaves weights without a gradient and their slots alone', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const weights = [weightOf('kernel', KERNEL), weightOf('bias', { shape: [2], data: [1, 2] })];
    const optimizer = adam({ learningRate: 1, weightDecay: 0.5 });
    const run = await startOptimizer(optimizer, weights, { missing: [1] });
    run.step([[1, 1, 1, 1]]);
    const [kernel, bias] = await run.read(weights);
    expect(kernel?.[0]).toBeCloseTo(0.25 * 0.5 - 1, 4);
    expect([...(bias ?? [])]).toEqual([1, 2]);
    run.dispose();
  });

  it('counts on the GPU and on the host alike', async () => {
    const optimizer = rmsprop();
    const run = await startOptimizer(optimizer, [weightOf('kernel', KERNEL)]);
    for (let step = 0; step < 3; step++) run.step([[1, 1, 1, 1]]);
    const [iterations] = await run.read([optimizer.iterationsVariable]);
    expect([optimizer.iterations, ...(iterations ?? [])]).toEqual([3, 3]);
    run.dispose();
  });

  it('with an infinite gradient and a global norm to keep makes every weight NaN', async () => {
    const weights = [weightOf('kernel', KERNEL), weightOf('bias', { shape: [2], data: [1, 2] })];
    const run = await startOptimizer(sgd({ globalClipnorm: 1 }), weights);
    run.step([
      [1, Number.POSITIVE_INFINITY, 1, 1],
      [1, 1],
    ]);
    const values = (await run.read(weights)).flatMap((value) => [...value]);
    expect(values).toEqual(values.map(() => Number.NaN));
    run.dispose();
  });
});

describe('the corrections of Adam', () => {
  it('stay exact over thousands of steps, as restored() gives them after loading', async () => {
    const optimizer = adam();
    const run = await startOptimizer(optimizer, [weightOf('kernel', KERNEL)]);
    for (let step = 0; step < 2000; step++) run.step([[0, 0, 0, 0]]);
    const restored = optimizer.restored(2000);
    const values = await run.read(restored.map(({ variable }) => variable));
    close(
      values.map((value) => value[0] as number),
      restored.map(({ initial }) => initial),
      [1e-6, 0],
      'corrections',
    );
    run.dispose();
  });

  it('go on from what restored() gives as if nothing had been interrupted', async () => {
    const gradient = [1, -2, 0.5, 3];
    const steps = async (restartAfter: number | undefined) => {
      const [weight, optimizer] = [weightOf('kernel', KERNEL), adam({ learningRate: 0.1 })];
      const run = await startOptimizer(optimizer, [weight]);
      for (let step = 0; step < 6; step++) {
        if (step === restartAfter)
          for (const { variable, initial } of optimizer.restored(step)) run.write(variable, Float32Array.of(initial));
        run.step([gradient]);
      }
      const [value] = await run.read([weight]);
      run.dispose();
      return value as Float32Array;
    };
    close(await steps(3), await steps(undefined), [1e-6, 1e-7], 'weights');
  });
});
