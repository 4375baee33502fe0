import { describe, expect, it } from 'vitest';
import {
  array,
  Callback,
  type CompileOptions,
  clearSession,
  dense,
  type FitOptions,
  type Logs,
  learningRateScheduler,
  type Model,
  type NDArray,
  type Run,
  type RunParams,
  reduceLROnPlateau,
  sequential,
  sgd,
} from '../../src/index.ts';
import { snakeCase } from '../../src/train/names.ts';
import text from '../golden/callbacks.json?raw';

interface GoldenEvent {
  readonly hook: string;
  readonly callback?: string;
  readonly arguments?: readonly number[];
  readonly log_keys?: readonly string[];
  readonly params?: object;
}

interface GoldenOrder {
  readonly about: string;
  readonly events: readonly GoldenEvent[];
  readonly history_keys?: readonly string[];
  readonly epochs?: readonly number[];
}

/** Python writes numbers here that JSON does not know. */
const golden: Readonly<Record<string, GoldenOrder>> = JSON.parse(text.replace(/(?<=[:,[])-?(NaN|Infinity)(?=[,}\]])/g, '0')).hook_order;

const BATCH_HOOKS = ['Train', 'Test', 'Predict'].flatMap((mode) => [`on${mode}BatchBegin`, `on${mode}BatchEnd`]);
const INDEXED = ['onEpochBegin', 'onEpochEnd', ...BATCH_HOOKS];
const PLAIN = ['Train', 'Test', 'Predict'].flatMap((mode) => [`on${mode}Begin`, `on${mode}End`]);

type Actions = Readonly<Record<string, (run: Run) => void>>;

/** Writes down the hooks of a list: arguments, and the keys of the logs in their order. */
class Spy extends Callback {
  readonly events: GoldenEvent[];
  private readonly label: string | undefined;
  private readonly actions: Actions;

  constructor(
    events: GoldenEvent[],
    { label, actions = {}, hooks }: { label?: string; actions?: Actions; hooks?: readonly string[] } = {},
  ) {
    super();
    this.events = events;
    this.label = label;
    this.actions = actions;
    for (const hook of hooks ?? [...INDEXED, ...PLAIN]) Object.assign(this, { [hook]: this.listener(hook) });
  }

  override setParams(params: RunParams): void {
    super.setParams(params);
    if (!this.label) this.events.push({ hook: 'set_params', params });
  }

  override setModel(model: Run): void {
    super.setModel(model);
    if (!this.label) this.events.push({ hook: 'set_model' });
  }

  private listener(hook: string) {
    return (...given: unknown[]) => {
      const logs = given.at(-1) as Logs;
      const places = given.slice(0, -1) as number[];
      this.events.push({
        hook: snakeCase(hook),
        ...(this.label ? { callback: this.label } : {}),
        ...(places.length ? { arguments: places } : {}),
        log_keys: Object.keys(logs),
      });
      this.actions[[hook, ...places].join(' ')]?.(this.model);
    };
  }
}

const wave = (shape: readonly number[], scale = 1, step = 0.7, start = 0): NDArray => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return array(
    Float32Array.from({ length: size }, (_, i) => scale * Math.sin(step * i + start)),
    shape,
  );
};
const [X, Y, X_VAL, Y_VAL] = [wave([6, 3]), wave([6, 1], 0.5, 1.1), wave([3, 3], 1, 0.9), wave([3, 1], 0.5, 1.3)];

function* batches(count: number): Generator<[NDArray, NDArray]> {
  for (let i = 0; i < count; i++) {
    const row = (i * 2) % 6;
    yield [array(X.data.slice(row * 3, row * 3 + 6), [2, 3]), array(Y.data.slice(row, row + 2), [2, 1])];
  }
}

/** A stream for each pass. Keras runs the two batches once more that it had looked at, so that its second pass over a generator has two. */
function streams(...counts: number[]): () => Generator {
  return () => batches(counts.shift() ?? 0);
}

function smallModel(options: CompileOptions = {}): Model {
  clearSession();
  const model = sequential([dense(2, { activation: 'tanh', inputShape: [3] }), dense(1)]);
  model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss: 'mse', metrics: ['mae'], ...options });
  return model;
}

interface Fit {
  readonly actions?: Actions;
  readonly compile?: CompileOptions;
  readonly fit?: FitOptions;
  readonly x?: () => unknown;
  readonly callbacks?: (events: GoldenEvent[]) => readonly Callback[];
}

const stop = (run: Run) => {
  run.stopTraining = true;
};
const epochEnds = (events: GoldenEvent[], label: string) => new Spy(events, { label, hooks: ['onEpochEnd'] });
const between = (callback: Callback) => (events: GoldenEvent[]) => [epochEnds(events, 'before'), callback, epochEnds(events, 'after')];
const GENERATED: FitOptions = { batchSize: undefined, validationData: undefined };

/** The fits of test/golden/parts/hooks.py. */
const fits: Readonly<Record<string, Fit>> = {
  fit: {},
  fit_without_validation: { fit: { validationData: undefined, epochs: 1 } },
  fit_stopped_in_batch: { actions: { 'onTrainBatchEnd 0': stop } },
  fit_stopped_in_batch_begin: { actions: { 'onTrainBatchBegin 0': stop } },
  fit_stopped_in_epoch_begin: { actions: { 'onEpochBegin 0': stop } },
  fit_stopped_in_epoch_end: { actions: { 'onEpochEnd 0': stop } },
  fit_stopped_in_train_begin: { actions: { onTrainBegin: stop } },
  fit_initial_epoch: { fit: { initialEpoch: 1 } },
  fit_validation_freq: { fit: { validationFreq: 2, epochs: 3 } },
  fit_steps_per_execution: { compile: { stepsPerExecution: 2 }, fit: { batchSize: 2, epochs: 1 } },
  fit_generator: { x: () => streams(3, 2), fit: GENERATED },
  fit_generator_steps: { x: () => batches(5), fit: { ...GENERATED, stepsPerEpoch: 2, epochs: 3 } },
  fit_validation_generator: { fit: { validationData: streams(2, 2) } },
  fit_no_epochs: { fit: { epochs: 0 } },
  fit_two_callbacks: { fit: { epochs: 1 }, callbacks: (events) => ['first', 'second'].map((label) => new Spy(events, { label })) },
  fit_old_names: { fit: { epochs: 1 }, callbacks: (events) => [new Spy(events, { label: 'old', hooks: ['onBatchBegin', 'onBatchEnd'] })] },
  rate_of_scheduler: { fit: { epochs: 1 }, callbacks: between(learningRateScheduler(() => 0.1)) },
  rate_of_plateau: { fit: { epochs: 1 }, callbacks: between(reduceLROnPlateau()) },
};

/** Where a generator ends, Keras announces a batch that does not come. */
const withoutGhosts = (events: readonly GoldenEvent[]) =>
  events.filter(({ hook }, i) => !hook.endsWith('batch_begin') || events[i + 1]?.hook === hook.replace('begin', 'end'));

/** Flags that `Run` does not have. */
const LATER = ['fit_stop_evaluating', 'evaluate_stopped', 'predict_stopped'];

describe('the hooks of fit() come as in Keras', () => {
  it.each(Object.keys(fits))('%s', async (name) => {
    const { actions = {}, compile = {}, fit = {}, x, callbacks } = fits[name] as Fit;
    const { events: expected, history_keys: keys, epochs } = golden[name] as GoldenOrder;
    const events: GoldenEvent[] = [];
    const model = smallModel(compile);
    const listeners = callbacks?.(events) ?? [new Spy(events, { actions })];
    const plain = { batchSize: 4, epochs: 2, shuffle: false, verbose: 0, validationData: [X_VAL, Y_VAL] } as const;
    const { history, epoch } = await model.fit(x?.() ?? X, x ? undefined : Y, { ...plain, ...fit, callbacks: listeners });
    const seen = events.map(({ callback, ...event }) => (callback === undefined || callback === 'old' ? event : { ...event, callback }));
    expect(seen).toEqual(name.includes('generator') ? withoutGhosts(expected) : expected);
    expect(Object.keys(history)).toEqual(keys);
    expect(epoch).toEqual(epochs);
    model.dispose();
  });
});

describe('the hooks of evaluate() and predict() come as in Keras', () => {
  it('evaluate', async () => {
    const events: GoldenEvent[] = [];
    await smallModel().evaluate(X, Y, { batchSize: 4, callbacks: [new Spy(events)] });
    expect(events).toEqual(golden.evaluate?.events);
  });

  it('predict, whose logs hold numbers alone, not the outputs', async () => {
    const events: GoldenEvent[] = [];
    await smallModel().predict(X, { batchSize: 4, callbacks: [new Spy(events)] });
    expect(events).toEqual(
      golden.predict?.events.map((event) => (event.hook === 'on_predict_batch_end' ? { ...event, log_keys: [] } : event)),
    );
  });

  it('no order of Keras is left out unseen', () => {
    expect(Object.keys(golden).sort()).toEqual([...Object.keys(fits), 'evaluate', 'predict', ...LATER].sort());
  });
});
