// The bytes of real Keras's files.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvLogger } from '../../../src/train/callbacks/csvLogger.ts';
import { type FileStore, memoryStore, setFileStore } from '../../../src/train/saving/fileStore.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';
import { readGolden, realLogs } from '../../support/goldenCallbacks.ts';

const PATH = 'logs/training.csv';
let store: FileStore;
const content = async () => new TextDecoder().decode(await store.read(PATH));

describe('CSVLogger', () => {
  beforeEach(() => {
    store = memoryStore();
    setFileStore(store);
  });
  afterEach(() => setFileStore(undefined));

  // Text among the logs is Keras's alone.
  it.each(readGolden().csv_logger.filter(({ about }) => !about.startsWith('text')))(
    'writes what Keras writes: $about',
    async (scripted) => {
      const { config, existing, fits, file } = scripted;
      if (existing !== null) await store.write(PATH, new TextEncoder().encode(existing));
      for (const fit of fits) {
        const logger = csvLogger(PATH, config);
        await logger.onTrainBegin({});
        for (const [epoch, logs] of fit) await logger.onEpochEnd(epoch, realLogs(logs));
        await logger.onTrainEnd({});
      }
      // The one whole number of the file: logs are floats here, as they are in a fit of Keras.
      expect(await content()).toBe(file.replace(',3\r\n', ',3.0\r\n'));
    },
  );

  it('has every epoch in the file before the next callback is called', async () => {
    const run = new FakeRun();
    const list = listOf([csvLogger(PATH)], run);
    await list.onTrainBegin();
    expect(await content()).toBe('');
    await list.onEpochEnd(0, { loss: 0.5 });
    expect(await content()).toBe('epoch,loss,val_loss\r\n0,0.5,NA\r\n');
  });

  it('begins a new header with every run, unless it appends', async () => {
    const run = new FakeRun();
    for (const append of [true, true, false]) await train(listOf([csvLogger(PATH, { append })], run), run, [{ val_loss: 1 }]);
    expect(await content()).toBe('epoch,val_loss\r\n0,1.0\r\n');
  });

  it('takes the keys of the first epoch of every run', async () => {
    const run = new FakeRun();
    const logger = csvLogger(PATH);
    for (const key of ['val_loss', 'val_mae']) await train(listOf([logger], run), run, [{ [key]: 1 }]);
    expect(await content()).toBe('epoch,val_mae\r\n0,1.0\r\n');
  });

  it('quotes a key that holds the separator or a quote', async () => {
    const run = new FakeRun();
    await train(listOf([csvLogger(PATH)], run), run, [{ 'val_a,b"c': 1 }]);
    expect(await content()).toBe('epoch,"val_a,b""c"\r\n0,1.0\r\n');
  });

  it('fails where the file cannot be written', async () => {
    setFileStore({ ...store, write: () => Promise.reject(new Error('disk full')) });
    await expect(listOf([csvLogger(PATH)]).onTrainBegin()).rejects.toThrow('disk full');
  });

  it('refuses a separator of several characters', () => {
    expect(() => csvLogger(PATH, { separator: ', ' })).toThrow(RangeError);
  });
});
