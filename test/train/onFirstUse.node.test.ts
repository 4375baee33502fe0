/** Scripts that are fetched on first use: what happens when they cannot be. */
import { afterEach, expect, test, vi } from 'vitest';
import { dense } from '../../src/train/layers/dense.ts';
import { fetchAhead, onFirstUse } from '../../src/train/onFirstUse.ts';
import { sequential } from '../../src/train/sequential.ts';

afterEach(() => {
  vi.doUnmock('../../src/train/later.ts');
});

test('onFirstUse() says what could not be loaded and why, and tries again when called again', async () => {
  const cause = new TypeError('Failed to fetch');
  let isOnline = false;
  const load = async () => {
    if (!isOnline) throw cause;
    return { answer: 42 };
  };
  await expect(onFirstUse('files', load)).rejects.toMatchObject({
    message: expect.stringMatching(/^Cannot load the code of files: Failed to fetch; every script/),
    cause,
  });
  isOnline = true;
  await expect(onFirstUse('files', load)).resolves.toEqual({ answer: 42 });
});

test.each(['evaluate', 'predict', 'trainOnBatch', 'testOnBatch', 'predictOnBatch'] as const)(
  'Model.%s() rejects when its script cannot be fetched, and works once it can be',
  async (verb) => {
    vi.doMock('../../src/train/later.ts', () => {
      throw new TypeError('Failed to fetch');
    });
    const model = sequential([dense(1, { inputShape: [1] })]);
    model.compile({ loss: 'mse' });
    await expect(model[verb]('no data')).rejects.toThrow(/^Cannot load the code of files, evaluate, predict, streams and the like: /);
    vi.doUnmock('../../src/train/later.ts');
    model.compile({ loss: 'mse' }); // no training call is left open
    await expect(model[verb]('no data')).rejects.toThrow(/^Cannot use x: /);
  },
);

test('Model.trainOnBatch() is refused at once while another training call runs, before anything is fetched', async () => {
  const fetched = vi.fn();
  vi.doMock('../../src/train/later.ts', () => {
    fetched();
    throw new TypeError('Failed to fetch');
  });
  const model = sequential([dense(1, { inputShape: [1] })]);
  model.compile({ loss: 'mse' });
  const first = model.trainOnBatch([[1]], [[1]]).catch(() => undefined);
  await expect(model.trainOnBatch([[1]], [[1]])).rejects.toThrow(/fit\(\) is running/);
  expect(() => model.compile({ loss: 'mse' })).toThrow(/fit\(\) is running/);
  await first;
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('fetchAhead() fetches what it can and leaves failures to those who need it', async () => {
  const fetched = vi.fn();
  vi.doMock('../../src/train/later.ts', () => {
    fetched();
    throw new TypeError('Failed to fetch');
  });
  fetchAhead();
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1));
});
