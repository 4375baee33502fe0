import { afterEach, describe, expect, it } from 'vitest';
import { array, type FitOptions, type History, lambdaCallback } from '../../src/index.ts';
import { setDataBudget } from '../../src/train/feeds/feedColumns.ts';
import { bitsOf, countCalls, DATA, FIT, ROWS, tinyModel } from '../support/tinyModel.ts';

interface Run {
  readonly bits: readonly number[];
  readonly history: History['history'];
}

async function train(options: FitOptions, { seed = 1, x = DATA.x as unknown, y = DATA.y as unknown } = {}): Promise<Run> {
  const model = tinyModel(seed);
  const { history } = await model.fit(x, y, { ...FIT, ...options });
  const bits = await bitsOf(model);
  model.dispose();
  return { bits, history };
}

/** The batches of an epoch of `FIT`, in order. */
function* batches(): Generator<[unknown, Float32Array]> {
  for (let row = 0; row < ROWS; row += FIT.batchSize) {
    const end = Math.min(row + FIT.batchSize, ROWS);
    yield [array(DATA.x.slice(row * 3, end * 3), [end - row, 3]), DATA.y.slice(row, end)];
  }
}

afterEach(() => setDataBudget(undefined));

describe('fit() with shuffle and dropout', () => {
  it('gives the same bits for the same seed, others for another', async () => {
    const [first, second, other] = [await train({}), await train({}), await train({}, { seed: 2 })];
    expect(second).toEqual(first);
    expect(other.bits).not.toEqual(first.bits);
  });

  it.each(['batch', false] as const)('shuffle: %s gives the same bits again, and others than shuffle: true', async (shuffle) => {
    const [first, second, shuffled] = [await train({ shuffle }), await train({ shuffle }), await train({})];
    expect(second).toEqual(first);
    expect(shuffled.bits).not.toEqual(first.bits);
  });

  it('gives the same bits for data on the GPU and data that is written batch by batch', async () => {
    const validationData = [DATA.x, DATA.y];
    const runs: Run[] = [];
    const keep = async () => void runs.push(await train({ validationData }));
    const resident = await countCalls(keep);
    setDataBudget(0);
    const written = await countCalls(keep);
    expect(runs[1]).toEqual(runs[0]);
    expect(written.writeBuffer).toBeGreaterThan(resident.writeBuffer as number);
  });

  it('gives the same bits for arrays and for a stream of the same batches, sync or async', async () => {
    const arrays = await train({ shuffle: false });
    async function* later() {
      for (const batch of batches()) {
        await Promise.resolve();
        yield batch;
      }
    }
    for (const x of [() => batches(), later, () => later()]) expect(await train({}, { x, y: undefined })).toEqual(arrays);
  });

  it('gives the same bits for bytes and for floats of the same values', async () => {
    const bytes = Uint8Array.from({ length: ROWS * 3 }, (_, i) => (i * 37) % 11);
    const floats = await train({}, { x: Float32Array.from(bytes), y: DATA.y });
    expect(await train({}, { x: bytes, y: Uint8Array.from(DATA.y) })).toEqual(floats);
    setDataBudget(0);
    expect(await train({}, { x: bytes, y: Uint8Array.from(DATA.y) })).toEqual(floats);
  });

  it('gives the same bits whether or not hooks look on, and with several steps per execution', async () => {
    const alone = await train({});
    expect(await train({ callbacks: [lambdaCallback({ onTrainBatchEnd: () => {} })] })).toEqual(alone);
    const model = tinyModel(1, { stepsPerExecution: 2 });
    const { history } = await model.fit(DATA.x, DATA.y, FIT);
    expect({ bits: await bitsOf(model), history }).toEqual(alone);
    model.dispose();
  });
});

describe('a partial last batch', () => {
  it('weighs by its samples in loss and metrics', async () => {
    const model = tinyModel();
    const whole = (await model.evaluate(DATA.x, DATA.y, { batchSize: ROWS })) as number[];
    const parts = (await model.evaluate(DATA.x, DATA.y, { batchSize: 4 })) as number[];
    const { data } = (await model.predict(DATA.x, { batchSize: 4 })) as { data: Float32Array };
    const chosen = Array.from(DATA.y, (label, row) => data[row * 2 + label] as number);
    const loss = chosen.reduce((sum, p) => sum - Math.log(p), 0) / ROWS;
    const accuracy = chosen.filter((p) => p > 0.5).length / ROWS;
    for (const values of [whole, parts]) {
      expect(values[0]).toBeCloseTo(loss, 6);
      expect(values[1]).toBeCloseTo(accuracy, 6);
    }
    model.dispose();
  });
});
