// Whole runs against the text that real Keras printed.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CallbackList } from '../../../src/train/callbacks/callbackList.ts';
import { progbarLogger } from '../../../src/train/callbacks/progbarLogger.ts';
import type { Logs, RunParams } from '../../../src/train/run.ts';
import { listOf } from '../../support/fakeRun.ts';
import { readGolden } from '../../support/goldenCallbacks.ts';

/** The values of Keras's recorded runs: two batches per epoch, then validation. */
const EPOCHS: { batches: Logs[]; end: Logs }[] = [
  { batches: [values(0.1266, 0.3348), values(0.1992, 0.4069)], end: { ...values(0.1992, 0.4069), val_loss: 0.1067, val_mae: 0.2907 } },
  { batches: [values(0.1188, 0.3178), values(0.1526, 0.3573)], end: { ...values(0.1526, 0.3573), val_loss: 0.1418, val_mae: 0.312 } },
];

function values(loss: number, mae: number): Logs {
  return { loss, mae };
}

type Drive = (list: CallbackList, params: RunParams) => unknown;

const runFit: Drive = async (list, { epochs }) => {
  await list.onTrainBegin();
  for (const [epoch, { batches, end }] of EPOCHS.slice(0, epochs).entries()) {
    await list.onEpochBegin(epoch);
    for (const [batch, logs] of batches.entries()) await list.onTrainBatchEnd(batch, logs);
    await evaluate(list, { verbose: 0, epochs, steps: 1 });
    await list.onEpochEnd(epoch, end);
  }
  await list.onTrainEnd({});
};

const evaluate: Drive = async (list) => {
  await list.onTestBegin();
  await list.onTestBatchEnd(0, values(0.1266, 0.3348));
  await list.onTestBatchEnd(1, values(0.2075, 0.4121));
  await list.onTestEnd(values(0.2075, 0.4121));
};

const predict: Drive = async (list) => {
  await list.onPredictBegin();
  for (const batch of [0, 1]) await list.onPredictBatchEnd(batch);
  await list.onPredictEnd();
};

/** Returns what a run writes; every look at the clock takes a quarter of a second, as in Keras's recorded runs. */
async function printed(drive: Drive, given: Partial<RunParams>, dynamic = true): Promise<string> {
  const params: RunParams = { verbose: 1, epochs: 1, steps: 2, ...given };
  let text = '';
  let looks = 0;
  const write = (more: string) => {
    text += more;
  };
  const now = () => 0.25 * looks++;
  await drive(listOf([progbarLogger({ write, dynamic, now })], undefined, params), params);
  return text;
}

describe('ProgbarLogger', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(readGolden().progress_fits)('prints what Keras prints: $about', async ({ about, printed: expected }) => {
    const drive = { fit: runFit, evaluate, predict }[about.split(',')[0]!]!;
    const epochs = about.includes('2 epochs') ? 2 : 1;
    expect(await printed(drive, { epochs, verbose: about.includes('verbose=2') ? 2 : 1 })).toBe(expected);
  });

  it('writes whole lines only where they cannot be written over', async () => {
    const text = await printed(runFit, { epochs: 2 }, false);
    const bar = '━'.repeat(20);
    expect(text.split('\n')).toEqual([
      'Epoch 1/2',
      `2/2 ${bar} 1s 500ms/step - loss: 0.1992 - mae: 0.4069 - val_loss: 0.1067 - val_mae: 0.2907`,
      'Epoch 2/2',
      `2/2 ${bar} 1s 500ms/step - loss: 0.1526 - mae: 0.3573 - val_loss: 0.1418 - val_mae: 0.3120`,
      '',
    ]);
  });

  it('takes a function that is given for one that wants whole lines, in a terminal too', async () => {
    vi.stubGlobal('process', { stdout: { write: () => true, isTTY: true } });
    const texts: string[] = [];
    const write = (text: string) => void texts.push(text);
    await runFit(listOf([progbarLogger({ write })], undefined, { verbose: 1 }), { verbose: 1, epochs: 1, steps: 2 });
    vi.unstubAllGlobals();
    expect(texts).toEqual([expect.stringMatching(/^1\/1 ━{20} 0s .* - val_mae: 0.2907\n$/)]);
  });

  it('draws in a terminal', async () => {
    const write = vi.fn(() => true);
    vi.stubGlobal('process', { stdout: { write, isTTY: true } });
    await runFit(listOf([progbarLogger()], undefined, { verbose: 1 }), { verbose: 1, epochs: 1, steps: 2 });
    vi.unstubAllGlobals();
    expect(write).toHaveBeenCalledWith(expect.stringMatching(/^\r/));
  });

  it('is silent for verbose 0', async () => {
    expect(await printed(runFit, { epochs: 2, verbose: 0 })).toBe('');
  });

  it('learns the number of steps of a stream in the first epoch', async () => {
    const text = await printed(runFit, { epochs: 2, steps: null });
    expect(text).toContain('1/Unknown');
    expect(text.split('Epoch 2/2')[1]).toContain('1/2');
  });

  it('writes to standard output in Node', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await listOf([progbarLogger()], undefined, { verbose: 1, epochs: 2 }).onEpochBegin(0);
    expect(write).toHaveBeenCalledWith('Epoch 1/2\n');
  });

  it('writes lines to the console where there is no standard output', async () => {
    vi.stubGlobal('process', { env: {} });
    const log = vi.spyOn(console, 'log').mockReturnValue();
    await listOf([progbarLogger()], undefined, { verbose: 1, epochs: 2 }).onEpochBegin(0);
    vi.unstubAllGlobals();
    expect(log).toHaveBeenCalledWith('Epoch 1/2');
  });
});
