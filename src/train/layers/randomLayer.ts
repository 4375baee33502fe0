/** The base of layers that draw random numbers: the same shape out as in, and a seed of their own or the model's. */
import { constant } from '../../runtime/graph/leaf.ts';
import type { RandomSource } from '../../runtime/ops/random.ts';
import type { OptionNames } from '../checks.ts';
import { checkSeed } from '../options.ts';
import type { CallContext } from './context.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of layers that draw random numbers. */
export interface RandomLayerOptions extends LayerOptions {
  /** An integer from 0 to 4294967295 instead of the model's seed. */
  readonly seed?: number | null | undefined;
}

/** Their names. */
export const RANDOM_LAYER_OPTIONS: OptionNames<RandomLayerOptions> = { ...LAYER_OPTIONS, seed: true };

/** A layer that draws random numbers. */
export class RandomLayer extends ElementwiseLayer {
  readonly seed: number | undefined;

  /** Throws RangeError or TypeError unless the seed is an integer from 0 to 4294967295. */
  constructor(options: RandomLayerOptions) {
    const { seed } = options;
    super(options);
    checkSeed(`make ${this.className}: seed`, seed ?? 0);
    this.seed = seed ?? undefined;
  }

  /** Where this call's random numbers come from. */
  protected source(context: CallContext): RandomSource {
    const source = context.random(this);
    return this.seed === undefined ? source : { ...source, seed: constant(this.seed, [], 'u32') };
  }
}
