/** The GPU side of a model: its variables, step programs and running values. Fed by `feeds/`, driven by the loops in `fit.ts` and `evaluate.ts`. */
import type { Device } from '../runtime/gpu/device.ts';
import { Program } from '../runtime/gpu/program.ts';
import { stage } from '../runtime/gpu/readback.ts';
import { VariableStore } from '../runtime/gpu/store.ts';
import { Trace, Variable } from '../runtime/graph/leaf.ts';
import { plan } from '../runtime/graph/plan.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import { prepareProfile } from './autotune.ts';
import { DisposedError } from './errors.ts';
import { filled } from './firstValues.ts';
import { type Lane, type LaneSpec, modeOf } from './lane.ts';
import type { Layer } from './layers/layer.ts';
import type { Objective } from './objective.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Pace } from './pace.ts';
import { ProgramCache } from './programCache.ts';
import type { Logs } from './run.ts';
import { type TracedStep, traceStep } from './step.ts';
import { StepPlans } from './stepPlans.ts';
import type { Weight } from './weight.ts';

/** A step ready to run. */
export interface StepProgram {
  readonly program: Program;
  /** Predictions, in the mode 'predict'. */
  readonly predictions: readonly Tensor[];
}

/** The program that makes the logs of a lane. */
interface ResultsProgram {
  readonly program: Program;
  readonly outputs: readonly { readonly key: string; readonly value: Tensor }[];
}

/** Step programs kept per model, beside those of the lanes in use. */
const MAX_PROGRAMS = 8;

/** A lane's programs: for full batches and for the last one. */
const LANE_PROGRAMS = 2;

/** Programs and variables of one model on one device. */
export class Engine {
  readonly device: Device;
  readonly store: VariableStore;
  /** Weak, so that a forgotten model can be collected although its engine waits to be freed. */
  private readonly layer: WeakRef<Layer>;
  private readonly pending: Map<Variable, Float32Array | Uint32Array>;
  private readonly seed = new Variable('seed', [], { dtype: 'u32', slab: 'state' });
  private readonly offsets = new Map<Lane, Variable>();
  /** Those in use, by runs that may overlap with others of their mode; given out by `claimLane`. */
  readonly lanes = new Set<Lane>();
  /** What the compilation brought: goes with it. */
  private adopted: ReadonlySet<Variable> = new Set();
  private readonly twins = new Map<Lane, Map<Variable, Variable>>();
  private readonly steps = new ProgramCache<StepProgram>(() => MAX_PROGRAMS + LANE_PROGRAMS * this.lanes.size);
  private readonly plans: StepPlans;
  private readonly results = new ProgramCache<ResultsProgram>(() => MAX_PROGRAMS + this.lanes.size);
  private objective: Objective | undefined;
  private optimizer: Optimizer | undefined;
  private disposed = false;
  /** What each lane has learnt of its steps; asked by `pace.ts`. */
  readonly paces = new Map<Lane, Pace>();
  /** Called when a run has a lane and the next may begin. */
  onOpen: ((mode: 'test' | 'predict') => void) | undefined;

  /** `seed`: of all random layers; `pending`: values that were set before, instead of first ones. */
  constructor(device: Device, layer: Layer, seed: number, pending: Map<Variable, Float32Array | Uint32Array>) {
    this.device = device;
    this.layer = new WeakRef(layer);
    this.store = new VariableStore(device);
    this.plans = new StepPlans(this.store);
    this.pending = pending;
    for (const weight of layer.weights) this.add(weight, () => weight.initialValues());
    this.store.add(this.seed, () => Uint32Array.of(seed));
  }

  /** Takes what the model was compiled with. Programs and variables of an earlier compilation go; those of the same objects stay. */
  adopt(objective: Objective | undefined, optimizer: Optimizer | undefined): void {
    if (objective === this.objective && optimizer === this.optimizer) return;
    this.plans.clear();
    this.steps.clear();
    this.results.clear();
    if (this.optimizer && this.optimizer !== optimizer) this.optimizer.onLearningRate = undefined;
    this.objective = objective;
    this.optimizer = optimizer;
    const parts = objective?.tracked.flatMap(({ part }) => part.variables) ?? [];
    this.replaceAdopted([...parts, ...(optimizer?.variables ?? [])]);
    if (optimizer) optimizer.onLearningRate = (rate) => this.store.write(optimizer.learningRateVariable, Float32Array.of(rate));
  }

  /** The program of a step, traced and compiled on first use. `aside`: while others run, so that kernels are not timed for it. */
  step(spec: LaneSpec, aside = false): Promise<StepProgram> {
    const key = JSON.stringify(spec);
    return this.steps.get(key, () => this.buildStep(key, spec, aside));
  }

  /** Plans a step ahead of the first allocation. Throws RangeError when it needs a buffer larger than the device allows. */
  admit(spec: LaneSpec): void {
    const key = JSON.stringify(spec);
    if (!this.steps.has(key)) this.plans.prepare(key, () => this.trace(spec));
  }

  /** Sets the running values of a mode to their first values and its offset to the first row. */
  reset(mode: Lane): void {
    this.resetTracked(mode);
    this.rewind(mode);
  }

  /** Sets the running values of a mode to their first values. */
  resetTracked(mode: Lane): void {
    for (const { part } of this.objective?.tracked ?? []) {
      for (const { variable, initial } of part.variables)
        this.store.write(this.twinsOf(mode).get(variable) ?? variable, filled(variable, initial) as Float32Array);
    }
  }

  /** Makes the mode's next batch begin at the first row of the order. */
  rewind(mode: Lane): void {
    this.store.write(this.offsetOf(mode), Uint32Array.of(0));
  }

  /** The running values as they are after all work submitted so far: copied now, read when awaited. */
  async logs(mode: Lane): Promise<Logs> {
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
  async prepareLogs(mode: Lane): Promise<void> {
    await this.resultsOf(mode);
  }

  /** Runs what the optimizer does when training ends. */
  async finalize(weights: readonly Weight[]): Promise<void> {
    const trace = new Trace();
    trace.run(() => this.optimizer?.finalizeVariableValues(weights));
    if (!trace.writes.length) return;
    const program = await this.build([], trace.writes);
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
    this.steps.clear();
    this.results.clear();
    this.store.dispose();
  }

  private async buildStep(key: string, spec: LaneSpec, aside: boolean): Promise<StepProgram> {
    await prepareProfile(this.device, aside ? undefined : () => this.trace(spec))?.then(() => this.check());
    const { plan, predictions } = this.plans.take(key, () => this.trace(spec));
    return { program: await Program.build(this.device, this.store, plan), predictions };
  }

  private trace(spec: LaneSpec): TracedStep {
    const [layer, offset, twins] = [this.layer.deref() as Layer, this.offsetOf(spec.mode), this.twinsOf(spec.mode)];
    const { objective, optimizer, seed } = this;
    return traceStep({ layer, objective, optimizer, offset, seed, twins }, { ...spec, mode: modeOf(spec.mode) });
  }

  private resultsOf(mode: Lane): Promise<ResultsProgram> {
    return this.results.get(mode, () => this.buildResults(mode));
  }

  private async buildResults(mode: Lane): Promise<ResultsProgram> {
    const tracked = this.objective?.tracked ?? [];
    const outputs = new Trace(this.twinsOf(mode)).run(() => tracked.map(({ key, part }) => ({ key, value: part.result() })));
    const program = await this.build(outputs.map(({ value }) => value));
    program.bind({});
    return { program, outputs };
  }

  private build(outputs: readonly Tensor[], writes: readonly Tensor[] = []): Promise<Program> {
    const { device, store } = this;
    return Program.build(device, store, plan({ outputs, writes, profile: device.profile, placeOf: store.placeOf }));
  }

  /** The mode's stand-ins for the running values of training. */
  private twinsOf(mode: Lane): ReadonlyMap<Variable, Variable> {
    if (mode === 'train' || modeOf(mode) === 'predict') return new Map();
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

  private offsetOf(lane: Lane): Variable {
    const known = this.offsets.get(lane);
    if (known) return known;
    const offset = new Variable(`${lane} offset`, [], { dtype: 'u32', slab: 'state' });
    this.offsets.set(lane, offset);
    this.store.add(offset, () => Uint32Array.of(0));
    return offset;
  }

  /** Old variables go first: the new ones take their places. */
  private replaceAdopted(numbers: readonly { readonly variable: Variable; readonly initial: number }[]): void {
    const adopted = new Set(numbers.map(({ variable }) => variable));
    this.store.remove([...this.adopted].filter((variable) => !adopted.has(variable)));
    for (const twins of this.twins.values()) this.store.remove(twins.values());
    this.twins.clear();
    this.adopted = adopted;
    for (const { variable, initial } of numbers) this.addNumber(variable, initial);
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
}
