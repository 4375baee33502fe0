/** What is asked of a weight beside its shape: first values, penalty, projection. Shared by layers of several kernels. */
import type { Constraint } from '../constraints/constraint.ts';
import { resolveConstraint } from '../constraints/resolve.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { resolveInitializer } from '../initializers/resolve.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { resolveRegularizer } from '../regularizers/resolve.ts';
import { serializeObject, serializeOptional } from '../serialization.ts';

/** An initializer or Keras's string of one. */
export type InitializerOption = Initializer | string | undefined;

/** A regularizer, Keras's string of one, or none. */
export type RegularizerOption = Regularizer | string | null | undefined;

/** A constraint, Keras's string of one, or none. */
export type ConstraintOption = Constraint | string | null | undefined;

/** The parts that a weight is made with. */
export interface WeightParts {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
}

/** The parts that options name. Throws RangeError for unknown strings. */
export function weightParts(initializer: Initializer | string, regularizer: RegularizerOption, constraint: ConstraintOption): WeightParts {
  return {
    initializer: resolveInitializer(initializer),
    regularizer: resolveRegularizer(regularizer),
    constraint: resolveConstraint(constraint),
  };
}

/** Their entries in a configuration: `kernel_initializer`, `kernel_regularizer`, `kernel_constraint` for `kernel`. */
export function partsConfig(name: string, { initializer, regularizer, constraint }: WeightParts): Record<string, unknown> {
  return {
    [`${name}_initializer`]: serializeObject(initializer),
    [`${name}_regularizer`]: serializeOptional(regularizer),
    [`${name}_constraint`]: serializeOptional(constraint),
  };
}
