/** Traces a whole step (gather, forward, loss, gradients, update, running values) into one graph. Planned and built by `engine.ts`. */
import { placeholder, Trace, toTensor, type Variable } from '../runtime/graph/leaf.ts';
import type { DType, Shape, Tensor } from '../runtime/graph/tensor.ts';
import { increment } from '../runtime/ops/elementwise.ts';
import { gatherBatch } from '../runtime/ops/gather.ts';
import { gradients } from '../runtime/ops/gradients.ts';
import { type CallContext, withContext } from './layers/context.ts';
import { type Layer, listOf } from './layers/layer.ts';
import type { Objective } from './objective.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { hashString } from './random.ts';

/** What a step is for: accumulators and offset are the mode's own. */
export type Mode = 'train' | 'validation' | 'test' | 'predict';

/** A column of data as the step's placeholders see it. */
export interface ColumnSpec {
  readonly dtype: DType;
  readonly sample: Shape;
}

/** What makes one step program differ from another of the same model. */
export interface StepSpec {
  readonly mode: Mode;
  /** Rows of the batch. */
  readonly batch: number;
  readonly x: readonly ColumnSpec[];
  readonly y: readonly ColumnSpec[];
  readonly weights: readonly ColumnSpec[];
}

/** The model's parts that a step is traced from. */
export interface StepParts {
  readonly layer: Layer;
  readonly objective: Objective | undefined;
  readonly optimizer: Optimizer | undefined;
  /** First row of the next batch within the order, u32. */
  readonly offset: Variable;
  /** Seed of all random layers, u32. */
  readonly seed: Variable;
  /** Accumulators of the mode for those of training. */
  readonly twins: ReadonlyMap<Variable, Variable>;
}

/** The graph of a step. */
export interface TracedStep {
  readonly writes: readonly Tensor[];
  readonly predictions: readonly Tensor[];
}

/** Traces one step. Shape errors of layers and losses are thrown here, before the GPU is asked for anything. */
export function traceStep(parts: StepParts, spec: StepSpec): TracedStep {
  const trace = new Trace(parts.twins);
  const predictions = trace.run(() => {
    const order = placeholder('order', [0], 'u32');
    const gather = (name: string, { dtype, sample }: ColumnSpec, i: number) =>
      gatherBatch(placeholder(`${name}${i}`, [0, ...sample], dtype), order, parts.offset, spec.batch);
    const [x, y, weights] = [spec.x, spec.y, spec.weights].map((columns, part) =>
      columns.map((column, i) => gather('xyw'[part] as string, column, i)),
    );
    trace.assign(parts.offset, increment(parts.offset, spec.batch));
    return traceModel(parts, spec, x as Tensor[], y as Tensor[], weights as Tensor[]);
  });
  return { writes: trace.writes, predictions: spec.mode === 'predict' ? predictions : [] };
}

function traceModel(
  parts: StepParts,
  { mode }: StepSpec,
  x: readonly Tensor[],
  y: readonly Tensor[],
  weights: readonly Tensor[],
): readonly Tensor[] {
  const context = contextOf(parts, mode === 'train');
  const predictions = withContext(context, () => listOf(parts.layer.call(x.length === 1 ? (x[0] as Tensor) : x, context)));
  if (mode === 'predict' || !parts.objective) return predictions;
  const penalties = parts.layer.weights.flatMap((weight) => (weight.regularizer ? [weight.regularizer.call(toTensor(weight))] : []));
  const loss = parts.objective.trace(y, predictions, weights, [...context.losses, ...penalties]);
  if (mode === 'train') traceUpdate(parts, loss);
  return predictions;
}

function traceUpdate({ layer, optimizer }: StepParts, loss: Tensor): void {
  if (!optimizer) return;
  const weights = layer.trainableWeights;
  optimizer.apply(gradients(loss, weights), weights);
}

/** Each use of a layer has a stream of its own: the hash of the layer's place in the model and the number of the use. */
function contextOf({ layer: model, seed, optimizer }: StepParts, training: boolean): CallContext {
  const uses = new Map<Layer, number>();
  const places = new Map<Layer, string>();
  placeLayers(model, '', places);
  return {
    training,
    losses: [],
    random: (layer) => {
      const use = uses.get(layer) ?? 0;
      uses.set(layer, use + 1);
      const place = places.get(layer) ?? layer.name;
      return { seed, step: optimizer?.iterationsVariable ?? seed, stream: hashString(`${place}/${use}`) };
    },
  };
}

/** Places such as `2` and `2.0`: unlike names, which count up with every model made, they are equal for equal models. */
function placeLayers(parent: Layer, path: string, places: Map<Layer, string>): void {
  parent.layers.forEach((layer, i) => {
    if (places.has(layer)) return;
    places.set(layer, `${path}${i}`);
    placeLayers(layer, `${path}${i}.`, places);
  });
}
