/** `model.memoryPlan()`: what training will allocate, counted on the host from the plan of the step. Drawn by `textTable.ts`. */
import { bufferBytes } from '../runtime/gpu/device.ts';
import { extentOf } from '../runtime/gpu/places.ts';
import { slabName } from '../runtime/graph/homes.ts';
import { Trace, Variable } from '../runtime/graph/leaf.ts';
import { type Plan, plan } from '../runtime/graph/plan.ts';
import type { Profile } from '../runtime/graph/profile.ts';
import { firstGroupBytes } from '../runtime/graph/split.ts';
import { bytesPerElement, sizeOf } from '../runtime/graph/tensor.ts';
import type { Compiled } from './compile.ts';
import type { DataTarget } from './inputs.ts';
import type { Layer } from './layers/layer.ts';
import type { LayerShape } from './layers/symbolic.ts';
import type { Objective } from './objective.ts';
import { type ColumnSpec, type StepSpec, traceStep } from './step.ts';
import { grouped, textTable } from './textTable.ts';

/** Bytes of GPU buffers while a model trains, by what they are for. `toString()` is a table. */
export interface MemoryPlan {
  /** Rows of a batch. */
  readonly batchSize: number;
  /** Weights of all layers. */
  readonly weights: number;
  /** What the optimizer keeps beside each weight. */
  readonly slots: number;
  /** Counters, running values of losses and metrics, and what reads them. */
  readonly state: number;
  /** Activations and gradients, which share buffers where they do not live at the same time. */
  readonly activations: number;
  /** One batch of x and y as f32, and its order. `fit` keeps all rows on the GPU where they fit. */
  readonly data: number;
  /** The sum: what is allocated during a step. */
  readonly peak: number;
  /** Where the activations and gradients that live at the same time are most: their bytes, the dispatch's number and label. */
  readonly liveAt: { readonly bytes: number; readonly dispatch: number; readonly label: string };
  toString(): string;
}

/** Counts the memory of training in batches of `batchSize` rows, planned for `profile`. Throws RangeError for inputs with open axes. */
export function memoryPlan(model: Layer, { inputs, outputs }: DataTarget, compiled: Compiled, batchSize: number, profile: Profile) {
  const x = inputs.map(columnSpec);
  const y = compiled.hasLoss ? labelSpecs(compiled, outputs) : [];
  const labels = y.map(({ sample }) => [null, ...sample]);
  const objective = compiled.trial(outputs, labels);
  const state = ['offset', 'seed'].map((name) => new Variable(name, [], { dtype: 'u32', slab: 'state' })) as [Variable, Variable];
  const [offset, seed] = state;
  const { optimizer } = compiled;
  const spec: StepSpec = { mode: 'train', batch: batchSize, x, y, weights: [] };
  const { writes } = traceStep({ layer: model, objective, optimizer, offset, seed, twins: new Map() }, spec);
  const step = plan({ outputs: [], writes, profile, placeOf: () => 0 });
  const numbers = [...objective.tracked.flatMap(({ part }) => part.variables), ...optimizer.variables].map(({ variable }) => variable);
  const slabs = slabBytes([...model.weights, ...state, ...numbers]);
  return counted(batchSize, step, {
    weights: total(slabs, 'weights'),
    slots: total(slabs, 'slots'),
    state: total(slabs, 'state') + total(slabs, 'metrics') + readingBytes(objective, profile),
    activations: transientBytes(step),
    data: sum([...spec.x, ...spec.y].map((column) => bufferBytes(batchSize * rowBytes(column)))) + bufferBytes(batchSize * 4),
  });
}

/** Labels as the loss of each output takes them: class numbers, or values of the output's shape. */
function labelSpecs(compiled: Compiled, outputs: DataTarget['outputs']): readonly ColumnSpec[] {
  const { outputs: parts } = compiled.trial(
    outputs,
    outputs.map(({ shape }) => shape),
  );
  return outputs.map(({ shape }, i) => {
    const isClass = parts[i]?.loss?.labels?.kind === 'classes';
    return columnSpec({ shape: isClass ? shape.slice(0, -1) : shape });
  });
}

function columnSpec({ shape }: { readonly shape: LayerShape }): ColumnSpec {
  const sample = shape.slice(1).filter((size) => size !== null);
  if (sample.length === shape.length - 1) return { dtype: 'f32', sample };
  const sizes = shape.map((size) => size ?? 'null').join(', ');
  throw new RangeError(
    `Cannot plan memory for [${sizes}]: sizes of null are open, all but the batch must be given, as in input([32, 32, 3])`,
  );
}

function rowBytes({ dtype, sample }: ColumnSpec): number {
  return sizeOf(sample) * bytesPerElement(dtype);
}

/** Bytes of the buffer of each slab, by the slab's name. */
function slabBytes(variables: readonly Variable[]): ReadonlyMap<string, number> {
  const elements = new Map<string, number>();
  for (const variable of new Set(variables)) {
    const name = slabName(variable);
    elements.set(name, (elements.get(name) ?? 0) + extentOf(variable));
  }
  return new Map([...elements].map(([name, count]) => [name, bufferBytes(count * 4)]));
}

function total(slabs: ReadonlyMap<string, number>, slab: string): number {
  return sum([...slabs].map(([name, bytes]) => (name.startsWith(`slab:${slab}:`) ? bytes : 0)));
}

/** The program that makes losses and metrics of their running values, and the copy in which the host reads them. */
function readingBytes({ tracked }: Objective, profile: Profile): number {
  const outputs = new Trace().run(() => tracked.map(({ part }) => part.result()));
  return transientBytes(plan({ outputs, profile, placeOf: () => 0 })) + bufferBytes(outputs.length * 4);
}

function transientBytes({ transients, dispatches }: Plan): number {
  const parts = firstGroupBytes(dispatches);
  return sum(transients.map(bufferBytes)) + (parts ? bufferBytes(parts) : 0);
}

type Classes = Pick<MemoryPlan, 'weights' | 'slots' | 'state' | 'activations' | 'data'>;

function counted(batchSize: number, { dispatches }: Plan, classes: Classes): MemoryPlan {
  const bytes = Math.max(0, ...dispatches.map(({ liveBytes }) => liveBytes));
  const dispatch = dispatches.findIndex(({ liveBytes }) => liveBytes === bytes);
  const liveAt = { bytes, dispatch, label: dispatches[dispatch]?.label ?? '' };
  const peak = sum(Object.values(classes));
  return { batchSize, ...classes, peak, liveAt, toString: () => table(batchSize, { ...classes, peak }, liveAt) };
}

function table(batchSize: number, classes: Classes & { peak: number }, liveAt: MemoryPlan['liveAt']): string {
  const rows: readonly (readonly [string, number])[] = [
    ['Weights', classes.weights],
    ['Optimizer slots', classes.slots],
    ['State and metrics', classes.state],
    ['Activations and gradients', classes.activations],
    ['Data of a batch', classes.data],
    ['Together', classes.peak],
  ];
  const columns = [
    { header: `Training, ${batchSize} rows`, width: 30, align: 'left' },
    { header: 'Bytes', width: 16, align: 'right' },
  ] as const;
  const lines = textTable(
    columns,
    rows.map(([name, bytes]) => [name, grouped(bytes)]),
  );
  return [
    ...lines,
    `At dispatch ${liveAt.dispatch}, ${liveAt.label}, ${grouped(liveAt.bytes)} bytes of activations and gradients live.`,
  ].join('\n');
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
