import { describe, expect, it } from 'vitest';
import { lambdaCallback } from '../../../src/train/callbacks/lambdaCallback.ts';
import { FakeRun, listOf } from '../../support/fakeRun.ts';

describe('lambdaCallback()', () => {
  it('calls its functions with the arguments of the hook, and itself as this', async () => {
    const run = new FakeRun();
    const callback = lambdaCallback({
      onEpochEnd(epoch, logs) {
        this.model.stopTraining = epoch === 2 && logs.loss === 0.5;
      },
    });
    await listOf([callback], run).onEpochEnd(2, { loss: 0.5 });
    expect(run.stopTraining).toBe(true);
  });

  it('leaves out functions that are undefined', () => {
    expect(listOf([lambdaCallback({ onTrainBatchEnd: undefined })]).batchHooks('Train').exact).toBe(false);
  });

  it('refuses a name that is no hook, such as the spelling of Keras', () => {
    expect(() => lambdaCallback({ ...{ on_epoch_end: () => {} } })).toThrow(
      /^Cannot make a LambdaCallback: on_epoch_end is no hook.*onEpochEnd/,
    );
  });

  it('refuses a hook that is no function', () => {
    const hooks: object = { onEpochEnd: 'print' };
    expect(() => lambdaCallback(hooks)).toThrow('Cannot make a LambdaCallback: onEpochEnd is a string, must be a function');
  });
});
