/** The GPU side of a model: its variables, step programs and running values. Fed by `feed.ts`, driven by the loops in `fit.ts` and `evaluate.ts`. */
import type { Device } from '../runtime/gpu/device.ts';
import { Program } from '../runtime/gpu/program.ts';
import { stage } from '../runtime/gpu/readback.ts';
import { VariableStore } from '../runtime/gpu/store.ts';
import { Trace, Variable } from '../runtime/graph/leaf.ts';
import { plan } from '../runtime/graph/plan.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import { DisposedError } from './errors.ts';
import type { Layer } from './layers/layer.ts';
import type { Objective } from './objective.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Logs } from './run.ts';
import { type Mode, type StepSpec, traceStep } from './step.ts';
import type { Weight } from './weight.ts';

/** A step ready to run. */
export interface StepProgram {
  readonly program: Program;
  /** Predictions, in the mode 'predict'. */
  readonly predictions: readonly Tensor[];
}

/** Step programs kept per model. */
const MAX_PROGRAMS = 8;

/** Programs and variables of one model on one device. */
export class Engine {
  readonly device: Device;
  readonly store: VariableStore;
  /** Weak, so that a forgotten model can be collected although its engine waits to be freed. */
  private readonly layer: WeakRef<Layer>;
  private readonly pending: Map<Variable, Float32Array | Uint32Array>;
  private readonly seed = new Variable('seed', [], { dtype: 'u32', slab: 'state' });
  private readonly offsets: Readonly<Record<Mode, Variable>>;
  private readonly twins = new Map<Mode, Map<Variable, Variable>>();
  private readonly steps = new Map<string, Promise<StepProgram>>();
  private readonly results = new Map<string, Promise<{ program: Program; outputs: readonly { key: string; value: Tensor }[] }>>();
  private objective: Objective | undefined;
  private optimizer: Optimizer | undefined;
  private disposed = false;

  /** `seed`: of all random layers; `pending`: values that were set before, instead of first ones. */
  constructor(device: Device, layer: Layer, seed: number, pending: Map<Variable, Float32Array | Uint32Array>) {
    this.device = device;
    this.layer = new WeakRef(layer);
    this.store = new VariableStore(device);
    const offset = (mode: Mode) => new Variable(`${mode} offset`, [], { dtype: 'u32', slab: 'state' });
    this.offsets = { train: offset('train'), validation: offset('validation'), test: offset('test'), predict: offset('predict') };
    this.pending = pending;
    for (const weight of layer.weights) this.add(weight, () => weight.initialValues());
    this.store.add(this.seed, () => Uint32Array.of(seed));
    for (const variable of Object.values(this.offsets)) this.store.add(variable, () => Uint32Array.of(0));
  }

  /** Takes what the model was compiled with. Programs of an earlier compilation go. */
  adopt(objective: Objective | undefined, optimizer: Optimizer | undefined): void {
    if (objective === this.objective && optimizer === this.optimizer) return;
    this.forgetPrograms();
    this.twins.clear();
    this.objective = objective;
    this.optimizer = optimizer;
    for (const { part } of objective?.tracked ?? []) for (const { variable, initial } of part.variables) this.addNumber(variable, initial);
    for (const { variable, initial } of optimizer?.variables ?? []) this.addNumber(variable, initial);
    if (optimizer) optimizer.onLearningRate = (rate) => this.store.write(optimizer.learningRateVariable, Float32Array.of(rate));
  }

  /** The program of a step, traced and compiled on first use. */
  step(spec: StepSpec): Promise<StepProgram> {
    const key = JSON.stringify(spec);
    const built = this.steps.get(key) ?? this.buildStep(spec);
    this.steps.delete(key);
    this.steps.set(key, built);
    built.catch(() => this.steps.delete(key));
    this.forgetOldest();
    return built;
  }

  /** Sets the running values of a mode to their first values and its offset to the first row. */
  reset(mode: Mode): void {
    this.resetTracked(mode);
    this.rewind(mode);
  }

  /** Sets the running values of a mode to their first values. */
  resetTracked(mode: Mode): void {
    for (const { part } of this.objective?.tracked ?? []) {
      for (const { variable, initial } of part.variables)
        this.store.write(this.twin(mode, variable), filled(variable, initial) as Float32Array);
    }
  }

  /** Makes the mode's next batch begin at the first row of the order. */
  rewind(mode: Mode): void {
    this.store.write(this.offsets[mode], Uint32Array.of(0));
  }

  /** The running values as they are after all work submitted so far: copied now, read when awaited. */
  async logs(mode: Mode): Promise<Logs> {
    const { program, outputs } = await this.resultsOf(mode);
    this.check();
    program.run();
    const copy = stage(
      this.device,
      outputs.map(({ value }) => program.rangeOf(value)),
    );
    try {
      const values = await copy.read();
      return Object.fromEntries(outputs.map(({ key }, i) => [key, new Float32Array(values[i] as ArrayBuffer)[0] as number]));
    } finally {
      copy.free();
    }
  }

  /** Compiles the program that makes logs, so that the first `logs` call submits at once. */
  async prepareLogs(mode: Mode): Promise<void> {
    await this.resultsOf(mode);
  }

  /** Runs what the optimizer does when training ends. */
  async finalize(weights: readonly Weight[]): Promise<void> {
    const trace = new Trace();
    trace.run(() => this.optimizer?.finalizeVariableValues(weights));
    if (!trace.writes.length) return;
    const { placeOf } = this.store;
    const program = await Program.build(
      this.device,
      this.store,
      plan({ outputs: [], writes: trace.writes, profile: this.device.profile, placeOf }),
    );
    program.bind({});
    program.run();
    program.dispose();
  }

  /** Throws what ends all work: DisposedError, DeviceLostError, or an error of the GPU. To be called right before a submit. */
  check(): void {
    if (this.disposed) throw new DisposedError(`Cannot go on with ${this.layer.deref()?.name}: it was disposed of meanwhile`);
    this.device.check();
  }

  /** Frees everything on the GPU. */
  dispose(): void {
    this.disposed = true;
    this.forgetPrograms();
    this.store.dispose();
  }

  private async buildStep(spec: StepSpec): Promise<StepProgram> {
    const traced = traceStep(
      {
        layer: this.layer.deref() as Layer,
        objective: this.objective,
        optimizer: this.optimizer,
        offset: this.offsets[spec.mode],
        seed: this.seed,
        twins: this.twinsOf(spec.mode),
      },
      spec,
    );
    const { placeOf } = this.store;
    const planned = plan({ outputs: traced.predictions, writes: traced.writes, profile: this.device.profile, placeOf });
    return { program: await Program.build(this.device, this.store, planned), predictions: traced.predictions };
  }

  private resultsOf(mode: Mode) {
    const known = this.results.get(mode);
    if (known) return known;
    const built = this.buildResults(mode);
    this.results.set(mode, built);
    built.catch(() => this.results.delete(mode));
    return built;
  }

  private async buildResults(mode: Mode) {
    const tracked = this.objective?.tracked ?? [];
    const outputs = new Trace(this.twinsOf(mode)).run(() => tracked.map(({ key, part }) => ({ key, value: part.result() })));
    const { placeOf } = this.store;
    const planned = plan({ outputs: outputs.map(({ value }) => value), profile: this.device.profile, placeOf });
    const program = await Program.build(this.device, this.store, planned);
    program.bind({});
    return { program, outputs };
  }

  /** The mode's stand-ins for the running values of training. */
  private twinsOf(mode: Mode): ReadonlyMap<Variable, Variable> {
    if (mode === 'train' || mode === 'predict') return new Map();
    const known = this.twins.get(mode);
    if (known) return known;
    const twins = new Map<Variable, Variable>();
    for (const { part } of this.objective?.tracked ?? []) {
      for (const { variable, initial } of part.variables) {
        const twin = new Variable(`${mode} ${variable.name}`, variable.shape, { slab: 'metrics' });
        twins.set(variable, twin);
        this.addNumber(twin, initial);
      }
    }
    this.twins.set(mode, twins);
    return twins;
  }

  private twin(mode: Mode, variable: Variable): Variable {
    return this.twinsOf(mode).get(variable) ?? variable;
  }

  private addNumber(variable: Variable, initial: number): void {
    this.add(variable, () => filled(variable, initial));
  }

  private add(variable: Variable, initial: () => Float32Array | Uint32Array): void {
    this.store.add(variable, () => {
      const values = this.pending.get(variable) ?? initial();
      this.pending.delete(variable);
      return values;
    });
  }

  private forgetOldest(): void {
    for (const [key, built] of this.steps) {
      if (this.steps.size <= MAX_PROGRAMS) return;
      this.steps.delete(key);
      built.then(({ program }) => program.dispose()).catch(() => undefined);
    }
  }

  private forgetPrograms(): void {
    for (const built of [...this.steps.values(), ...this.results.values()])
      built.then(({ program }) => program.dispose()).catch(() => undefined);
    this.steps.clear();
    this.results.clear();
  }
}

function filled({ shape, dtype }: Variable, value: number): Float32Array | Uint32Array {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return dtype === 'u32' ? new Uint32Array(size).fill(value) : new Float32Array(size).fill(value);
}
