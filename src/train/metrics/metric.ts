/** The base of all metrics: variables that add up over an epoch on the GPU, and a result made of them. One metric per file in this folder. */
import { assign, Variable } from '../../runtime/graph/leaf.ts';
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import { sizeOf, type Shape, type Tensor } from '../../runtime/graph/tensor.ts';
import { add, divide, equal, multiply, where } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { snakeCase } from '../names.ts';
import { alignWeights } from '../sampleWeights.ts';

/** A metric. Extend it with `build`, `updateState` and `result`, all in ops: they run on the GPU. */
export abstract class Metric {
  /** Key of its value in the logs. */
  name: string;
  /** Whether larger values are better. */
  readonly direction: 'up' | 'down' | undefined = undefined;
  private readonly own: { variable: Variable; initial: number }[] = [];
  private built = false;

  constructor(name?: string) {
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
    if (!this.built) this.build();
    this.built = true;
    return this.own;
  }
}

/** Mean of values over samples: the running total and the running weight. */
export abstract class MeanMetric extends Metric {
  private total!: Variable;
  private count!: Variable;

  build(): void {
    this.total = this.addVariable('total');
    this.count = this.addVariable('count');
  }

  /** Values per sample, unweighted: [batch, ...]. */
  abstract values(yTrue: Tensor, yPred: Tensor): Tensor;

  updateState(yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): void {
    this.addValues(this.values(yTrue, yPred), sampleWeight);
  }

  /** Adds values [batch, ...] with their weights to the mean. */
  addValues(values: Tensor, sampleWeight?: Tensor): void {
    const weights = sampleWeight && alignWeights(sampleWeight, values);
    this.assign(this.total, add(this.total, sum(weights ? multiply(values, weights) : values)));
    this.assign(this.count, add(this.count, weights ? sum(weights) : sizeOf(values.shape)));
  }

  result(): Tensor {
    const empty = equal(this.count, 0);
    return where(empty, 0, divide(this.total, where(empty, 1, this.count)));
  }
}

/** Mean over all values of a function of (yTrue, yPred), as Keras wraps functions given as metrics. */
export class MeanMetricWrapper extends MeanMetric {
  private readonly fn: (yTrue: Tensor, yPred: Tensor) => Tensor;
  override readonly direction: 'up' | 'down' | undefined;

  constructor(fn: (yTrue: Tensor, yPred: Tensor) => Tensor, name: string, direction?: 'up' | 'down') {
    super(name);
    this.fn = fn;
    this.direction = direction;
  }

  values(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.fn(yTrue, yPred);
  }
}
