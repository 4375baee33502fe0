import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  array,
  Callback,
  clearSession,
  DisposedError,
  FitRunningError,
  type Logs,
  lambdaCallback,
  type NDArray,
  type Sequential,
} from '../../src/index.ts';
import { bitsOf, countCalls, DATA, FIT, ROWS, rejection, tinyModel } from '../support/tinyModel.ts';

/** Trains once more and looks at the result: the model is usable. */
async function checkUsable(model: Sequential): Promise<void> {
  const { history } = await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 1 });
  expect(history.loss?.[0]).toBeGreaterThan(0);
  model.dispose();
}

// Messages name the model, and automatic names count up.
beforeEach(() => clearSession());

describe('a second training call while fit() runs', () => {
  it('is refused with FitRunningError, from outside and from a hook, and the first goes on', async () => {
    const model = tinyModel();
    let inside: unknown;
    const inHook = lambdaCallback({
      onTrainBatchBegin: async () => {
        inside ??= await rejection(model.trainOnBatch(DATA.x, DATA.y));
      },
    });
    const running = model.fit(DATA.x, DATA.y, { ...FIT, callbacks: [inHook] });
    const outside = await rejection(model.fit(DATA.x, DATA.y, FIT));
    expect(outside).toBeInstanceOf(FitRunningError);
    expect((outside as Error).message).toBe('Cannot train sequential: fit() is running, wait for it or set stopTraining');
    expect(() => model.compile()).toThrow(FitRunningError);
    expect((await running).epoch).toEqual([0, 1, 2]);
    expect(inside).toBeInstanceOf(FitRunningError);
    await checkUsable(model);
  });

  it('is fine on another model, with the same bits as alone', async () => {
    const alone = tinyModel(1);
    await alone.fit(DATA.x, DATA.y, FIT);
    const [first, second] = [tinyModel(1), tinyModel(2)];
    await Promise.all([first.fit(DATA.x, DATA.y, FIT), second.fit(DATA.x, DATA.y, FIT)]);
    expect(await bitsOf(first)).toEqual(await bitsOf(alone));
    for (const model of [alone, first, second]) model.dispose();
  });
});

const HOOKS = [
  'onTrainBegin',
  'onEpochBegin',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestBatchEnd',
  'onTestEnd',
  'onEpochEnd',
] as const;

describe('a callback that throws', () => {
  it.each(HOOKS)('in %s rejects fit() with that very error, sync or async, and the model trains afterwards', async (hook) => {
    const model = tinyModel();
    for (const rejects of [false, true]) {
      const error = new Error(`thrown in ${hook}`);
      const thrower = () => {
        if (!rejects) throw error;
        return Promise.reject(error);
      };
      const callbacks = [lambdaCallback({ [hook]: thrower })];
      expect(await rejection(model.fit(DATA.x, DATA.y, { ...FIT, validationData: [DATA.x, DATA.y], callbacks }))).toBe(error);
    }
    await checkUsable(model);
  });

  it('with late logs rejects fit() too', async () => {
    const model = tinyModel();
    const error = new Error('late');
    const callbacks = [
      lambdaCallback({
        asyncSafe: true,
        onTrainBatchEnd: () => {
          throw error;
        },
      }),
    ];
    expect(await rejection(model.fit(DATA.x, DATA.y, { ...FIT, callbacks }))).toBe(error);
    await checkUsable(model);
  });
});

describe('dispose()', () => {
  it('in a hook or from outside ends fit() with DisposedError', async () => {
    const inHook = tinyModel();
    const callbacks = [lambdaCallback({ onTrainBatchEnd: () => inHook.dispose() })];
    expect(await rejection(inHook.fit(DATA.x, DATA.y, { ...FIT, callbacks }))).toBeInstanceOf(DisposedError);
    const outside = tinyModel();
    const running = outside.fit(DATA.x, DATA.y, { ...FIT, epochs: 100_000 });
    setTimeout(() => outside.dispose(), 30);
    expect(await rejection(running)).toBeInstanceOf(DisposedError);
    outside.dispose();
    expect(await rejection(outside.predict(DATA.x))).toBeInstanceOf(DisposedError);
  });
});

describe('stopping', () => {
  it('by an aborted signal rejects with its reason within two steps', async () => {
    const model = tinyModel();
    const reason = new Error('enough');
    const controller = new AbortController();
    const steps: number[] = [];
    const callbacks = [
      lambdaCallback({
        onTrainBatchBegin: (batch) => {
          steps.push(batch);
          if (steps.length === 4) controller.abort(reason);
        },
      }),
    ];
    expect(await rejection(model.fit(DATA.x, DATA.y, { ...FIT, epochs: 50, callbacks, signal: controller.signal }))).toBe(reason);
    expect(steps.length).toBeLessThanOrEqual(6);
    await checkUsable(model);
  });

  it('by a signal works from outside, in validation, and before the start', async () => {
    const model = tinyModel();
    const controller = new AbortController();
    const running = model.fit(DATA.x, DATA.y, { ...FIT, epochs: 100_000, signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    expect(await rejection(running)).toBe(controller.signal.reason);
    expect(await rejection(model.fit(DATA.x, DATA.y, { ...FIT, signal: controller.signal }))).toBe(controller.signal.reason);
    const inTest = new AbortController();
    const callbacks = [lambdaCallback({ onTestBatchBegin: () => inTest.abort() })];
    const validated = { ...FIT, validationData: [DATA.x, DATA.y], callbacks, signal: inTest.signal };
    expect(await rejection(model.fit(DATA.x, DATA.y, validated))).toBe(inTest.signal.reason);
    await checkUsable(model);
  });

  it('by stopTraining in a batch hook still validates and ends the epoch', async () => {
    const model = tinyModel();
    let batches = 0;
    const callbacks = [
      lambdaCallback({
        onTrainBatchEnd(this: Callback) {
          batches++;
          this.model.stopTraining = true;
        },
      }),
    ];
    const { history, epoch } = await model.fit(DATA.x, DATA.y, { ...FIT, validationData: [DATA.x, DATA.y], callbacks });
    expect([batches, epoch, Object.keys(history)]).toEqual([1, [0], ['accuracy', 'loss', 'val_accuracy', 'val_loss']]);
    await checkUsable(model);
  });

  it('by stopTraining from outside ends training soon', async () => {
    const model = tinyModel();
    const running = model.fit(DATA.x, DATA.y, { ...FIT, epochs: 100_000 });
    setTimeout(() => {
      model.stopTraining = true;
    }, 30);
    expect((await running).epoch.length).toBeLessThan(100_000);
    const early = model.fit(DATA.x, DATA.y, { ...FIT, epochs: 100_000 });
    model.stopTraining = true;
    expect((await early).epoch).toEqual([0]);
    await checkUsable(model);
  });
});

describe('while fit() runs', () => {
  it('hooks and callers may evaluate, predict, read and set weights, and set the learning rate, between two steps', async () => {
    const model = tinyModel();
    const seen: { loss: unknown; rows: number; weights: number }[] = [];
    const look = async () => {
      const loss = await model.evaluate(DATA.x, DATA.y, { batchSize: 4 });
      const { shape } = (await model.predict(DATA.x, { batchSize: 4 })) as NDArray;
      seen.push({ loss: (loss as number[])[0], rows: shape[0] as number, weights: (await model.getWeights()).length });
    };
    const callbacks = [lambdaCallback({ onTrainBatchEnd: look, onEpochEnd: look, onTestEnd: look, onTrainBegin: look })];
    const running = model.fit(DATA.x, DATA.y, { ...FIT, epochs: 2, validationData: [DATA.x, DATA.y], callbacks });
    await look();
    await running;
    expect(seen).toHaveLength(12);
    for (const { loss, rows, weights } of seen) expect([Number.isFinite(loss), rows, weights]).toEqual([true, ROWS, 4]);
    await checkUsable(model);
  });

  it('predict() may be called from hooks of evaluate(), and evaluate() from those of predict()', async () => {
    const model = tinyModel();
    const expected = await model.predict(DATA.x);
    const seen: unknown[] = [];
    const predicting = lambdaCallback({ onTestBatchEnd: async () => void seen.push(await model.predict(DATA.x)) });
    const loss = await model.evaluate(DATA.x, DATA.y, { batchSize: 4, callbacks: [predicting] });
    expect(seen).toEqual([expected, expected, expected]);
    const evaluating = lambdaCallback({ onPredictEnd: async () => void seen.push(await model.evaluate(DATA.x, DATA.y, { batchSize: 4 })) });
    expect(await model.predict(DATA.x, { callbacks: [evaluating] })).toEqual(expected);
    expect(seen.at(-1)).toEqual(loss);
    model.dispose();
  });

  it.each([0, 1])('predict() and evaluate() may be called from their own hooks, %i deep beside calls from outside', async (depth) => {
    const model = tinyModel();
    const options = { batchSize: 4 };
    const [outputs, loss] = [await model.predict(DATA.x, options), await model.evaluate(DATA.x, DATA.y, options)];
    const seen: [unknown, unknown][] = [];
    const nest = async (left: number): Promise<void> => {
      const inner = async () => (left ? await nest(left - 1) : void seen.push([await model.predict(DATA.x, options), loss]));
      const predicting = model.predict(DATA.x, { ...options, callbacks: [lambdaCallback({ onPredictBatchEnd: inner })] });
      const testing = model.evaluate(DATA.x, DATA.y, { ...options, callbacks: [lambdaCallback({ onTestBegin: inner })] });
      seen.push([await predicting, await testing]);
    };
    const byHand = [model.testOnBatch(DATA.x, DATA.y), model.testOnBatch(DATA.x, DATA.y)];
    await Promise.all([nest(depth), nest(0)]);
    for (const each of seen) expect(each).toEqual([outputs, loss]);
    const [first, second] = await Promise.all(byHand);
    expect(second).toEqual(first);
    model.dispose();
  });

  it('weights and learning rate that are set from outside take effect, and stay', async () => {
    const model = tinyModel();
    let epochEnd: () => void = () => {};
    const next = () =>
      new Promise<void>((resolve) => {
        epochEnd = resolve;
      });
    const callbacks = [lambdaCallback({ onEpochEnd: () => epochEnd() })];
    const running = model.fit(DATA.x, DATA.y, { ...FIT, epochs: 100_000, callbacks });
    await next();
    model.optimizer.learningRate = 0;
    const zeros = (await model.getWeights()).map(({ shape }) => array(new Float32Array(shape.reduce((a, b) => a * b)), shape));
    model.setWeights(zeros);
    await next();
    await next();
    expect(new Set(await bitsOf(model))).toEqual(new Set([0]));
    model.stopTraining = true;
    await running;
    model.dispose();
  });

  it('looking on changes no bit', async () => {
    const [alone, watched] = [tinyModel(), tinyModel()];
    const look = async () => {
      await watched.evaluate(DATA.x, DATA.y);
      await watched.predict(DATA.x);
    };
    const plain = await alone.fit(DATA.x, DATA.y, { ...FIT, validationData: [DATA.x, DATA.y] });
    const callbacks = [lambdaCallback({ onTrainBatchEnd: look, onTestBatchEnd: look })];
    const { history } = await watched.fit(DATA.x, DATA.y, { ...FIT, validationData: [DATA.x, DATA.y], callbacks });
    expect(history).toEqual(plain.history);
    expect(await bitsOf(watched)).toEqual(await bitsOf(alone));
    for (const model of [alone, watched]) model.dispose();
  });

  it('weights that a hook sets are those that the next step starts from', async () => {
    const [model, expected] = [tinyModel(3), tinyModel(3)];
    const start = await expected.getWeights();
    await expected.fit(DATA.x, DATA.y, { ...FIT, epochs: 1, shuffle: false, stepsPerEpoch: 1, batchSize: 4 });
    const callbacks = [
      lambdaCallback({
        onTrainBatchBegin(this: Callback, batch) {
          if (batch === 0) this.model.setWeights(start);
        },
      }),
    ];
    model.setWeights(start.map(({ data, shape }) => ({ data: data.map(() => 9), shape }) as unknown as NDArray));
    await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 1, shuffle: false, stepsPerEpoch: 1, batchSize: 4, callbacks });
    expect(await bitsOf(model)).toEqual(await bitsOf(expected));
    for (const each of [model, expected]) each.dispose();
  });

  it('a learning rate of 0 set in a hook keeps the weights from the next step on', async () => {
    const model = tinyModel();
    const bits: number[][] = [];
    const callbacks = [
      lambdaCallback({
        async onTrainBatchEnd(this: Callback, batch) {
          if (batch === 0) this.model.optimizer.learningRate = 0;
          bits.push(await bitsOf(model));
        },
      }),
    ];
    const before = await bitsOf(model);
    await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 1, callbacks });
    expect(bits[0]).not.toEqual(before);
    expect(bits.slice(1)).toEqual([bits[0], bits[0]]);
    expect(model.optimizer.learningRate).toBe(0);
    model.dispose();
  });

  it('snapshots are copies that restore() brings back', async () => {
    const model = tinyModel();
    let kept: { dispose(): void } | undefined;
    let bits: number[] = [];
    const callbacks = [
      lambdaCallback({
        async onEpochEnd(this: Callback, epoch) {
          if (epoch !== 0) return;
          kept = this.model.snapshot();
          bits = await bitsOf(model);
        },
        onTrainEnd(this: Callback) {
          if (kept) this.model.restore(kept);
          kept?.dispose();
        },
      }),
    ];
    await model.fit(DATA.x, DATA.y, { ...FIT, callbacks });
    expect(await bitsOf(model)).toEqual(bits);
    model.dispose();
  });
});

/** Notes each batch, and whether hooks overlap. */
class Watcher extends Callback {
  override asyncSafe = true;
  readonly batches: [number, number][] = [];
  overlapped = false;
  private epoch = 0;
  private busy = false;

  override onEpochBegin(epoch: number): void {
    this.epoch = epoch;
  }

  override async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    this.overlapped ||= this.busy;
    this.busy = true;
    await new Promise((resolve) => setTimeout(resolve, 2));
    this.batches.push([this.epoch, batch]);
    expect(Object.keys(logs)).toEqual(['accuracy', 'loss']);
    this.busy = false;
  }
}

describe('batch hooks with asyncSafe', () => {
  it('come in order, one at a time, the last batch of each epoch among them, and change no bit', async () => {
    const [model, alone] = [tinyModel(), tinyModel()];
    const watcher = new Watcher();
    await model.fit(DATA.x, DATA.y, { ...FIT, batchSize: 1, epochs: 4, callbacks: [watcher] });
    await alone.fit(DATA.x, DATA.y, { ...FIT, batchSize: 1, epochs: 4 });
    const places = watcher.batches.map(([epoch, batch]) => epoch * ROWS + batch);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
    expect(watcher.batches.filter(([, batch]) => batch === ROWS - 1).map(([epoch]) => epoch)).toEqual([0, 1, 2, 3]);
    expect(watcher.overlapped).toBe(false);
    expect(await bitsOf(model)).toEqual(await bitsOf(alone));
    for (const each of [model, alone]) each.dispose();
  });

  it('are not called any more once fit() has been aborted', async () => {
    const model = tinyModel();
    const controller = new AbortController();
    let [calls, running] = [0, 0];
    const watcher = lambdaCallback({
      asyncSafe: true,
      onTrainBatchEnd: async () => {
        calls++;
        running++;
        await new Promise((resolve) => setTimeout(resolve, 20));
        running--;
      },
    });
    const aborter = lambdaCallback({ onTrainBatchBegin: (batch) => (batch === 1 ? controller.abort() : undefined) });
    const options = { ...FIT, batchSize: 1, callbacks: [watcher, aborter], signal: controller.signal };
    expect(await rejection(model.fit(DATA.x, DATA.y, options))).toBe(controller.signal.reason);
    const told = calls;
    expect(running).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toBe(told);
    model.dispose();
  });

  it('without a batch hook nothing is read back but the logs of each epoch', async () => {
    const model = tinyModel();
    await model.fit(DATA.x, DATA.y, FIT);
    const { mapAsync: plain } = await countCalls(() => model.fit(DATA.x, DATA.y, { ...FIT, batchSize: 1, epochs: 4 }));
    expect(plain).toBe(4);
    const begin = [lambdaCallback({ onTrainBatchBegin: () => {}, onEpochEnd: () => {} })];
    const { mapAsync: withBegin } = await countCalls(() => model.fit(DATA.x, DATA.y, { ...FIT, epochs: 4, callbacks: begin }));
    expect(withBegin).toBe(4);
    const end = [lambdaCallback({ onTrainBatchEnd: () => {} })];
    const { mapAsync: exact } = await countCalls(() => model.fit(DATA.x, DATA.y, { ...FIT, epochs: 4, callbacks: end }));
    expect(exact).toBe(4 * (3 + 1));
    model.dispose();
  });
});

describe('streams', () => {
  function* batches(count: number): Generator<[Float32Array, Float32Array]> {
    for (let i = 0; i < count; i++) yield [DATA.x.slice(0, 12), DATA.y.slice(0, 4)];
  }

  it('that can be read only once end training when they end, and leave out validation', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const model = tinyModel();
    expect((await model.fit(batches(3), undefined, { ...FIT, epochs: 3 })).epoch).toEqual([0]);
    expect((await model.fit(batches(4), undefined, { ...FIT, epochs: 3, stepsPerEpoch: 2 })).epoch).toEqual([0, 1]);
    const { history } = await model.fit(DATA.x, DATA.y, { ...FIT, validationData: batches(2) });
    expect([history.loss?.length, history.val_loss?.length]).toEqual([3, 1]);
    expect(log.mock.calls.map(([line]) => String(line).split(',')[0])).toEqual([
      'Warning: the data has come to its end',
      'Warning: the data has come to its end',
      'Warning: the validation data has come to its end',
      'Warning: the validation data has come to its end',
    ]);
    log.mockRestore();
    await checkUsable(model);
  });

  it('without end go on from epoch to epoch, and functions begin anew', async () => {
    const model = tinyModel();
    let [opened, given] = [0, 0];
    function* endless() {
      opened++;
      for (const batch of batches(100)) {
        given++;
        yield batch;
      }
    }
    const steps = { stepsPerEpoch: 2, validationSteps: 1, epochs: 3 } as const;
    await model.fit(endless(), undefined, { ...FIT, ...steps, validationData: endless() });
    expect([opened, given]).toEqual([2, 6 + 3]);
    [opened, given] = [0, 0];
    await model.fit(endless, undefined, { ...FIT, ...steps, validationData: endless });
    expect([opened, given]).toEqual([1 + 3, 6 + 3]);
    await checkUsable(model);
  });
});
