/** The layers between symbolic inputs and outputs, in Keras's order; run on traced tensors by `Model.call`. */
import type { Tensor } from '../runtime/graph/tensor.ts';
import type { Layer } from './layers/layer.ts';
import { listOf } from './layers/layer.ts';
import type { Application, SymbolicTensor } from './layers/symbolic.ts';

/** A model as a graph of layer applications. */
export interface ModelGraph {
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** Inputs before users. */
  readonly applications: readonly Application[];
  /** Each layer once: by decreasing distance from the outputs, then in the order of discovery, as Keras counts layers. */
  readonly layers: readonly Layer[];
}

/** Collects what leads from `inputs` to `outputs`. Throws RangeError when an output needs an input that is not named. */
export function collectGraph(inputs: readonly SymbolicTensor[], outputs: readonly SymbolicTensor[]): ModelGraph {
  const order: Application[] = [];
  const found = new Map<Layer, number>();
  const seen = new Set<Application>();
  const visit = (tensor: SymbolicTensor): void => {
    const { origin } = tensor;
    if (!origin || seen.has(origin)) return;
    seen.add(origin);
    if (!found.has(origin.layer)) found.set(origin.layer, found.size);
    if (!inputs.includes(tensor)) origin.inputs.forEach(visit);
    order.push(origin);
  };
  outputs.forEach(visit);
  checkConnected(order, inputs);
  return { inputs, outputs, applications: order, layers: layersByDepth(order, inputs, found) };
}

/** Runs the applications on traced tensors, one per input, and gives the outputs. */
export function runGraph({ inputs, outputs, applications }: ModelGraph, tensors: readonly Tensor[]): readonly Tensor[] {
  const values = new Map<SymbolicTensor, Tensor>(inputs.map((input, i) => [input, tensors[i] as Tensor]));
  for (const { layer, inputs: sources, outputs: targets } of applications) {
    if (targets.every((target) => values.has(target))) continue;
    const given = sources.map((source) => values.get(source) as Tensor);
    const results = listOf(layer.run(given.length === 1 && !layer.takesList ? (given[0] as Tensor) : given));
    targets.forEach((target, i) => {
      values.set(target, results[i] as Tensor);
    });
  }
  return outputs.map((output) => values.get(output) as Tensor);
}

function checkConnected(order: readonly Application[], inputs: readonly SymbolicTensor[]): void {
  const stray = order.find(({ inputs: sources, outputs }) => sources.length === 0 && !outputs.some((output) => inputs.includes(output)));
  if (stray)
    throw new RangeError(
      `Cannot make the model: an output depends on the input '${stray.layer.name}', which must be among the model's inputs`,
    );
}

function layersByDepth(
  order: readonly Application[],
  inputs: readonly SymbolicTensor[],
  found: ReadonlyMap<Layer, number>,
): readonly Layer[] {
  const depthOf = new Map<Application, number>();
  const layerDepth = new Map<Layer, number>();
  for (const application of order.toReversed()) {
    const depth = Math.max(depthOf.get(application) ?? 0, layerDepth.get(application.layer) ?? 0);
    depthOf.set(application, depth);
    layerDepth.set(application.layer, depth);
    for (const { origin } of application.inputs) if (origin) depthOf.set(origin, Math.max(depthOf.get(origin) ?? 0, depth + 1));
  }
  for (const { origin } of inputs) if (origin && !layerDepth.has(origin.layer)) layerDepth.set(origin.layer, 0);
  const rank = (layer: Layer) => found.get(layer) ?? found.size;
  return [...layerDepth.keys()].sort((a, b) => (layerDepth.get(b) as number) - (layerDepth.get(a) as number) || rank(a) - rank(b));
}
