/** Runs an optimizer on given gradients, a step at a time, as training does: traced once, replayed. */
import { Program } from '../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../src/runtime/gpu/store.ts';
import { placeholder, Trace, type Variable } from '../../src/runtime/graph/leaf.ts';
import { plan } from '../../src/runtime/graph/plan.ts';
import type { Profile } from '../../src/runtime/graph/profile.ts';
import { sizeOf } from '../../src/runtime/graph/tensor.ts';
import type { Constraint } from '../../src/train/constraints/constraint.ts';
import { Initializer } from '../../src/train/initializers/initializer.ts';
import type { Optimizer } from '../../src/train/optimizers/optimizer.ts';
import { Weight } from '../../src/train/weight.ts';
import { PROFILES, testDevice, upload, type Values } from './gpu.ts';

/** First values of a weight that a test gives. */
class Given extends Initializer {
  readonly className = 'Given';
  private readonly data: Float32Array;

  constructor(data: ArrayLike<number>) {
    super(0);
    this.data = Float32Array.from(data);
  }

  values(): Float32Array {
    return this.data;
  }

  getConfig(): Record<string, unknown> {
    return {};
  }
}

/** A weight that starts with given values. */
export function weightOf(name: string, { shape, data }: Values, constraint?: Constraint): Weight {
  return new Weight({ name, shape, initializer: new Given(data), ...(constraint ? { constraint } : {}) });
}

/** An optimizer at work on weights. */
export interface OptimizerRun {
  /** Takes a step by these gradients, one array per weight. */
  step(gradients: readonly ArrayLike<number>[]): void;
  /** Values of variables after the steps so far. */
  read(variables: readonly Variable[]): Promise<readonly (Float32Array | Uint32Array)[]>;
  /** Gives a variable other values. */
  write(variable: Variable, values: Float32Array | Uint32Array): void;
  /** Ends training: the averages replace the weights. */
  finalize(): Promise<void>;
  dispose(): void;
}

/** Builds an optimizer for weights and compiles its step; `missing`: weights that get no gradient. */
export async function startOptimizer(
  optimizer: Optimizer,
  weights: readonly Weight[],
  { profile = PROFILES.software, missing = [] }: { readonly profile?: Profile; readonly missing?: readonly number[] } = {},
): Promise<OptimizerRun> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  for (const weight of weights) store.add(weight, () => weight.initialValues());
  optimizer.build(weights);
  for (const { variable, initial } of optimizer.variables) store.add(variable, () => filled(variable, initial));
  optimizer.onLearningRate = (rate) => store.write(optimizer.learningRateVariable, Float32Array.of(rate));
  const build = async (body: () => void) => {
    const trace = new Trace();
    trace.run(body);
    return Program.build(device, store, plan({ outputs: [], writes: trace.writes, profile, placeOf: store.placeOf }));
  };
  const inputs = weights.map((weight, i) => (missing.includes(i) ? undefined : placeholder(`gradient${i}`, weight.shape)));
  const program = await build(() => optimizer.apply(inputs, weights));
  const buffers = weights.map(({ shape }, i) => upload(device, `gradient${i}`, new Float32Array(Math.ceil(sizeOf(shape) / 4) * 4)));
  program.bind(Object.fromEntries(buffers.map((buffer, i) => [`gradient${i}`, buffer])));
  return {
    step: (gradients) => {
      gradients.forEach((data, i) => {
        device.gpu.queue.writeBuffer(buffers[i] as GPUBuffer, 0, Float32Array.from(data));
      });
      program.run();
      optimizer.iterations++;
    },
    read: (variables) => store.read(variables),
    write: (variable, values) => store.write(variable, values),
    finalize: async () => {
      const last = await build(() => optimizer.finalizeVariableValues(weights));
      last.bind({});
      last.run();
      last.dispose();
    },
    dispose: () => {
      program.dispose();
      store.dispose();
      for (const buffer of buffers) device.freeBuffer(buffer);
    },
  };
}

function filled({ dtype, shape }: Variable, initial: number): Float32Array | Uint32Array {
  return dtype === 'u32' ? new Uint32Array(sizeOf(shape)).fill(initial) : new Float32Array(sizeOf(shape)).fill(initial);
}
