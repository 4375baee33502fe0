/** What initializers that draw share: the seed. Drawn from in `weight.ts`. */
import { checkSeed } from '../options.ts';
import { Initializer } from './initializer.ts';

/** Options of every initializer that draws. */
export interface SeedOptions {
  /** An integer from 0 to 4294967295; equal seeds give equal values. Without one, a seed is drawn. */
  readonly seed?: number | null | undefined;
}

/** An initializer that draws. */
export abstract class RandomInitializer extends Initializer {
  /** Throws RangeError for a seed that is no 32-bit integer. */
  constructor({ seed }: SeedOptions = {}) {
    super(seed ?? undefined);
    checkSeed('make an initializer: seed', seed ?? 0);
  }

  getConfig(): Record<string, unknown> {
    return { seed: this.seed ?? null };
  }
}
