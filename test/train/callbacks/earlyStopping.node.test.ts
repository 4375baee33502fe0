// What the golden cases cannot show: GPU copies, refused options. The rule itself is in golden.node.test.ts.
import { describe, expect, it } from 'vitest';
import { earlyStopping } from '../../../src/train/callbacks/earlyStopping.ts';
import { lambdaCallback } from '../../../src/train/callbacks/lambdaCallback.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';

const losses = (...values: number[]) => values.map((val_loss) => ({ val_loss }));
const restoring = () => earlyStopping({ patience: 2, restoreBestWeights: true });

describe('EarlyStopping', () => {
  it('holds one copy of the weights at a time and none after training', async () => {
    const run = new FakeRun();
    const held: number[] = [];
    const count = lambdaCallback({ onEpochEnd: () => held.push(run.snapshots.size) });
    await train(listOf([restoring(), count], run), run, losses(5, 4, 4.5, 3, 3.5));
    expect(held).toEqual([1, 1, 1, 1, 1]);
    expect(run.snapshots.size).toBe(0);
    expect(run.weight).toBe(4);
  });

  it('takes no copy when nothing is to be restored', async () => {
    const run = new FakeRun();
    run.snapshot = () => expect.fail('a copy was made');
    await train(listOf([earlyStopping()], run), run, losses(2, 1));
  });

  it('frees its copy when training fails, and leaves the weights as they are', async () => {
    const run = new FakeRun();
    const fail = lambdaCallback({
      onEpochEnd: (epoch) => {
        if (epoch === 1) throw new Error('mine');
      },
    });
    await expect(train(listOf([restoring(), fail], run), run, losses(1, 2, 3))).rejects.toThrow('mine');
    expect(run.snapshots.size).toBe(0);
    expect(run.weight).toBe(2);
  });

  it('starts afresh after a run that failed', async () => {
    const run = new FakeRun();
    const stopping = restoring();
    const fail = lambdaCallback({ onEpochEnd: () => Promise.reject(new Error('mine')) });
    await expect(train(listOf([stopping, fail], run), run, losses(1))).rejects.toThrow('mine');
    await train(listOf([stopping], run), run, losses(5, 6));
    expect(run.weight).toBe(1);
    expect(stopping.best).toBe(5);
  });

  it.each([{ patience: -1 }, { patience: 1.5 }, { patience: Number.NaN }, { startFromEpoch: -2 }, { minDelta: Number.NaN }])(
    'refuses %o',
    (options) => {
      expect(() => earlyStopping(options)).toThrow(RangeError);
    },
  );
});
