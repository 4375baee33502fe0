// What LearningRateScheduler and ReduceLROnPlateau refuse; what they do is in golden.node.test.ts.
import { describe, expect, it } from 'vitest';
import { learningRateScheduler } from '../../../src/train/callbacks/learningRateScheduler.ts';
import { reduceLROnPlateau } from '../../../src/train/callbacks/reduceLROnPlateau.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';

const scheduled = () => new FakeRun({ learningRate: { name: 'cosine_decay' } });

describe('LearningRateScheduler', () => {
  it('refuses an optimizer with a schedule', () => {
    expect(() => listOf([learningRateScheduler(() => 0.1)], scheduled()).onEpochBegin(0)).toThrow(TypeError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -0.1])('refuses a schedule that returns %s, and names the epoch', (rate) => {
    const list = listOf([learningRateScheduler(() => rate)]);
    expect(() => list.onEpochBegin(4)).toThrow(`Cannot set the learning rate of epoch 4: the schedule returned ${rate}`);
  });

  it('refuses a schedule that returns no number', () => {
    expect(() => listOf([learningRateScheduler(() => Object('0.1'))]).onEpochBegin(0)).toThrow(TypeError);
  });
});

describe('ReduceLROnPlateau', () => {
  it('refuses an optimizer with a schedule before the first epoch', () => {
    expect(() => listOf([reduceLROnPlateau()], scheduled()).onTrainBegin()).toThrow(TypeError);
  });

  it('stops lowering at minLr, which float32 may round up', async () => {
    const run = new FakeRun();
    const losses = Array.from({ length: 5 }, () => ({ val_loss: 1 }));
    await train(listOf([reduceLROnPlateau({ patience: 1, minLr: 0.07, cooldown: 0 })], run), run, losses);
    const callback = reduceLROnPlateau({ patience: 1, minLr: 0.07 });
    await train(listOf([callback], run), run, losses);
    expect(run.optimizer.learningRate).toBe(Math.fround(0.07));
    expect(callback.wait).toBe(4);
  });

  it.each([{ factor: 1 }, { factor: -0.5 }, { factor: Number.NaN }, { patience: 0.5 }, { cooldown: -1 }])('refuses %o', (options) => {
    expect(() => reduceLROnPlateau(options)).toThrow(RangeError);
  });
});
