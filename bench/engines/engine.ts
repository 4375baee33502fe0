/** What the harness asks of an engine; one per file beside this one, measured by `harness.ts`. */
import type { Task } from '../workloads/rows.ts';

/** A task that is ready to run: data and first weights are made, nothing has been computed. */
export interface Runner {
  /** Runs `steps` steps and resolves when the GPU has done them all; awaits `started` when the data are on the GPU and the first step is to begin. */
  run(steps: number, started?: () => Promise<void>): Promise<void>;
  /** What tells that the last run was right: its mean losses, or values of the product. */
  results(): Promise<number[]>;
  dispose(): void;
}

/** One of the libraries that are compared. */
export interface Engine {
  readonly name: EngineName;
  /** Makes a device, once per process, and a task on it. */
  start(task: Task): Promise<Runner>;
}

export const ENGINE_NAMES = ['webgpu-fit', 'TF.js', 'jax-js'] as const;

/** The names in the table; ours is the first. */
export type EngineName = (typeof ENGINE_NAMES)[number];
