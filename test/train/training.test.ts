import { describe, expect, it } from 'vitest';
import type { Logs, Model, NDArray } from '../../src/index.ts';
import { close } from '../support/checkOp.ts';
import type { GoldenTensor } from '../support/goldenParts.ts';
import {
  dataOf,
  firstRows,
  fitArguments,
  type GoldenCall,
  type GoldenCase,
  type GoldenFit,
  modelOf,
  Recorder,
  trainingCases,
} from '../support/goldenTraining.ts';

/** Not part of this library yet. */
const LATER = ['accumulation', 'schedule'];
const runs = trainingCases.filter(({ name, results }) => !results && !LATER.includes(name));

/** Logs are f32 means, 1e-5 off in the first step; later ones follow from weights that drift apart by 1e-4 at most. */
const FIRST_LOGS = [1e-5, 1e-7] as const;
const LOGS = [1e-4, 1e-6] as const;
const WEIGHTS = [1e-4, 1e-6] as const;

function closeLogs(actual: Logs, expected: Readonly<Record<string, number>>, tolerance: readonly [number, number], what: string): void {
  expect(Object.keys(actual), `${what}: keys`).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected)) close([actual[key] as number], [value], tolerance, `${what}: ${key}`);
}

function closeWeights(actual: readonly ArrayLike<number>[], expected: readonly (readonly number[])[], what: string): void {
  expect(actual.length, what).toBe(expected.length);
  for (const [i, values] of actual.entries()) close(values, expected[i] as readonly number[], WEIGHTS, `${what}, weight ${i}`);
}

async function fitAsKeras(model: Model, { x, y, options }: ReturnType<typeof fitArguments>, expected: GoldenFit): Promise<void> {
  const recorder = new Recorder(expected.weights_after_step?.length ?? 0);
  const { history, epoch } = await model.fit(x, y, { ...options, callbacks: [recorder] });
  expect(recorder.params).toEqual(expected.params);
  expect(recorder.batches.map(({ epoch, begin, end }) => [epoch, begin, end])).toEqual(
    expected.batches.map(({ epoch, begin, end }) => [epoch, begin, end]),
  );
  for (const [i, { logs }] of recorder.batches.entries()) {
    closeLogs(logs, expected.batches[i]?.logs ?? {}, i === 0 ? FIRST_LOGS : LOGS, `logs of batch ${i}`);
  }
  for (const [step, weights] of recorder.weights.entries()) {
    closeWeights(weights, expected.weights_after_step?.[step] ?? [], `after step ${step}`);
  }
  expect(epoch).toEqual(expected.epochs);
  expect(Object.keys(history)).toEqual(Object.keys(expected.history));
  for (const [key, values] of Object.entries(expected.history)) close(history[key] ?? [], values, LOGS, `history of ${key}`);
  closeWeights(
    (await model.getWeights()).map(({ data }) => data),
    expected.final_weights,
    'at the end',
  );
}

async function evaluateAsKeras(
  model: Model,
  { x, y, options }: ReturnType<typeof fitArguments>,
  expected: GoldenCase['evaluate'],
): Promise<void> {
  const { batchSize, sampleWeight } = options as { batchSize?: number; sampleWeight?: unknown };
  const given = { ...(batchSize ? { batchSize } : {}), sampleWeight };
  closeLogs((await model.evaluate(x, y, { ...given, returnDict: true })) as Logs, expected.dict, LOGS, 'evaluate');
  const list = await model.evaluate(x, y, given);
  expect(typeof list).toBe(typeof expected.list);
  closeList([list].flat() as number[], expected);
}

/** Keras's list repeats the value of a metric for every other one of its name, `[loss, accuracy, accuracy, …]`; ours has each value once, in that order. */
function closeList(values: readonly number[], { list, dict }: GoldenCase['evaluate']): void {
  expect(values).toHaveLength(Object.keys(dict).length);
  const theirs = [list].flat() as number[];
  let place = 0;
  for (const value of values) {
    while (place < theirs.length && Math.abs(value - (theirs[place] as number)) > 1e-4) place++;
    expect(place++, `evaluate as a list: ${values} is ${theirs} but for repeats`).toBeLessThan(theirs.length);
  }
}

async function predictAsKeras(model: Model, x: unknown, expected: GoldenCase['predict_first_4']): Promise<void> {
  const outputs = [await model.predict(firstRows(x, 4))].flat();
  const tensors = [expected].flat() as GoldenTensor[];
  expect(outputs.map(({ shape }) => shape)).toEqual(tensors.map(({ shape }) => shape));
  for (const [i, { data }] of outputs.entries()) close(data, (tensors[i] as GoldenTensor).data, LOGS, `output ${i}`);
}

describe('fit() as real Keras does it', () => {
  it.each(runs)('$name: $about', async (run) => {
    const model = modelOf(run);
    const given = fitArguments(run);
    await fitAsKeras(model, given, run);
    if (run.again_result) await fitAsKeras(model, fitArguments(run, { ...run.fit, ...run.again }), run.again_result);
    await evaluateAsKeras(model, given, run.evaluate);
    await predictAsKeras(model, given.x, run.predict_first_4);
    model.dispose();
  });

  it('the golden file holds what is checked', () => {
    expect(runs.length).toBeGreaterThanOrEqual(35);
    expect(trainingCases.filter(({ results }) => results).map(({ name }) => name)).toEqual(['on_batch']);
  });
});

describe('trainOnBatch(), testOnBatch() and predictOnBatch() as real Keras does them', () => {
  const run = trainingCases.find(({ name }) => name === 'on_batch') as GoldenCase;
  const rows = (name: string, [start, end]: GoldenCall['rows']) => {
    const { data, shape } = dataOf(run, name);
    const size = data.length / (shape[0] as number);
    return data.slice(start * size, end * size);
  };

  it(run.about, async () => {
    const model = modelOf(run);
    for (const [i, call] of (run.results ?? []).entries()) {
      const returned = await callByHand(model, call, rows);
      checkReturned(returned, call.returns, `call ${i}`);
      closeWeights(
        (await model.getWeights()).map(({ data }) => data),
        call.weights,
        `after call ${i}`,
      );
    }
    model.dispose();
  });
});

function callByHand(
  model: Model,
  call: GoldenCall,
  rows: (name: string, range: GoldenCall['rows']) => ArrayLike<number>,
): Promise<unknown> {
  const [x, y] = [rows('x', call.rows), rows('y', call.rows)];
  const options = {
    ...(call.return_dict ? { returnDict: true } : {}),
    ...(call.sample_weight ? { sampleWeight: rows(call.sample_weight, call.rows) } : {}),
    ...(call.class_weight ? { classWeight: call.class_weight } : {}),
  };
  if (call.method === 'predict_on_batch') return model.predictOnBatch(x);
  return call.method === 'train_on_batch' ? model.trainOnBatch(x, y, options) : model.testOnBatch(x, y, options);
}

function checkReturned(returned: unknown, expected: GoldenCall['returns'], what: string): void {
  if (typeof expected === 'number') close([returned as number], [expected], LOGS, what);
  else if (Array.isArray(expected)) close(returned as number[], expected, LOGS, what);
  else if ('shape' in expected) close((returned as NDArray).data, (expected as GoldenTensor).data, LOGS, what);
  else closeLogs(returned as Logs, expected as Logs, LOGS, what);
}
