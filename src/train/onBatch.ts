/** `trainOnBatch`, `testOnBatch`, `predictOnBatch`: single steps for loops of one's own. */
import { admit } from './admit.ts';
import type { NDArray } from './data/array.ts';
import type { ClassWeight } from './data/weights.ts';
import { predict, presented } from './evaluate.ts';
import { feedColumns } from './feeds/feedColumns.ts';
import { arrayColumns, objectiveFor, requireLoss } from './inputs.ts';
import { runPass } from './loop.ts';
import type { Model } from './model.ts';
import { checkOptionNames } from './options.ts';
import type { Logs } from './run.ts';

/** Arguments of `trainOnBatch` and `testOnBatch`. */
export interface OnBatchOptions {
  readonly sampleWeight?: unknown;
  readonly classWeight?: ClassWeight;
  readonly returnDict?: boolean;
}

/** Runs one step on all rows given and gives the loss and metrics of just these, as Keras does. */
export async function onBatch(
  model: Model,
  mode: 'train' | 'test',
  x: unknown,
  y: unknown,
  options: OnBatchOptions,
): Promise<number | number[] | Logs> {
  checkOptionNames(`${mode}OnBatch`, options, ['sampleWeight', 'classWeight', 'returnDict']);
  const { optimizer } = model.requireCompiled();
  model.ensureBuiltFor(x);
  const target = model.dataTarget;
  const columns = await arrayColumns(target, x, { y, sampleWeight: options.sampleWeight, classWeight: options.classWeight });
  if (mode === 'train') requireLoss(model, target);
  const engine = await model.ensureEngine();
  const objective = objectiveFor(target, columns.y);
  engine.adopt(objective, optimizer);
  const rows = columns.x[0]?.rows ?? 1;
  admit(engine, mode, columns, rows);
  const feed = await feedColumns(engine.device, columns, rows);
  try {
    await feed.begin();
    await engine.step({ mode, batch: rows, ...feed.specs });
    engine.reset(mode);
    const steps = await runPass(engine, mode, feed, {});
    if (mode === 'train') optimizer.iterations += steps;
    const logs = await engine.logs(mode);
    await engine.device.settle();
    return presented(logs, objective?.tracked.map(({ key }) => key) ?? [], options.returnDict ?? false);
  } finally {
    await feed.dispose();
  }
}

/** Outputs for all rows of x in one step. */
export async function predictOnBatch(model: Model, x: unknown): Promise<NDArray | NDArray[]> {
  model.ensureBuiltFor(x);
  const [first] = (await arrayColumns({ ...model.dataTarget, compiled: undefined }, x, {})).x;
  return predict(model, x, { batchSize: first?.rows ?? 1 });
}
