/** Evenly distributed values. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import { checkFinite } from '../checks.ts';
import type { Generator } from '../random.ts';
import { RandomInitializer, type SeedOptions } from './randomInitializer.ts';

/** Options of `RandomUniform`. */
export interface RandomUniformOptions extends SeedOptions {
  /** Least value; default -0.05. */
  readonly minval?: number | undefined;
  /** Bound that is not reached; default 0.05. */
  readonly maxval?: number | undefined;
}

/** Keras's `RandomUniform`. */
export class RandomUniform extends RandomInitializer {
  readonly minval: number;
  readonly maxval: number;

  /** Throws RangeError for bounds that are not finite. */
  constructor(options: RandomUniformOptions = {}) {
    super(options);
    this.minval = options.minval ?? -0.05;
    this.maxval = options.maxval ?? 0.05;
    checkFinite('RandomUniform', 'minval', this.minval);
    checkFinite('RandomUniform', 'maxval', this.maxval);
  }

  get className(): string {
    return 'RandomUniform';
  }

  values(shape: Shape, generator: Generator): Float32Array {
    return drawUniform(shape, this.minval, this.maxval, generator);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), minval: this.minval, maxval: this.maxval };
  }
}

/** Makes an initializer that draws evenly between two bounds. */
export function randomUniform(options: RandomUniformOptions = {}): RandomUniform {
  return new RandomUniform(options);
}

/** Evenly distributed values of a weight of `shape`. */
export function drawUniform(shape: Shape, minval: number, maxval: number, generator: Generator): Float32Array {
  return new Float32Array(sizeOf(shape)).map(() => minval + (maxval - minval) * generator.uniform());
}
