// Which way is better, and what counts as better.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EarlyStopping } from '../../../src/train/callbacks/earlyStopping.ts';
import type { MonitorOptions } from '../../../src/train/callbacks/monitorCallback.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';
import { catchOutput } from '../../support/output.ts';

const run = () =>
  new FakeRun({
    metrics: [
      { name: 'accuracy', direction: 'up' },
      { name: 'mae', direction: 'down' },
      { name: 'kind_hits', direction: 'up' },
      { name: 'speed', direction: undefined },
    ],
  });

async function bestOf(
  options: MonitorOptions & { minDelta?: number },
  values: number[],
  key = options.monitor ?? 'val_loss',
): Promise<number | undefined> {
  const callback = new EarlyStopping({ patience: 100, ...options });
  const model = run();
  await train(
    listOf([callback], model),
    model,
    values.map((value) => ({ [key]: value })),
  );
  return callback.best;
}

describe('MonitorCallback', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(['loss', 'val_loss', 'mae', 'val_mae', 'kind_loss', 'val_kind_mae'])('takes less %s for better', async (monitor) => {
    expect(await bestOf({ monitor }, [2, 1, 3])).toBe(1);
  });

  it.each(['accuracy', 'val_accuracy', 'val_kind_accuracy', 'kind_hits', 'val_kind_hits'])('takes more %s for better', async (monitor) => {
    expect(await bestOf({ monitor }, [2, 1, 3])).toBe(3);
  });

  it('lets mode decide', async () => {
    expect(await bestOf({ monitor: 'accuracy', mode: 'min' }, [2, 1, 3])).toBe(1);
    expect(await bestOf({ monitor: 'anything', mode: 'max' }, [2, 1, 3])).toBe(3);
  });

  it.each(['speed', 'val_acc', 'learning_rate'])('refuses %s, whose direction is not known, when training begins', (monitor) => {
    const list = listOf([new EarlyStopping({ monitor })], run());
    expect(() => list.onTrainBegin()).toThrow(/^Cannot monitor .* one of loss, accuracy, mae, kind_hits \(or/);
  });

  it('counts only changes above minDelta, whatever its sign', async () => {
    expect(await bestOf({ minDelta: 0.5 }, [2, 1.5, 1.25])).toBe(1.25);
    expect(await bestOf({ minDelta: -0.5 }, [2, 1.5])).toBe(2);
    expect(await bestOf({ monitor: 'accuracy', minDelta: 0.5 }, [1, 1.5, 1.75])).toBe(1.75);
  });

  it('compares in float32, as Keras does', async () => {
    expect(await bestOf({}, [0.5, 0.5 - 1e-9])).toBe(0.5);
  });

  it('warns once where the value is missing', async () => {
    const output = catchOutput();
    await bestOf({}, [1, 2], 'loss');
    expect(output.takeWarnings()).toEqual(['There is no val_loss to monitor: the logs hold loss']);
  });
});
