/** A layer's variable with what training needs to know of it. Made by `Layer.addWeight`. */
import { type Layout, Variable } from '../runtime/graph/leaf.ts';
import { type DType, type Shape, sizeOf } from '../runtime/graph/tensor.ts';
import { vectorLayout } from '../runtime/ops/filledLayout.ts';
import type { Constraint } from './constraints/constraint.ts';
import type { Initializer } from './initializers/initializer.ts';
import { Generator, nextSeed } from './random.ts';
import type { Regularizer } from './regularizers/regularizer.ts';

/** How a weight starts and what is asked of it. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype?: DType;
  readonly initializer: Initializer;
  /** How it lies in GPU memory, where ops gain by more than its shape says; what is read and written does not show it. Vectors have one anyway. */
  readonly layout?: Layout | undefined;
  readonly trainable?: boolean;
  readonly regularizer?: Regularizer;
  readonly constraint?: Constraint;
}

/** A variable that belongs to a layer. */
export class Weight extends Variable {
  /** Whether gradients update it when its layer is trainable. */
  trainable: boolean;
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
  private readonly seed: number;

  constructor(spec: WeightSpec) {
    const { name, shape, dtype = 'f32' } = spec;
    super(name, shape, { dtype, slab: 'weights', layout: spec.layout ?? (dtype === 'f32' ? vectorLayout(shape) : undefined) });
    this.trainable = spec.trainable ?? true;
    this.initializer = spec.initializer;
    this.regularizer = spec.regularizer;
    this.constraint = spec.constraint;
    this.seed = spec.initializer.seed ?? nextSeed();
  }

  /** First values, drawn on the host; the same each time it is asked. */
  initialValues(): Float32Array {
    return this.initializer.values(this.shape, new Generator(this.seed, 'initializer'));
  }
}

/** Number of values in all variables. */
export function countValues(variables: readonly Pick<Variable, 'shape'>[]): number {
  return variables.reduce((total, { shape }) => total + sizeOf(shape), 0);
}
