/** The base of all metrics: variables that add up over an epoch on the GPU, and a result made of them. One metric per file in this folder. */
import { assign, type TensorLike, Variable } from '../../runtime/graph/leaf.ts';
import type { Shape, Tensor } from '../../runtime/graph/tensor.ts';
import type { OptionNames } from '../checks.ts';
import { snakeCase } from '../names.ts';

/** Options of every metric. */
export interface MetricOptions {
  /** Key of the value in the logs; default: the class name in snake_case. */
  readonly name?: string | undefined;
}

/** Their names. */
export const METRIC_OPTIONS: OptionNames<MetricOptions> = { name: true };

/** A metric. Extend it with `build`, `updateState` and `result`, all in ops: they run on the GPU. */
export abstract class Metric {
  /** Key of its value in the logs. */
  name: string;
  /** Whether larger values are better. */
  readonly direction: 'up' | 'down' | undefined = undefined;
  private readonly own: { variable: Variable; initial: number }[] = [];
  private built = false;

  constructor({ name }: MetricOptions = {}) {
    this.name = name ?? snakeCase(this.className);
  }

  /** Keras's class name, as files hold it. */
  get className(): string {
    return this.constructor.name;
  }

  /** Makes the variables, by `addVariable`. */
  abstract build(): void;

  /** Adds a batch to the variables. */
  abstract updateState(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): void;

  /** The value over everything added since the epoch began: a scalar. */
  abstract result(): Tensor;

  /** Keras's configuration. */
  getConfig(): Record<string, unknown> {
    return { name: this.name, dtype: 'float32' };
  }

  /** Makes a variable that is set to `initial` when an epoch begins. Call it from `build`. */
  addVariable(name: string, shape: Shape = [], initial = 0): Variable {
    const variable = new Variable(`${this.name}/${name}`, shape, { slab: 'metrics' });
    this.own.push({ variable, initial });
    return variable;
  }

  /** Gives a variable a new value in the step that is being traced. */
  assign(variable: Variable, value: TensorLike): void {
    assign(variable, value);
  }

  /** Its variables with the values they start an epoch with. */
  get variables(): readonly { readonly variable: Variable; readonly initial: number }[] {
    this.ensureBuilt();
    return this.own;
  }

  /** Makes the variables unless done before. */
  ensureBuilt(): void {
    if (!this.built) this.build();
    this.built = true;
  }
}
