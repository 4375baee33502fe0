import { describe, expect, it } from 'vitest';
import { array, clearSession, dense, type LossFunction, type Model, sequential } from '../../src/index.ts';
import { countCalls, DATA, FIT, ROWS, rejection, tinyModel } from '../support/tinyModel.ts';

const oneHot = array(
  Float32Array.from({ length: ROWS * 2 }, (_, i) => (DATA.y[i >> 1] === i % 2 ? 1 : 0)),
  [ROWS, 2],
);
const UNTOUCHED = { requestAdapter: 0, requestDevice: 0, createBuffer: 0, submit: 0, writeBuffer: 0 };

async function refused(run: () => Promise<unknown>): Promise<Error> {
  let error: unknown;
  const calls = await countCalls(async () => {
    error = await rejection(run());
  });
  expect(calls).toMatchObject(UNTOUCHED);
  return error as Error;
}

function regression(loss: string | LossFunction, metrics: readonly LossFunction[] = []): Model {
  clearSession();
  const model = sequential([dense(3, { inputShape: [3] })]);
  model.compile({ loss, metrics });
  return model;
}

const SPARSE =
  'y: Cannot compute SparseCategoricalCrossentropy: labels have shape [10,2], predictions [10,2], ' +
  'labels of shape [10] or [10,1] are needed, a class number for each row';

describe('labels are refused before the first GPU call:', () => {
  for (const verb of ['fit', 'evaluate', 'trainOnBatch'] as const) {
    it(`one-hot ones for a sparse loss by ${verb}, and the next labels decide what accuracy means`, async () => {
      const model = tinyModel();
      const error = await refused(() => model[verb](DATA.x, oneHot));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toBe(SPARSE);
      const { history } = await model.fit(DATA.x, DATA.y, { ...FIT, epochs: 1 });
      expect(history.accuracy?.[0]).toBeGreaterThanOrEqual(0);
      model.dispose();
    });
  }

  it('validation labels alone', async () => {
    const model = tinyModel();
    const error = await refused(() => model.fit(DATA.x, DATA.y, { ...FIT, validationData: [DATA.x, oneHot] }));
    expect(error.message).toBe(`validationData: ${SPARSE}`);
    expect(model.metrics.map(({ name }) => name)).toEqual(['loss']);
  });

  it('one value per row for three outputs', async () => {
    const error = await refused(() => regression('mse').fit(DATA.x, DATA.y, FIT));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(
      /^y: Cannot compute MeanSquaredError: labels have shape \[10\], predictions \[10,3\], they must be equal/,
    );
  });

  for (const [what, value] of [
    ['undefined', undefined],
    ['a number', 3],
  ] as const) {
    it(`a loss and a metric that return ${what}`, async () => {
      const wrong = (() => value) as unknown as LossFunction;
      const loss = await refused(() => regression(wrong).fit(DATA.x, array(DATA.x, [ROWS, 3]), FIT));
      expect(loss).toBeInstanceOf(TypeError);
      expect(loss.message).toBe(`Cannot use the loss 'wrong': it returns ${what}, it must return a tensor of values per sample`);
      const metric = await refused(() => regression('mse', [wrong]).fit(DATA.x, array(DATA.x, [ROWS, 3]), FIT));
      expect(metric.message).toBe(`Cannot use the metric 'wrong': it returns ${what}, it must return a tensor of values per sample`);
    });
  }
});
