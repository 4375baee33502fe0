/** The data of a verb as columns for the model's inputs, outputs and weights, checked before any GPU call; streams by `streamInputs.ts`. Next: `feed.ts`. */

import type { Device } from '../runtime/gpu/device.ts';
import { placeholder } from '../runtime/graph/leaf.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import { say } from './callbacks/say.ts';
import type { Compiled, OutputInfo } from './compile.ts';
import { type Column, type Expected, toColumns } from './data/columns.ts';
import { checkBinary, checkOneHot, checkSparseLabels } from './data/labels.ts';
import type { StreamSource } from './data/streams.ts';
import type { ClassWeight } from './data/weights.ts';
import type { Columns, Feed } from './feeds/feed.ts';
import { dryRun } from './layers/context.ts';
import type { Layer } from './layers/layer.ts';
import type { LayerShape } from './layers/symbolic.ts';
import type { LabelRule } from './losses/loss.ts';
import type { Objective } from './objective.ts';
import { later } from './onFirstUse.ts';

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

/** Columns of arrays. Rejects with TypeError and RangeError as `toColumns` throws, and with RangeError for labels that the loss cannot take. */
export async function arrayColumns({ inputs, outputs, compiled }: DataTarget, x: unknown, labels: Labels): Promise<Columns> {
  const { y, sampleWeight, classWeight } = labels;
  const xs = toColumns(x, inputs.map(expected), 'x');
  if (y === undefined) {
    if (compiled?.hasLoss) throw new TypeError('Cannot use the data: y is missing, the compiled loss needs it');
    return { x: xs, y: [], weights: [] };
  }
  const ys = labelColumns(y, outputs, compiled, xs[0]?.rows);
  const isWeighted = sampleWeight !== undefined || classWeight !== undefined;
  const given = { sampleWeight, classWeight, y: ys, outputs: outputs.map(expected) };
  const weights = isWeighted ? (await later()).weightColumns(given) : undefined;
  const columns = { x: xs, y: ys, weights: weights ?? [] };
  checkLabels(columns, outputs, compiled);
  return columns;
}

/** What a stream is opened with. */
export interface StreamOptions {
  readonly classWeight?: ClassWeight | undefined;
  /** Called with the first batch and its rows, before anything is allocated for it. */
  readonly take?: (first: Columns, rows: number) => void;
}

/** Opens a stream and reads its first batch, which decides shapes. Rejects with RangeError for an empty one. */
export async function streamFeed(device: Device, target: DataTarget, source: StreamSource, options: StreamOptions = {}): Promise<Feed> {
  const { openFeed } = await later();
  return openFeed(device, target, source, options);
}

/** The losses and metrics for these labels. */
export function objectiveFor(
  { outputs, compiled }: DataTarget,
  labels: readonly { readonly sample: readonly number[] }[],
): Objective | undefined {
  if (!compiled || !labels.length) return compiled?.current;
  return compiled.objective(outputs, labels.map(batchFirst));
}

function batchFirst({ sample }: { readonly sample: readonly number[] }): LayerShape {
  return [null, ...sample];
}

/**
 * Asks for something to minimise: a compiled loss, a regularizer, or a layer that calls `addLoss`. Runs the model on placeholders, on the host.
 * Throws TypeError when there is nothing.
 */
export function requireLoss(model: Layer, { inputs, compiled }: DataTarget): void {
  if (compiled?.hasLoss || model.weights.some(({ regularizer }) => regularizer) || addsLoss(model, inputs)) return;
  throw new TypeError(`Cannot train ${model.name}: it was compiled without a loss, call compile({ loss }) with one such as 'mse'`);
}

function addsLoss(model: Layer, inputs: readonly OutputInfo[]): boolean {
  const tensors = inputs.map(({ name, shape }) =>
    placeholder(
      name,
      shape.map((size) => size ?? 1),
    ),
  );
  return dryRun(true, (context) => model.call(tensors.length === 1 ? (tensors[0] as Tensor) : tensors, context)).losses.length > 0;
}

/** What an input or output expects of its column. */
export function expected({ name, shape }: OutputInfo): Expected {
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

/**
 * Checks labels against what their loss takes. Keeps nothing: labels that are refused must not decide what 'accuracy' means for those that come after.
 * Throws RangeError.
 */
export function checkLabels({ y }: Columns, outputs: readonly OutputInfo[], compiled: Compiled | undefined): void {
  const objective = compiled?.trial(outputs, y.map(batchFirst));
  objective?.outputs.forEach((part, i) => {
    const [column, output] = [y[i], outputs[i]];
    if (!column || !output) return;
    const what = outputs.length > 1 ? `y '${output.name}'` : 'y';
    objective.checkShapes(i, what, [column.rows, ...column.sample], output.shape);
    checkValues(part.loss?.labels, column, output.shape.at(-1) ?? 1, what);
  });
}

function checkValues(rule: LabelRule | undefined, column: Column, classes: number, what: string): void {
  if (!rule) return;
  if (rule.kind === 'classes') checkSparseLabels(column, classes, what, rule.ignoreClass);
  else warnOf(what, rule.kind === 'distribution' ? checkOneHot(column, classes, what) : checkBinary(column), rule.kind);
}

function warnOf(what: string, place: string | undefined, kind: string): void {
  if (place === undefined) return;
  say(
    `Warning: ${what}${place} ${kind === 'distribution' ? 'does not add up to 1' : 'is outside of 0 to 1'}, the loss expects ${kind === 'distribution' ? 'one-hot or probability rows' : 'probabilities'}`,
  );
}
