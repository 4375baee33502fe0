// What the golden cases cannot show: waiting, listening, refused options. The rule itself is in golden.node.test.ts.
import { describe, expect, it } from 'vitest';
import { lambdaCallback } from '../../../src/train/callbacks/lambdaCallback.ts';
import { modelCheckpoint } from '../../../src/train/callbacks/modelCheckpoint.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';

describe('ModelCheckpoint', () => {
  it('lets training wait until the file is written', async () => {
    const run = new FakeRun();
    const seen: number[] = [];
    const after = lambdaCallback({ onEpochEnd: () => seen.push(run.saved.length) });
    await train(listOf([modelCheckpoint('m{epoch}.h5'), after], run), run, [{ loss: 1 }, { loss: 2 }]);
    expect(seen).toEqual([1, 2]);
  });

  it('listens to batches only where it counts them', () => {
    expect(listOf([modelCheckpoint('m.h5')]).batchHooks('Train').exact).toBe(false);
    expect(listOf([modelCheckpoint('m.h5', { saveFreq: 10 })]).batchHooks('Train').exact).toBe(true);
  });

  it('saves the best batch of the first epoch, whose direction mode auto knows', async () => {
    const run = new FakeRun({ metrics: [{ name: 'accuracy', direction: 'up' }] });
    const list = listOf([modelCheckpoint('b{batch}.h5', { saveFreq: 1, saveBestOnly: true, monitor: 'accuracy' })], run);
    list.onTrainBegin();
    list.onEpochBegin(0);
    for (const [batch, accuracy] of [0.5, 0.25, 0.75].entries()) await list.onTrainBatchEnd(batch, { accuracy });
    expect(run.saved).toEqual([{ model: 'b1.h5' }, { model: 'b3.h5' }]);
  });

  it('fails with the error of the store, and tries again at the next epoch', async () => {
    const run = new FakeRun();
    const list = listOf([modelCheckpoint('m.h5')], run);
    run.save = () => Promise.reject(new Error('disk full'));
    await expect(list.onEpochEnd(0, {})).rejects.toThrow('disk full');
  });

  it.each([
    ['m.h5', { saveFreq: 0 }],
    ['m.h5', { saveFreq: 1.5 }],
    ['m.h5', { mode: Object('least') }],
    ['m.txt', {}],
    ['m.h5', { saveWeightsOnly: true }],
    ['m-{epoch:02x}.h5', {}],
  ])('refuses %s %o', (path, options) => {
    expect(() => modelCheckpoint(path, options)).toThrow(RangeError);
  });
});
