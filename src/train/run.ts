/** What a callback may see and do of a running `fit`, `evaluate` or `predict`: the model's side is in `model.ts`. */
import type { NDArray } from './data/array.ts';

/** Values of one batch or one epoch by name, sorted by name: `accuracy`, `loss`, `val_loss`. */
export type Logs = Record<string, number>;

/** Weights as they were at one moment, kept on the GPU. */
export interface Snapshot {
  /** Frees the copy. */
  dispose(): void;
}

/** A metric as callbacks know it. */
export interface MetricInfo {
  /** Log key without `val_`. */
  readonly name: string;
  /** Whether larger values are better (`up`), smaller (`down`), or neither is known. */
  readonly direction: 'up' | 'down' | undefined;
}

/** The model as callbacks see it. */
export interface Run {
  readonly name: string;
  /** Set to end training after the current batch (batch hooks) or epoch (epoch hooks). */
  stopTraining: boolean;
  /** `learningRate` is a number, or a schedule object whose value cannot be assigned. */
  readonly optimizer: { learningRate: number | object; readonly iterations: number };
  readonly metrics: readonly MetricInfo[];
  getWeights(): Promise<NDArray[]>;
  setWeights(weights: readonly NDArray[]): void;
  /** Copies all weights on the GPU; no value is read back. */
  snapshot(): Snapshot;
  /** Puts the weights of a snapshot back; the optimizer's variables stay. */
  restore(snapshot: Snapshot): void;
  /** Saves model, compile configuration and optimizer variables; the extension picks the format. */
  save(path: string): Promise<void>;
  /** Saves the weights alone (with the optimizer's variables when compiled, as Keras does). */
  saveWeights(path: string): Promise<void>;
  evaluate(x: unknown, y?: unknown, options?: object): Promise<number | number[] | Logs>;
  predict(x: unknown, options?: object): Promise<NDArray | NDArray[]>;
}

/** What callbacks learn when a run begins, in Keras's words. */
export interface RunParams {
  readonly verbose: 0 | 1 | 2;
  readonly epochs: number;
  /** Steps per epoch, `null` when a stream's length is unknown. */
  readonly steps: number | null;
}
