/** Dropout: sets random elements to 0 while training. */
import { constant } from '../../runtime/graph/leaf.ts';
import { showShape, type Tensor } from '../../runtime/graph/tensor.ts';
import { multiply } from '../../runtime/ops/elementwise.ts';
import { dropout as drop } from '../../runtime/ops/random.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
import type { CallContext } from './context.ts';
import { RANDOM_LAYER_OPTIONS, RandomLayer, type RandomLayerOptions } from './randomLayer.ts';
import { isSize, type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of `dropout`. */
export interface DropoutOptions extends RandomLayerOptions {
  /** Shape of the mask, batch included: axes of size 1 are dropped or kept as a whole; null stands for the input's size. */
  readonly noiseShape?: LayerShape | null | undefined;
}

const DROPOUT_OPTIONS: OptionNames<DropoutOptions> = { ...RANDOM_LAYER_OPTIONS, noiseShape: true };

/** Keras's `Dropout`: x / (1 - rate) with probability 1 - rate, else 0; x itself outside of training. */
export class Dropout extends RandomLayer {
  readonly rate: number;
  readonly noiseShape: LayerShape | undefined;

  /** Throws RangeError unless 0 ≤ rate < 1 and all sizes are positive integers or null. */
  constructor(options: DropoutOptions & { readonly rate: number }) {
    const { rate, noiseShape } = options;
    super(options);
    check(this.className, 'rate', rate, rate >= 0 && rate < 1, 'at least 0 and below 1');
    check(this.className, 'noiseShape', noiseShape, (noiseShape ?? []).every(isSize), 'a list of positive integers and null');
    this.rate = rate;
    this.noiseShape = noiseShape ?? undefined;
  }

  override get className(): string {
    return 'Dropout';
  }

  override call(x: Tensor, context: CallContext): Tensor {
    if (!context.training || this.rate === 0) return x;
    const source = this.source(context);
    if (!this.noiseShape) return drop(x, this.rate, source);
    return multiply(x, drop(constant(1, maskShape(this.noiseShape, x)), this.rate, source));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed ?? null, noise_shape: this.noiseShape ?? null };
  }
}

/** Makes a layer that drops the share `rate` of its inputs while training. */
export function dropout(rate: number, options: DropoutOptions = {}): Dropout {
  return new Dropout({ ...knownOptions('dropout(0.5, { seed: 1 })', options, DROPOUT_OPTIONS), rate });
}

function maskShape(noiseShape: LayerShape, { shape }: Tensor): readonly number[] {
  const sizes = noiseShape.map((size, axis) => size ?? shape[axis] ?? 1);
  if (sizes.length === shape.length && sizes.every((size, axis) => size === 1 || size === shape[axis])) return sizes;
  throw new RangeError(
    `Cannot drop from ${showShape(shape)}: noiseShape is ${showLayerShape(noiseShape)}, its sizes must be 1, null or the input's`,
  );
}
