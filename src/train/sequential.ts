/** A stack of layers. */

import { knownOptions, type OptionNames } from './checks.ts';
import { NDArray } from './data/array.ts';
import { nestedShape } from './data/nestedShape.ts';
import { kindOf } from './describe.ts';
import { InputLayer, input } from './layers/inputLayer.ts';
import type { Layer } from './layers/layer.ts';
import type { LayerShape, SymbolicTensor } from './layers/symbolic.ts';
import { Model } from './model.ts';
import { collectGraph, type ModelGraph } from './modelGraph.ts';
import { dtypePolicy, serializeObject } from './serialization.ts';

/** Options of `sequential`. */
export interface SequentialOptions {
  readonly name?: string;
  readonly trainable?: boolean;
}

const SEQUENTIAL_OPTIONS: OptionNames<SequentialOptions> = { name: true, trainable: true };

/** Layers applied one after the other. Built at once when the first layer has an inputShape, else by the first data. */
export class Sequential extends Model {
  private readonly stack: Layer[] = [];
  private chain: ModelGraph | undefined;

  constructor(layers: readonly Layer[] = [], options: SequentialOptions = {}) {
    super(options);
    checkStack(layers);
    for (const layer of layers) this.add(layer);
  }

  override get className(): string {
    return 'Sequential';
  }

  /** Puts a layer on top. Throws RangeError when its name is taken, TypeError when it is no layer. */
  add(layer: Layer): void {
    checkLayer(layer, this.stack);
    this.stack.push(layer);
    const shape = this.stack[0]?.inputShape;
    if (this.chain) this.chain = collectGraph(this.chain.inputs, [layer.apply(this.chain.outputs[0] as SymbolicTensor)]);
    else if (shape) this.connect([null, ...shape]);
  }

  override get layers(): readonly Layer[] {
    return this.stack.filter((layer) => !(layer instanceof InputLayer));
  }

  protected override get graph(): ModelGraph | undefined {
    return this.chain;
  }

  override build(inputShape: LayerShape): void {
    if (!this.chain) this.connect(inputShape);
  }

  override computeOutputShape(inputShape: LayerShape): LayerShape {
    this.build(inputShape);
    return this.outputs[0]?.shape ?? inputShape;
  }

  override ensureBuiltFor(x: unknown): void {
    if (this.chain) return;
    const value: unknown = Array.isArray(x) && x.length === 1 && x[0] instanceof NDArray ? x[0] : x;
    const shape = value instanceof NDArray ? value.shape : nestedShape(value);
    if (shape) this.connect([null, ...shape.slice(1)]);
  }

  override getConfig(): Record<string, unknown> {
    const first = this.chain?.inputs[0]?.origin?.layer;
    const layers = [...(first && first !== this.stack[0] ? [first] : []), ...this.stack];
    return {
      name: this.name,
      trainable: this.trainable,
      dtype: dtypePolicy(),
      layers: layers.map((layer) => serializeObject(layer)),
      ...(this.chain ? { build_input_shape: this.chain.inputs[0]?.shape } : {}),
    };
  }

  private connect(shape: LayerShape): void {
    const [first] = this.stack;
    const start = first instanceof InputLayer ? first.output : input(shape.slice(1));
    const above = first instanceof InputLayer ? this.stack.slice(1) : this.stack;
    const end = above.reduce((tensor, layer) => layer.apply(tensor), start);
    this.chain = collectGraph([start], [end]);
    this.built = true;
  }
}

/** A model of layers applied one after the other. */
export function sequential(layers: readonly Layer[] = [], options: SequentialOptions = {}): Sequential {
  return new Sequential(layers, knownOptions("sequential([dense(10)], { name: 'classifier' })", options, SEQUENTIAL_OPTIONS));
}

function checkStack(layers: unknown): void {
  if (Array.isArray(layers)) return;
  throw new TypeError(
    `Cannot make a sequential model: its layers are ${kindOf(layers)}, they must be an array as in sequential([dense(10)])`,
  );
}

function checkLayer(layer: Layer, stack: readonly Layer[]): void {
  if (typeof layer?.apply !== 'function') {
    throw new TypeError(
      `Cannot add to a sequential model: ${String(layer)} is no layer, it must be made by a layer's factory such as dense(10)`,
    );
  }
  if (stack.some(({ name }) => name === layer.name)) {
    throw new RangeError(`Cannot add the layer '${layer.name}': the model has one of that name, names must differ`);
  }
}
