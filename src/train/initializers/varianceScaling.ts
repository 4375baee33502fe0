/** Values whose variance suits the number of a weight's inputs or outputs; Glorot's, He's and LeCun's are kinds of it. */
import { type Shape, sizeOf } from '../../runtime/graph/tensor.ts';
import { check, checkOneOf } from '../checks.ts';
import type { Generator } from '../random.ts';
import { RandomInitializer, type SeedOptions } from './randomInitializer.ts';
import { drawNormal } from './randomNormal.ts';
import { drawUniform } from './randomUniform.ts';
import { drawTruncatedNormal } from './truncatedNormal.ts';

/** What the variance is divided by: inputs, outputs, or the mean of both. */
export type FanMode = 'fan_in' | 'fan_out' | 'fan_avg';

/** How values are drawn. */
export type ScaledDistribution = 'truncated_normal' | 'untruncated_normal' | 'uniform';

/** Options of `VarianceScaling`. */
export interface VarianceScalingOptions extends SeedOptions {
  /** Variance times the number that `mode` names; default 1. */
  readonly scale?: number | undefined;
  /** Default 'fan_in'. */
  readonly mode?: FanMode | undefined;
  /** Default 'truncated_normal', which 'normal' means as well. */
  readonly distribution?: ScaledDistribution | 'normal' | undefined;
}

/** Standard deviation of a standard normal distribution cut off at ±2. */
const TRUNCATED_STDDEV = 0.87962566103423978;

/** Keras's `VarianceScaling`. */
export class VarianceScaling extends RandomInitializer {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: ScaledDistribution;

  /** Throws RangeError for a scale that is not positive, TypeError for an unknown mode or distribution. */
  constructor({ scale = 1, mode = 'fan_in', distribution = 'truncated_normal', seed }: VarianceScalingOptions = {}) {
    super({ seed });
    check(this.className, 'scale', scale, Number.isFinite(scale) && scale > 0, 'a finite number above 0');
    checkOneOf(this.className, 'mode', mode, ['fan_in', 'fan_out', 'fan_avg']);
    checkOneOf(this.className, 'distribution', distribution, ['truncated_normal', 'normal', 'untruncated_normal', 'uniform']);
    this.scale = scale;
    this.mode = mode;
    this.distribution = distribution === 'normal' ? 'truncated_normal' : distribution;
  }

  get className(): string {
    return 'VarianceScaling';
  }

  values(shape: Shape, generator: Generator): Float32Array {
    const variance = this.scale / Math.max(1, fan(shape, this.mode));
    if (this.distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance);
      return drawUniform(shape, -limit, limit, generator);
    }
    if (this.distribution === 'untruncated_normal') return drawNormal(shape, 0, Math.sqrt(variance), generator);
    return drawTruncatedNormal(shape, 0, Math.sqrt(variance) / TRUNCATED_STDDEV, generator);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), scale: this.scale, mode: this.mode, distribution: this.distribution };
  }
}

/** A kind of it with a name of its own: Keras's configuration holds the seed alone. */
export abstract class NamedScaling extends VarianceScaling {
  override getConfig(): Record<string, unknown> {
    return { seed: this.seed ?? null };
  }
}

/** Makes an initializer whose variance is `scale` divided by a weight's inputs or outputs. */
export function varianceScaling(options: VarianceScalingOptions = {}): VarianceScaling {
  return new VarianceScaling(options);
}

/** Inputs and outputs of a weight: of a matrix its sizes, of a kernel [...window, in, out] those times the window's size. */
function fan(shape: Shape, mode: FanMode): number {
  const window = sizeOf(shape.slice(0, -2));
  const outputs = (shape.at(-1) ?? 1) * window;
  const inputs = shape.length < 2 ? outputs : shape.at(-2)! * window;
  return mode === 'fan_in' ? inputs : mode === 'fan_out' ? outputs : (inputs + outputs) / 2;
}
