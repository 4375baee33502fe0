/** The data of a verb as columns for the model's inputs, outputs and weights, checked before any GPU call. Next: `feed.ts`. */

import type { Device } from '../runtime/gpu/device.ts';
import { say } from './callbacks/say.ts';
import type { Compiled, OutputInfo } from './compile.ts';
import { type Column, type Expected, toColumns } from './data/columns.ts';
import { checkBinary, checkOneHot, checkSparseLabels } from './data/labels.ts';
import { type Batch, openStream, type StreamSource } from './data/streams.ts';
import { type ClassWeight, weightColumns } from './data/weights.ts';
import type { Columns, Feed } from './feeds/feed.ts';
import { StreamFeed } from './feeds/streamFeed.ts';
import type { LayerShape } from './layers/symbolic.ts';
import type { Objective } from './objective.ts';

/** What the data is checked against. */
export interface DataTarget {
  readonly inputs: readonly OutputInfo[];
  readonly outputs: readonly OutputInfo[];
  readonly compiled: Compiled | undefined;
}

/** Labels and weights beside x. */
export interface Labels {
  readonly y?: unknown;
  readonly sampleWeight?: unknown;
  readonly classWeight?: ClassWeight | undefined;
}

/** Columns of arrays. Throws TypeError and RangeError as `toColumns` does, and RangeError for labels that the loss cannot take. */
export function arrayColumns({ inputs, outputs, compiled }: DataTarget, x: unknown, { y, sampleWeight, classWeight }: Labels): Columns {
  const xs = toColumns(x, inputs.map(expected), 'x');
  if (y === undefined) {
    if (compiled?.hasLoss) throw new TypeError('Cannot use the data: y is missing, the compiled loss needs it');
    return { x: xs, y: [], weights: [] };
  }
  const ys = labelColumns(y, outputs, compiled, xs[0]?.rows);
  const weights = weightColumns({ sampleWeight, classWeight, y: ys, outputs: outputs.map(expected) }) ?? [];
  const columns = { x: xs, y: ys, weights };
  checkLabels(columns, outputs, compiled);
  return columns;
}

/** Opens a stream and reads its first batch, which decides shapes. Throws RangeError for an empty one. */
export async function streamFeed(device: Device, target: DataTarget, source: StreamSource, classWeight?: ClassWeight): Promise<Feed> {
  const stream = await openStream(source, { inputs: target.inputs.map(expected), outputs: target.outputs.map(expected), classWeight });
  try {
    const first = await stream.next();
    if (!first) throw new RangeError('Cannot use the stream: it yields 0 batches, at least 1 is needed');
    return new StreamFeed(device, batchColumns(target, first), stream, (batch) => batchColumns(target, batch));
  } catch (error) {
    await stream.close();
    throw error;
  }
}

function batchColumns({ outputs, compiled }: DataTarget, { x, y, sampleWeight }: Batch): Columns {
  if (!y && compiled?.hasLoss) throw new TypeError('Cannot use the stream: it yields x alone, the compiled loss needs [x, y]');
  const columns = { x, y: y ?? [], weights: sampleWeight ?? [] };
  if (y) checkLabels(columns, outputs, compiled);
  return columns;
}

/** The losses and metrics for these labels. */
export function objectiveFor(
  { outputs, compiled }: DataTarget,
  labels: readonly { readonly sample: readonly number[] }[],
): Objective | undefined {
  if (!compiled || !labels.length) return compiled?.current;
  return compiled.objective(
    outputs,
    labels.map(({ sample }): LayerShape => [null, ...sample]),
  );
}

function expected({ name, shape }: OutputInfo): Expected {
  return { name, sample: shape.slice(1) };
}

/** Losses given as functions take labels of any shape. */
function labelColumns(y: unknown, outputs: readonly OutputInfo[], compiled: Compiled | undefined, rows: number | undefined): Column[] {
  const free = typeof compiled?.options.loss === 'function';
  return toColumns(
    y,
    outputs.map((output) => (free ? { name: output.name, sample: undefined } : expected(output))),
    'y',
    rows,
  );
}

function checkLabels(columns: Columns, outputs: readonly OutputInfo[], compiled: Compiled | undefined): void {
  const objective = objectiveFor({ inputs: [], outputs, compiled }, columns.y);
  objective?.outputs.forEach(({ loss }, i) => {
    const column = columns.y[i];
    const rule = loss?.labels;
    if (!column || !rule) return;
    const what = outputs.length > 1 ? `y '${outputs[i]?.name}'` : 'y';
    const classes = outputs[i]?.shape.at(-1) ?? 1;
    if (rule.kind === 'classes') checkSparseLabels(column, classes, what, rule.ignoreClass);
    else warnOf(what, rule.kind === 'distribution' ? checkOneHot(column, classes, what) : checkBinary(column), rule.kind);
  });
}

function warnOf(what: string, place: string | undefined, kind: string): void {
  if (place === undefined) return;
  say(
    `Warning: ${what}${place} ${kind === 'distribution' ? 'does not add up to 1' : 'is outside of 0 to 1'}, the loss expects ${kind === 'distribution' ? 'one-hot or probability rows' : 'probabilities'}`,
  );
}
