// Who is called, in which order, with what, and what the loop is told.
import { describe, expect, it } from 'vitest';
import { Callback } from '../../../src/train/callbacks/callback.ts';
import { History } from '../../../src/train/callbacks/history.ts';
import { lambdaCallback } from '../../../src/train/callbacks/lambdaCallback.ts';
import { learningRateScheduler } from '../../../src/train/callbacks/learningRateScheduler.ts';
import { ProgbarLogger, progbarLogger } from '../../../src/train/callbacks/progbarLogger.ts';
import { reduceLROnPlateau } from '../../../src/train/callbacks/reduceLROnPlateau.ts';
import { snakeCase } from '../../../src/train/names.ts';
import type { Logs } from '../../../src/train/run.ts';
import { FakeRun, listOf, train } from '../../support/fakeRun.ts';
import { type GoldenHook, readGolden } from '../../support/goldenCallbacks.ts';

const golden = readGolden().hook_order;

/** Writes down its hooks as test/golden/parts/hooks.py does. */
class Spy extends Callback {
  readonly events: GoldenHook[];
  readonly label: string;

  constructor(events: GoldenHook[], label: string) {
    super();
    this.events = events;
    this.label = label;
  }

  note(hook: string, index: number | undefined, logs: Logs): void {
    const position = index === undefined ? {} : { arguments: [index] };
    this.events.push({ hook, callback: this.label, ...position, log_keys: Object.keys(logs) });
  }
}

const HOOKS = Object.getOwnPropertyNames(Callback.prototype).filter((name) => /^on(?!Batch)/.test(name));
for (const name of HOOKS) {
  const hook = snakeCase(name).replace(/^on_?/, 'on_');
  const isIndexed = /Epoch|Batch/.test(name);
  Object.assign(Spy.prototype, {
    [name](this: Spy, first: number & Logs, second: Logs) {
      this.note(hook, isIndexed ? first : undefined, isIndexed ? second : first);
    },
  });
}

/** The hooks of a fit of one epoch with two batches and one batch of validation. */
async function fitOnce(list: ReturnType<typeof listOf>): Promise<void> {
  const logs = { mae: 1, loss: 2 };
  await list.onTrainBegin();
  await list.onEpochBegin(0);
  for (const batch of [0, 1]) {
    await list.onTrainBatchBegin(batch);
    await list.onTrainBatchEnd(batch, logs);
  }
  await list.onTestBegin();
  await list.onTestBatchBegin(0);
  await list.onTestBatchEnd(0, logs);
  await list.onTestEnd(logs);
  await list.onEpochEnd(0, { ...logs, val_mae: 3, val_loss: 4 });
  await list.onTrainEnd({ ...logs, val_mae: 3, val_loss: 4 });
}

describe('CallbackList', () => {
  it('calls the hooks in the order of the list, with logs sorted by name', async () => {
    const events: GoldenHook[] = [];
    await fitOnce(listOf([new Spy(events, 'first'), new Spy(events, 'second')]));
    expect(events).toEqual(golden.fit_two_callbacks!.events);
  });

  it('calls the older names of the batch hooks', async () => {
    const events: GoldenHook[] = [];
    const note = (hook: string) => (batch: number, logs: Logs) => {
      events.push({ hook, arguments: [batch], log_keys: Object.keys(logs) });
    };
    await fitOnce(listOf([lambdaCallback({ onBatchBegin: note('on_batch_begin'), onBatchEnd: note('on_batch_end') })]));
    expect(events).toEqual(golden.fit_old_names!.events);
  });

  it.each([
    ['rate_of_scheduler', () => learningRateScheduler(() => 0.1)],
    ['rate_of_plateau', () => reduceLROnPlateau()],
  ])('shares the logs of an epoch from one callback to the next: %s', async (name, addsRate) => {
    const events: GoldenHook[] = [];
    const listen = (callback: string) =>
      lambdaCallback({
        onEpochEnd: (epoch, logs) => events.push({ hook: 'on_epoch_end', callback, arguments: [epoch], log_keys: Object.keys(logs) }),
      });
    const list = listOf([listen('before'), addsRate(), listen('after')], new FakeRun(), {}, { addHistory: true });
    await fitOnce(list);
    expect(events).toEqual(golden[name]!.events);
    expect(Object.keys(list.history!.history)).toEqual(golden[name]!.history_keys);
  });

  it('leaves the logs of the caller alone', async () => {
    const logs = { loss: 1 };
    await listOf([lambdaCallback({ onEpochEnd: (_, shared) => Object.assign(shared, { more: 2 }) })]).onEpochEnd(0, logs);
    expect(logs).toEqual({ loss: 1 });
  });

  it('puts History and then the progress bar last', () => {
    const own = new Callback();
    const { callbacks } = listOf([own], undefined, {}, { addHistory: true, addProgbar: true });
    expect(callbacks).toEqual([own, expect.any(History), expect.any(ProgbarLogger)]);
  });

  it('adds neither a second History nor a second progress bar', () => {
    const given = [progbarLogger(), new History()];
    const list = listOf(given, undefined, {}, { addHistory: true, addProgbar: true });
    expect(list.callbacks).toEqual(given);
    expect(list.history).toBe(given[1]);
  });

  it('gives every callback its model and params', () => {
    const callback = new Callback();
    const run = new FakeRun();
    listOf([callback], run, { epochs: 7 });
    expect(callback.model).toBe(run);
    expect(callback.params).toEqual({ verbose: 0, epochs: 7, steps: 1 });
  });

  it('refuses what is no callback', () => {
    expect(() => listOf([new Callback(), Object.create({})])).toThrow(/^Cannot use callbacks\[1\]: it is of type object/);
  });
});

describe('CallbackList, told of promises', () => {
  it('returns nothing where no hook returned a promise', () => {
    const list = listOf([lambdaCallback({ onEpochEnd: () => 5, onTrainBatchEnd: () => ({}) })]);
    expect(list.onEpochEnd(0, {})).toBeUndefined();
    expect(list.onTrainBatchEnd(0, {})).toBeUndefined();
  });

  it('waits for each promise before it calls the next callback', async () => {
    const calls: string[] = [];
    const slow = lambdaCallback({
      onEpochEnd: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        calls.push('slow');
      },
    });
    await listOf([slow, lambdaCallback({ onEpochEnd: () => calls.push('quick') }), slow]).onEpochEnd(0, {});
    expect(calls).toEqual(['slow', 'quick', 'slow']);
  });

  it('hands errors on as they are, thrown or rejected, and calls nobody after', async () => {
    const error = new Error('mine');
    let called = false;
    const after = lambdaCallback({ onEpochEnd: () => (called = true) });
    const throws = lambdaCallback({
      onEpochEnd: () => {
        throw error;
      },
    });
    expect(() => listOf([throws, after]).onEpochEnd(0, {})).toThrow(error);
    await expect(listOf([lambdaCallback({ onEpochEnd: () => Promise.reject(error) }), after]).onEpochEnd(0, {})).rejects.toBe(error);
    await expect(listOf([lambdaCallback({ onEpochEnd: async () => {} }), throws, after]).onEpochEnd(0, {})).rejects.toBe(error);
    expect(called).toBe(false);
  });

  it('releases all callbacks, also after an error', async () => {
    class Holder extends Callback {
      released = 0;
      override release(): void {
        this.released += 1;
      }
    }
    const holder = new Holder();
    const run = new FakeRun();
    const failing = lambdaCallback({ onEpochEnd: () => Promise.reject(new Error('mine')) });
    await expect(train(listOf([holder, failing], run), run, [{ loss: 1 }])).rejects.toThrow('mine');
    expect(holder.released).toBe(1);
  });
});

describe('CallbackList, asked by the loop', () => {
  const quiet = { needsBegin: false, exact: false, late: false };

  it('needs no batch hooks for callbacks without any', () => {
    const list = listOf([new Callback(), lambdaCallback({ onEpochEnd: () => {} })], undefined, {}, { addHistory: true });
    expect(training(list)).toEqual(quiet);
    expect(testing(list)).toEqual(quiet);
    expect(predicting(list)).toEqual(quiet);
  });

  it('finds a hook on the prototype chain and on the object itself', () => {
    class Base extends Callback {
      override onTrainBatchEnd(): void {}
    }
    class Derived extends Base {}
    const own = Object.assign(new Callback(), { onTrainBatchEnd: () => {} });
    for (const callback of [new Derived(), own]) expect(training(listOf([callback]))).toEqual({ ...quiet, exact: true });
  });

  it.each(['onTrainBatchBegin', 'onBatchBegin'] as const)('needs the beginning of training batches for %s', (hook) => {
    expect(training(listOf([lambdaCallback({ [hook]: () => {} })]))).toEqual({ ...quiet, needsBegin: true });
  });

  it.each(['onTrainBatchEnd', 'onBatchEnd'] as const)('wants exact logs for %s, late ones when it is async-safe', (hook) => {
    const exact = lambdaCallback({ [hook]: () => {} });
    const late = lambdaCallback({ [hook]: () => {}, asyncSafe: true });
    expect(training(listOf([exact]))).toEqual({ ...quiet, exact: true });
    expect(training(listOf([late]))).toEqual({ ...quiet, late: true });
    expect(training(listOf([late, exact]))).toEqual({ ...quiet, exact: true });
  });

  it('tells the same of test and predict batches', () => {
    expect(testing(listOf([lambdaCallback({ onTestBatchBegin: () => {}, onTestBatchEnd: () => {} })]))).toEqual({
      needsBegin: true,
      exact: true,
      late: false,
    });
    expect(testing(listOf([lambdaCallback({ onTestBatchEnd: () => {}, asyncSafe: true })]))).toEqual({ ...quiet, late: true });
    expect(predicting(listOf([lambdaCallback({ onPredictBatchBegin: () => {}, onPredictBatchEnd: () => {} })]))).toEqual({
      needsBegin: true,
      exact: true,
      late: false,
    });
    expect(predicting(listOf([progbarLogger()]))).toEqual({ ...quiet, late: true });
  });

  it('lets the progress bar cost no wait', () => {
    const list = listOf([], undefined, {}, { addHistory: true, addProgbar: true });
    expect(training(list)).toEqual({ ...quiet, late: true });
  });
});

type List = ReturnType<typeof listOf>;
const asked = ({ batchBegin, batchEnd, exact }: ReturnType<List['batchHooks']>) => ({
  needsBegin: batchBegin !== undefined,
  exact,
  late: batchEnd !== undefined && !exact,
});
const training = (list: List) => asked(list.batchHooks('Train'));
const testing = (list: List) => asked(list.batchHooks('Test'));
const predicting = (list: List) => asked(list.batchHooks('Predict'));
