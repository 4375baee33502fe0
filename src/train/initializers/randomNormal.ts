/** Normally distributed values. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import { checkFinite, checkNotNegative } from '../checks.ts';
import type { Generator } from '../random.ts';
import { RandomInitializer, type SeedOptions } from './randomInitializer.ts';

/** Options of `RandomNormal` and `TruncatedNormal`. */
export interface NormalOptions extends SeedOptions {
  /** Default 0. */
  readonly mean?: number | undefined;
  /** Standard deviation, before truncation; default 0.05. */
  readonly stddev?: number | undefined;
}

/** Keras's `RandomNormal`. */
export class RandomNormal extends RandomInitializer {
  readonly mean: number;
  readonly stddev: number;

  /** Throws RangeError for a mean that is not finite or a negative standard deviation. */
  constructor(options: NormalOptions = {}) {
    super(options);
    this.mean = options.mean ?? 0;
    this.stddev = options.stddev ?? 0.05;
    checkFinite(this.className, 'mean', this.mean);
    checkNotNegative(this.className, 'stddev', this.stddev);
  }

  get className(): string {
    return 'RandomNormal';
  }

  values(shape: Shape, generator: Generator): Float32Array {
    return drawNormal(shape, this.mean, this.stddev, generator);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), mean: this.mean, stddev: this.stddev };
  }
}

/** Makes an initializer that draws from a normal distribution. */
export function randomNormal(options: NormalOptions = {}): RandomNormal {
  return new RandomNormal(options);
}

/** Normally distributed values of a weight of `shape`. */
export function drawNormal(shape: Shape, mean: number, stddev: number, generator: Generator): Float32Array {
  return new Float32Array(sizeOf(shape)).map(() => mean + stddev * generator.normal());
}
