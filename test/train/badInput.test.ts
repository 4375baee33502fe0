import { beforeEach, describe, expect, it } from 'vitest';
import {
  adam,
  array,
  clearSession,
  DisposedError,
  dense,
  type FitOptions,
  NotCompiledError,
  type Sequential,
  sequential,
} from '../../src/index.ts';
import { countCalls, DATA, FIT, ROWS, rejection, tinyModel } from '../support/tinyModel.ts';

interface Bad {
  readonly x?: unknown;
  readonly y?: unknown;
  readonly options?: Record<string, unknown>;
}

const wide = new Float32Array(ROWS * 5);

/** What is given to fit, and the message that says what is wrong with it. */
const table: Readonly<Record<string, readonly [bad: Bad, Kind: new (message: string) => Error, message: string]>> = {
  'x of another width': [{ x: array(wide, [ROWS, 5]) }, RangeError, 'Cannot use x: its rows have shape [5], they must have [3]'],
  'x of another rank': [{ x: array(DATA.x, [ROWS, 3, 1, 1]) }, RangeError, 'Cannot use x: its rows have shape [3,1,1], they must have [3]'],
  'flat x that does not divide': [
    { x: new Float32Array(31) },
    RangeError,
    'Cannot use x: it has 31 values, they must be a multiple of 3 for rows of shape [3]',
  ],
  'ragged x': [
    {
      x: [
        [1, 2, 3],
        [1, 2],
      ],
    },
    RangeError,
    'x: Cannot make an array: [1] has length 2, it must be an array of length 3 like [0]',
  ],
  'x of strings': [{ x: ['a', 'b'] }, TypeError, 'x: Cannot make an array: [0] is a string, it must be a number'],
  'x of 64-bit integers': [
    { x: new BigInt64Array(30) },
    TypeError,
    'Cannot use x: it is a BigInt64Array, it must be a typed array, array(data, shape) or nested arrays of numbers',
  ],
  'x null': [{ x: null }, TypeError, 'Cannot use x: it is null, it must be a typed array, array(data, shape) or nested arrays of numbers'],
  'x a number': [
    { x: 3 },
    TypeError,
    'Cannot use x: it is a number, it must be a typed array, array(data, shape) or nested arrays of numbers',
  ],
  'two arrays for one input': [
    { x: [DATA.x, DATA.x] },
    TypeError,
    "Cannot use x: it holds 2 of 1 arrays, there must be one for each of 'input_layer'",
  ],
  'x by a wrong name': [{ x: { picture: DATA.x } }, TypeError, "Cannot use x: its names are 'picture', they must be 'input_layer'"],
  'fewer labels than rows': [
    { y: DATA.y.slice(1) },
    RangeError,
    'Cannot use y: it has 9 values, 10 rows need 10 or 20; any other shape must be given by array(data, shape)',
  ],
  'labels of another width': [{ y: array(wide, [ROWS, 5]) }, RangeError, 'Cannot use y: its rows have shape [5], they must have [2] or []'],
  'no labels': [{ y: undefined }, TypeError, 'Cannot use the data: y is missing, the compiled loss needs it'],
  'labels of strings': [{ y: ['a', 'b'] }, TypeError, 'y: Cannot make an array: [0] is a string, it must be a number'],
  'a label below 0': [
    { y: DATA.y.map((label, i) => (i === 3 ? -1 : label)) },
    RangeError,
    'Cannot use y: y[3] is -1, it must be an integer from 0 to 1',
  ],
  'a label of the class count': [
    { y: DATA.y.map((label, i) => (i === 9 ? 2 : label)) },
    RangeError,
    'Cannot use y: y[9] is 2, it must be an integer from 0 to 1',
  ],
  'a label between two classes': [
    { y: DATA.y.map((label, i) => (i === 4 ? 0.5 : label)) },
    RangeError,
    'Cannot use y: y[4] is 0.5, it must be an integer from 0 to 1',
  ],
  'a label NaN': [
    { y: DATA.y.map((label, i) => (i === 0 ? Number.NaN : label)) },
    RangeError,
    'Cannot use y: y[0] is NaN, it must be an integer from 0 to 1',
  ],
  'no rows': [
    { x: new Float32Array(0), y: new Float32Array(0) },
    RangeError,
    'Cannot use x: its shape is [0], it must have at least one row and no empty axis',
  ],
  'no labels at all': [
    { y: new Float32Array(0) },
    RangeError,
    'Cannot use y: its shape is [0], it must have at least one row and no empty axis',
  ],
  'batch size 0': [{ options: { batchSize: 0 } }, RangeError, 'Cannot use batchSize: it is 0, it must be a positive integer'],
  'batch size negative': [{ options: { batchSize: -4 } }, RangeError, 'Cannot use batchSize: it is -4, it must be a positive integer'],
  'batch size fractional': [{ options: { batchSize: 1.5 } }, RangeError, 'Cannot use batchSize: it is 1.5, it must be a positive integer'],
  'batch size NaN': [{ options: { batchSize: Number.NaN } }, RangeError, 'Cannot use batchSize: it is NaN, it must be a positive integer'],
  'batch size a string': [{ options: { batchSize: '32' } }, TypeError, "Cannot use batchSize: it is '32', it must be a positive integer"],
  'epochs negative': [{ options: { epochs: -1 } }, RangeError, 'Cannot use epochs: it is -1, it must be an integer, 0 or more'],
  'a split that leaves no training rows': [
    { options: { validationSplit: 0.99 } },
    RangeError,
    'Cannot split off validation data: validationSplit 0.99 of 10 rows leaves 0 for training and 10 for validation, both must have some',
  ],
  'a split that leaves no validation rows': [
    { options: { validationSplit: 1e-20 } },
    RangeError,
    'Cannot split off validation data: validationSplit 1e-20 of 10 rows leaves 10 for training and 0 for validation, both must have some',
  ],
  'a split of 1': [
    { options: { validationSplit: 1 } },
    RangeError,
    'Cannot use validationSplit: it is 1, it must be a share from 0 up to, but not including, 1',
  ],
  'a split below 0': [
    { options: { validationSplit: -0.1 } },
    RangeError,
    'Cannot use validationSplit: it is -0.1, it must be a share from 0 up to, but not including, 1',
  ],
  'validation data of another width': [
    { options: { validationData: [array(wide, [ROWS, 5]), DATA.y] } },
    RangeError,
    'validationData: Cannot use x: its rows have shape [5], they must have [3]',
  ],
  'validation labels out of range': [
    { options: { validationData: [DATA.x, DATA.y.map(() => 7)] } },
    RangeError,
    'validationData: Cannot use y: y[0] is 7, it must be an integer from 0 to 1',
  ],
  'validation data without labels': [
    { options: { validationData: [DATA.x] } },
    TypeError,
    'Cannot use validationData: it must be [x, y], [x, y, sampleWeight] or a stream of batches',
  ],
  'too few sample weights': [
    { options: { sampleWeight: new Float32Array(3) } },
    RangeError,
    'Cannot use sampleWeight: it has 3 values, 10 rows need 10; any other shape must be given by array(data, shape)',
  ],
  'class and sample weights': [
    { options: { sampleWeight: DATA.y, classWeight: { 0: 2 } } },
    TypeError,
    'Cannot use classWeight: sampleWeight is given as well, only one of them can be',
  ],
  'a class weight that is negative': [
    { options: { classWeight: { 0: -2 } } },
    RangeError,
    'Cannot use classWeight: class 0 weighs -2, it must be finite and 0 or more',
  ],
  'an option that is misspelt': [
    { options: { batch_size: 4 } },
    TypeError,
    "Cannot use option 'batch_size': fit has no such option, did you mean 'batchSize'?",
  ],
  'a callback that is none': [
    { options: { callbacks: [{ onEpochEnd: () => {} }] } },
    TypeError,
    'Cannot use callbacks[0]: it is of type object, must be a Callback such as lambdaCallback() makes',
  ],
};

async function refused(run: () => unknown): Promise<{ error: Error; calls: Record<string, number> }> {
  let error: unknown;
  const calls = await countCalls(async () => {
    error = await rejection(Promise.resolve().then(run));
  });
  return { error: error as Error, calls };
}

const UNTOUCHED = { requestAdapter: 0, requestDevice: 0, createBuffer: 0, submit: 0, writeBuffer: 0 };

async function checkUsable(model: Sequential): Promise<void> {
  const { history } = await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 1 });
  expect(history.loss?.[0]).toBeGreaterThan(0);
  model.dispose();
}

// Messages name the model, and automatic names count up.
beforeEach(() => clearSession());

describe('fit() refuses before the first GPU call and leaves the model usable:', () => {
  it.each(Object.keys(table))('%s', async (name) => {
    const [{ options, ...data }, Kind, message] = table[name] as (typeof table)[string];
    const { x, y } = { ...DATA, ...data };
    const model = tinyModel();
    const { error, calls } = await refused(() => model.fit(x, y, { ...FIT, ...options } as FitOptions));
    expect(error.constructor).toBe(Kind);
    expect(error.message).toBe(message);
    expect(calls).toMatchObject(UNTOUCHED);
    await checkUsable(model);
  });
});

const options = { loss: 'mse' } as const;
const untyped = (value: unknown) => value as never;

/** What is called, and the message that says what is wrong with it. */
const calls: Readonly<
  Record<string, readonly [call: (model: Sequential) => unknown, Kind: new (message: string) => Error, message: string]>
> = {
  'a learning rate NaN': [
    () => adam({ learningRate: Number.NaN }),
    RangeError,
    'Cannot make Adam: learningRate is NaN, it must be a finite number, 0 or more',
  ],
  'a learning rate below 0': [
    () => adam({ learningRate: -0.1 }),
    RangeError,
    'Cannot make Adam: learningRate is -0.1, it must be a finite number, 0 or more',
  ],
  'a learning rate that is set to NaN': [
    (model) => {
      model.optimizer.learningRate = Number.NaN;
    },
    RangeError,
    'Cannot set the learning rate: it is NaN, it must be a finite number, 0 or more',
  ],
  'an unknown loss': [
    (model) => model.compile({ loss: 'sparse_crossentropy' }),
    RangeError,
    "Cannot find the loss 'sparse_crossentropy': did you mean 'sparse_categorical_crossentropy'?",
  ],
  'an unknown optimizer': [
    (model) => model.compile({ ...options, optimizer: 'adm' }),
    RangeError,
    "Cannot find the optimizer 'adm': did you mean 'adam'?",
  ],
  'an unknown metric': [
    (model) => model.compile({ ...options, metrics: ['acuracy'] }),
    RangeError,
    "Cannot find the metric 'acuracy': did you mean 'accuracy'?",
  ],
  'an unknown activation': [
    () => dense(3, { activation: 'rellu' }),
    RangeError,
    "Cannot find the activation 'rellu': did you mean 'relu'?",
  ],
  'an unknown initializer': [
    () => dense(3, { kernelInitializer: 'glorot' }),
    RangeError,
    "Cannot find the initializer 'glorot': did you mean 'glorot_normal'?",
  ],
  'a name near to none': [
    (model) => model.compile({ loss: 'qqqq' }),
    RangeError,
    "Cannot find the loss 'qqqq': known are binary_crossentropy, categorical_crossentropy, huber, mean_absolute_error, mean_squared_error, sparse_categorical_crossentropy, mse, mae, bce, crossentropy, ce",
  ],
  'a loss that is a number': [
    (model) => model.compile({ loss: untyped(3) }),
    TypeError,
    'Cannot use a loss: it is a number, it must be a string, a Loss or a function',
  ],
  'a compile option that is misspelt': [
    (model) => model.compile({ loss: 'mse', metric: ['mae'] } as object),
    TypeError,
    "Cannot use option 'metric': compile has no such option, did you mean 'metrics'?",
  ],
  'losses for two outputs of one': [
    (model) => model.compile({ loss: ['mse', 'mse'] }),
    RangeError,
    'Cannot compile: loss has 2 entries, the model has 1 outputs, there must be one for each',
  ],
  'a loss for an output that is not there': [
    (model) => model.compile({ loss: { tail: 'mse' } }),
    RangeError,
    "Cannot compile: loss names the output 'tail', the outputs are 'dense_1'",
  ],
  'steps per execution of 0': [
    (model) => model.compile({ ...options, stepsPerExecution: 0 }),
    RangeError,
    'Cannot use stepsPerExecution: it is 0, it must be a positive integer',
  ],
  'no units': [() => dense(0), RangeError, 'Cannot make Dense: units is 0, it must be a positive integer'],
  'no layer': [
    () => sequential([untyped(3)]),
    TypeError,
    "Cannot add to a sequential model: 3 is no layer, it must be made by a layer's factory such as dense(10)",
  ],
  'two layers of one name': [
    () => sequential([dense(1, { name: 'a' }), dense(1, { name: 'a' })]),
    RangeError,
    "Cannot add the layer 'a': the model has one of that name, names must differ",
  ],
  'weights of another count': [
    (model) => model.setWeights([]),
    RangeError,
    'Cannot set weights of sequential: 0 arrays came, the model has 4 weights',
  ],
  'weights of another shape': [
    (model) => model.setWeights([[1, 2], [4], [4, 2], [2]].map((shape) => array(new Float32Array(shape.reduce((a, b) => a * b)), shape))),
    RangeError,
    'Cannot set weight 0 (kernel) of sequential: the array has shape [1,2], the weight has [3,4]',
  ],
  'fit() before compile()': [
    () => sequential([dense(1, { inputShape: [3] })]).fit(DATA.x, DATA.y),
    NotCompiledError,
    'Cannot train or evaluate sequential_1: it is not compiled, call compile() first',
  ],
  'evaluate() before compile()': [
    () => sequential([dense(1, { inputShape: [3] })]).evaluate(DATA.x, DATA.y),
    NotCompiledError,
    'Cannot train or evaluate sequential_1: it is not compiled, call compile() first',
  ],
  'predict() with data of another width': [
    (model) => model.predict(array(wide, [ROWS, 5])),
    RangeError,
    'Cannot use x: its rows have shape [5], they must have [3]',
  ],
  'evaluate() with a label out of range': [
    (model) =>
      model.evaluate(
        DATA.x,
        DATA.y.map(() => 2),
      ),
    RangeError,
    'Cannot use y: y[0] is 2, it must be an integer from 0 to 1',
  ],
  'trainOnBatch() with a label out of range': [
    (model) =>
      model.trainOnBatch(
        DATA.x,
        DATA.y.map(() => 2),
      ),
    RangeError,
    'Cannot use y: y[0] is 2, it must be an integer from 0 to 1',
  ],
  'an evaluate option that is misspelt': [
    (model) => model.evaluate(DATA.x, DATA.y, { returndict: true } as object),
    TypeError,
    "Cannot use option 'returndict': evaluate has no such option, did you mean 'returnDict'?",
  ],
  'a model that was disposed': [
    () => {
      const model = tinyModel();
      model.dispose();
      return model.fit(DATA.x, DATA.y, FIT);
    },
    DisposedError,
    'Cannot use sequential_1: it was disposed, make or load it again',
  ],
};

describe('what cannot work is refused before the first GPU call, and the model is usable:', () => {
  it.each(Object.keys(calls))('%s', async (name) => {
    const [call, Kind, message] = calls[name] as (typeof calls)[string];
    const model = tinyModel();
    const { error, calls: made } = await refused(() => call(model));
    expect(error.constructor).toBe(Kind);
    expect(error.message).toBe(message);
    expect(made).toMatchObject(UNTOUCHED);
    await checkUsable(model);
  });
});
