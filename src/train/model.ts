/** The model: a layer with inputs and outputs that can be compiled, trained, evaluated, read and saved. Loops: `fit.ts`, `evaluate.ts`. */
import type { Variable } from '../runtime/graph/leaf.ts';
import type { History } from './callbacks/history.ts';
import { Compiled, type CompileOptions, type OutputInfo } from './compile.ts';
import { NDArray } from './data/array.ts';
import { has, kindOf, quoted } from './describe.ts';
import { expectedProfile } from './device.ts';
import type { Engine } from './engine.ts';
import { NotCompiledError } from './errors.ts';
import type { EvaluateOptions, PredictOptions } from './evaluate.ts';
import { fit } from './fit.ts';
import type { FitOptions } from './fitOptions.ts';
import type { DataTarget } from './inputs.ts';
import { Layer, type LayerOptions, listOf, type Tensors } from './layers/layer.ts';
import type { SymbolicTensor } from './layers/symbolic.ts';
import type { MemoryPlan } from './memoryPlan.ts';
import { type ModelGraph, runGraph } from './modelGraph.ts';
import { ModelState } from './modelState.ts';
import type { OnBatchOptions } from './onBatch.ts';
import { later } from './onFirstUse.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { checkInteger } from './options.ts';
import { nextSeed } from './random.ts';
import type { Logs, MetricInfo, Run, Snapshot } from './run.ts';
import { type SummaryOptions, summary } from './summary.ts';

/** A model. Made by `sequential` and `functional`. */
export abstract class Model extends Layer implements Run {
  stopTraining = false;
  /** Of the order of rows; drawn when the model is made. */
  readonly shuffleSeed = nextSeed();
  private compiled: Compiled | undefined;
  private readonly state: ModelState;

  constructor(options: LayerOptions = {}) {
    super(options);
    this.state = new ModelState(this);
  }

  /** The layers between inputs and outputs; `undefined` until the input shape is known. */
  protected abstract get graph(): ModelGraph | undefined;

  /** Builds the layers for data whose shape only the data tells. */
  abstract ensureBuiltFor(x: unknown): void;

  override get layers(): readonly Layer[] {
    return this.graph?.layers ?? [];
  }

  /** Symbolic inputs. */
  get inputs(): readonly SymbolicTensor[] {
    return this.requireGraph().inputs;
  }

  /** Symbolic outputs. */
  get outputs(): readonly SymbolicTensor[] {
    return this.requireGraph().outputs;
  }

  override get takesList(): boolean {
    return (this.graph?.inputs.length ?? 1) > 1;
  }

  override call(inputs: Tensors): Tensors {
    const outputs = runGraph(this.requireGraph(), listOf(inputs));
    return outputs.length === 1 ? (outputs[0] as Tensors) : outputs;
  }

  /** The layer of a name, or at a place. Throws RangeError when there is none. */
  getLayer(which: string | number): Layer {
    const layer = typeof which === 'number' ? this.layers.at(which) : this.layers.find(({ name }) => name === which);
    if (layer) return layer;
    throw new RangeError(`Cannot get layer ${which}: the layers are ${quoted(this.layers.map(({ name }) => name))}`);
  }

  /** Sets optimizer, loss and metrics; checks everything that can be known. Keras's defaults. */
  compile(options: CompileOptions = {}): void {
    this.state.requireIdle('compile');
    const compiled = new Compiled(options, this.graph && outputsOf(this.graph));
    this.compiled = compiled;
    if (this.graph) compiled.optimizer.build(this.trainableWeights);
  }

  /** Trains; resolves with the History. Rejects with FitRunningError while another training call runs. */
  fit(x: unknown, y?: unknown, options: FitOptions = {}): Promise<History> {
    return this.exclusively(() => fit(this, x, y, options));
  }

  /** Loss and metrics on data. */
  evaluate(x: unknown, y?: unknown, options: EvaluateOptions = {}): Promise<number | number[] | Logs> {
    return this.state.inTurn('test', async () => (await later()).evaluate(this, x, y, options));
  }

  /** Outputs for x. */
  predict(x: unknown, options: PredictOptions = {}): Promise<NDArray | NDArray[]> {
    return this.state.inTurn('predict', async () => (await later()).predict(this, x, options));
  }

  /** One step on one batch; its loss and metrics. */
  trainOnBatch(x: unknown, y?: unknown, options: OnBatchOptions = {}): Promise<number | number[] | Logs> {
    return this.exclusively(async () => (await later()).onBatch(this, 'train', x, y, options));
  }

  /** Loss and metrics of one batch. */
  testOnBatch(x: unknown, y?: unknown, options: OnBatchOptions = {}): Promise<number | number[] | Logs> {
    return this.state.inTurn('test', async () => (await later()).onBatch(this, 'test', x, y, options));
  }

  /** Outputs for one batch. */
  predictOnBatch(x: unknown): Promise<NDArray | NDArray[]> {
    return this.state.inTurn('predict', async () => (await later()).predictOnBatch(this, x));
  }

  /** Prints Keras's table of layers, line by line through `print` when given. */
  summary(options: SummaryOptions = {}): void {
    summary(this, options);
  }

  /** What training in batches of `batchSize` rows will allocate on the GPU; asks nothing of it. Rejects with NotCompiledError before `compile`. */
  async memoryPlan(batchSize = 32): Promise<MemoryPlan> {
    checkInteger('batchSize', batchSize, 1);
    const compiled = this.requireCompiled();
    const { memoryPlan } = await later();
    return memoryPlan(this, this.dataTarget, compiled, batchSize, this.state.engine?.device.profile ?? expectedProfile());
  }

  /** Values of all weights, in Keras's order. */
  async getWeights(): Promise<NDArray[]> {
    const values = await this.readVariables(this.weights);
    return this.weights.map(({ shape }, i) => new NDArray(values[i] as Float32Array, shape));
  }

  /** Sets all weights, in Keras's order; takes effect between two steps. Throws RangeError when number or shapes differ. */
  setWeights(arrays: readonly NDArray[]): void {
    const { weights } = this;
    if (arrays.length !== weights.length) {
      throw new RangeError(`Cannot set weights of ${this.name}: ${arrays.length} arrays came, the model has ${weights.length} weights`);
    }
    weights.forEach((weight, i) => {
      const given: unknown = arrays[i];
      if (!isArray(given)) {
        throw new TypeError(
          `Cannot set weight ${i} (${weight.name}) of ${this.name}: it is ${kindOf(given)}, it must be made by array(data, shape)`,
        );
      }
      const { shape, data } = given;
      if (shape.join() !== weight.shape.join()) {
        throw new RangeError(
          `Cannot set weight ${i} (${weight.name}) of ${this.name}: the array has shape [${shape}], the weight has [${weight.shape}]`,
        );
      }
      this.writeVariable(weight, Float32Array.from(data));
    });
  }

  /** Optimizer of the last `compile`. Throws NotCompiledError before. */
  get optimizer(): Optimizer {
    return this.requireCompiled().optimizer;
  }

  /** Metrics of the last `compile` by log key, the loss among them. */
  get metrics(): readonly MetricInfo[] {
    const outputs = this.compiled?.current?.outputs ?? [];
    const metrics = outputs.flatMap((output) => output.metrics.map(({ key, metric }) => ({ name: key, direction: metric.direction })));
    const losses = outputs.flatMap(({ tracker }) => (tracker ? [{ name: tracker.name, direction: 'down' as const }] : []));
    return [{ name: 'loss', direction: 'down' }, ...metrics, ...losses];
  }

  /** Copies all weights on the GPU. */
  snapshot(): Snapshot {
    if (!this.state.engine) throw new Error(`Cannot copy the weights of ${this.name}: they are not on the GPU yet, train or predict first`);
    return this.state.engine.store.snapshot(this.weights);
  }

  /** Puts a snapshot's weights back. */
  restore(snapshot: Snapshot): void {
    (snapshot as ReturnType<Engine['store']['snapshot']>).restore();
  }

  /** Saves the model; the extension picks the format. */
  async save(path: string): Promise<void> {
    const { saveModel } = await later();
    await saveModel(this, path);
  }

  /** Saves the weights, and the optimizer's variables when compiled. */
  async saveWeights(path: string): Promise<void> {
    const { saveWeights } = await later();
    await saveWeights(this, path);
  }

  /** Loads weights saved by `saveWeights` or `save`. */
  async loadWeights(path: string): Promise<void> {
    const { loadWeights } = await later();
    await loadWeights(this, path);
  }

  /** Frees the model's GPU memory. Nobody needs it: a forgotten model's buffers go with it. */
  dispose(): void {
    this.state.dispose();
  }

  /** `dispose`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** What data is checked against. */
  get dataTarget(): DataTarget {
    const graph = this.requireGraph();
    const inputs = graph.inputs.map((input): OutputInfo => ({ name: input.origin?.layer.name ?? 'input', shape: input.shape }));
    return { inputs, outputs: outputsOf(graph), compiled: this.compiled };
  }

  /** The compilation. Throws NotCompiledError before `compile`. */
  requireCompiled(): Compiled {
    if (this.compiled) return this.compiled;
    throw new NotCompiledError(`Cannot train or evaluate ${this.name}: it is not compiled, call compile() first`);
  }

  /** Values of variables, from the GPU when it has them. */
  async readVariables(variables: readonly Variable[]): Promise<(Float32Array | Uint32Array)[]> {
    const engine = await this.ensureEngine();
    engine.adopt(this.compiled?.current, this.compiled?.optimizer);
    return engine.store.read(variables);
  }

  /** Sets a variable; takes effect between two steps. */
  writeVariable(variable: Variable, values: Float32Array | Uint32Array): void {
    this.state.write(variable, values);
  }

  /** The GPU side, made on first use. Rejects with DeviceLostError when its device is gone. */
  async ensureEngine(): Promise<Engine> {
    this.compiled?.optimizer.build(this.trainableWeights);
    return this.state.ensure(this);
  }

  /** Runs a training call; there is one at a time. Rejects with NotCompiledError before `compile`, FitRunningError during another. */
  async exclusively<T>(body: () => Promise<T>): Promise<T> {
    this.requireCompiled();
    return this.state.whileTraining(body);
  }

  private requireGraph(): ModelGraph {
    if (this.graph) return this.graph;
    throw new Error(
      `Cannot use ${this.name}: its input shape is not known, give inputShape to the first layer or call fit() with shaped data`,
    );
  }
}

function outputsOf({ outputs }: ModelGraph): readonly OutputInfo[] {
  return outputs.map(({ shape, origin }) => ({ name: origin?.layer.name ?? 'output', shape }));
}

function isArray(value: unknown): value is Pick<NDArray, 'shape' | 'data'> {
  return has(value, 'shape') && has(value, 'data');
}
