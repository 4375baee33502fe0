/** The base of all optimizers: hyperparameters, slots, and the order of an update. One optimizer per file in this folder. */
import { assign, type TensorLike, Variable } from '../../runtime/graph/leaf.ts';
import { type Tensor, withScope } from '../../runtime/graph/tensor.ts';
import { increment } from '../../runtime/ops/elementwise.ts';
import { snakeCase } from '../names.ts';
import type { Weight } from '../weight.ts';

/** Options of every optimizer. */
export interface OptimizerOptions {
  /** Positive and finite. */
  readonly learningRate?: number;
  readonly name?: string;
}

/** A state variable with its first value. */
export interface OptimizerVariable {
  readonly variable: Variable;
  readonly initial: number;
}

/** An optimizer. Extend it with `build` (slots) and `update`, both in ops: they run on the GPU. */
export abstract class Optimizer {
  readonly name: string;
  /** Steps taken; counted on the host beside the GPU's own counter. */
  iterations = 0;
  /** The GPU's step counter, u32. */
  readonly iterationsVariable = new Variable('iteration', [], { dtype: 'u32', slab: 'state' });
  readonly learningRateVariable = new Variable('learning_rate', [], { slab: 'state' });
  /** Called with the new rate when `learningRate` is set; the model writes it to the GPU. */
  onLearningRate: ((rate: number) => void) | undefined;
  private rate: number;
  private readonly state: OptimizerVariable[] = [];
  private readonly slots: OptimizerVariable[] = [];
  private builtFor: readonly Weight[] | undefined;

  constructor({ learningRate = 0.001, name }: OptimizerOptions = {}) {
    this.rate = checkedRate(learningRate);
    this.name = name ?? snakeCase(this.className);
  }

  /** Keras's class name, as files hold it. */
  get className(): string {
    return this.constructor.name;
  }

  /** The learning rate; a new value takes effect with the next step. Throws RangeError unless finite and not negative. */
  get learningRate(): number {
    return this.rate;
  }

  set learningRate(rate: number) {
    this.rate = checkedRate(rate);
    this.onLearningRate?.(rate);
  }
}
