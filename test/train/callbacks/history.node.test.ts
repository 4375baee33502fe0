import { describe, expect, it } from 'vitest';
import { history } from '../../../src/train/callbacks/history.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';

describe('History', () => {
  it('records a list per key, the epochs and the params', async () => {
    const run = new FakeRun();
    const record = history();
    await train(listOf([record], run, { verbose: 2, epochs: 2, steps: 5 }), run, [{ loss: 3, accuracy: 0.5 }, { loss: 2 }]);
    expect(record.history).toEqual({ accuracy: [0.5], loss: [3, 2] });
    expect(record.epoch).toEqual([0, 1]);
    expect(record.params).toEqual({ verbose: 2, epochs: 2, steps: 5 });
  });

  it('goes on recording in a second run, and counts epochs anew', async () => {
    const run = new FakeRun();
    const record = history();
    for (const loss of [3, 2]) await train(listOf([record], run), run, [{ loss }]);
    expect(record.history).toEqual({ loss: [3, 2] });
    expect(record.epoch).toEqual([0]);
  });
});
