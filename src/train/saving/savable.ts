/** What saving and loading need of a model: everything that `Model` offers, named here so that no file of this folder depends on the loop above. */
import type { Variable } from '../../runtime/graph/leaf.ts';
import type { Layer } from '../layers/layer.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Weight } from '../weight.ts';

/** What `compile` was given. */
export interface CompiledWith {
  readonly optimizer: Optimizer;
  readonly options: {
    readonly loss?: unknown;
    readonly lossWeights?: unknown;
    readonly metrics?: unknown;
    readonly weightedMetrics?: unknown;
    readonly stepsPerExecution?: number;
  };
}

/** A model that can be saved and that weights can be loaded into. */
export interface Savable {
  readonly name: string;
  readonly className: string;
  /** In Keras's order; a sequential model's without its input. */
  readonly layers: readonly Layer[];
  readonly trainableWeights: readonly Weight[];
  /** Throws when the input shape is not known yet. */
  readonly dataTarget: { readonly compiled: CompiledWith | undefined };
  getConfig(): Record<string, unknown>;
  /** Values of variables, all at one moment between two steps. */
  readVariables(variables: readonly Variable[]): Promise<(Float32Array | Uint32Array)[]>;
  /** Sets a variable; takes effect between two steps. */
  writeVariable(variable: Variable, values: Float32Array | Uint32Array): void;
}
